"""Settings of the rows: where they come from, how they are divided and read."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from sentir.config.section import Section


class DataConfig(Section):
    """Where the rows come from and how they are read."""

    source: str = ""
    """A file, a folder, `shipped:NAME` for an embedded corpus, or `hf:OWNER/NAME` on the hub."""
    text: str = "auto"
    """Column of the text; `auto` finds it and says which."""
    label: str = "auto"
    """Column of the label; `auto` finds it and says which."""
    split: str = "auto"
    """Column naming each row's part (train, validation, test); `auto` uses one named split,
    `none` ignores it."""
    encoding: str = "auto"
    """Text encoding, e.g. utf-8, utf-16, latin-1; `auto` detects it and says which."""
    delimiter: str = "auto"
    """One character between columns; `auto` detects it and says which."""
    on_bad_row: Literal["fail", "skip", "quarantine"] = "fail"
    """A row that cannot be read stops the run, is skipped, or is set aside in a file of the run."""


class SplitConfig(Section):
    """How rows without a stated part are divided: stratified, equal texts never on both sides."""

    seed: int = Field(default=0, ge=0)
    """Seed of the division; it does not change with `train.seed`."""
    validation: float = Field(default=0.1, gt=0.0, lt=1.0)
    """Share of the rows for validation."""
    test: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Share of the rows for the test."""

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> Self:
        if self.validation + self.test >= 1.0:
            raise ValueError("validation + test must stay below 1, so that rows remain to train on")
        return self


class TextConfig(Section):
    """From text to word ids."""

    lowercase: bool = True
    """Read *Happy* and *happy* as one word."""
    min_count: int = Field(default=1, ge=1)
    """A word enters the vocabulary when training rows hold it at least this often."""
    max_words: int = Field(default=30_000, ge=1, le=1_000_000)
    """Largest number of words in the vocabulary, the most frequent first."""
    max_length: int = Field(default=64, ge=1, le=100_000)
    """Words read of a text."""
    keep: Literal["first", "last", "both"] = "first"
    """Which end of a longer text is read; `both` reads half from each."""
    read_padding: bool = False
    """Fill every text up to `max_length` with padding and read that like words, as plain padded
    training does: to see what it costs."""
