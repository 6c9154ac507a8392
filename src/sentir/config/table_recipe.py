"""Settings of a table: the figures that a report states, and the recipes that stand beside them."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from sentir.config.section import Section
from sentir.errors import did_you_mean

Words: TypeAlias = str | dict[Literal["en", "es"], str]
"""What a recipe says itself: in one language, or in each."""
Reading: TypeAlias = Literal[
    "overfitting", "underfitting", "optimal", "better", "no_better", "closest"
]


class Figures(Section):
    """What a report states of one variant; what it leaves out is left out here."""

    accuracy: float | None = Field(default=None, ge=0.0, le=1.0)
    """Share of the test rows named right."""
    log_loss: float | None = Field(default=None, ge=0.0)
    """Mean loss of the test rows."""
    kept_epoch: int | None = Field(default=None, ge=1)
    """Epoch whose weights were kept."""

    def stated(self) -> dict[str, float]:
        """Return the figures that the report states, by name."""
        return {name: value for name, value in self if value is not None}


class TableRow(Section):
    """One variant: its recipe here, its figures and its reading there."""

    recipe: str
    """Recipe of kind `run`."""
    title: Words
    """What the variant is called."""
    figures: Figures = Field(default_factory=Figures)
    """The report's figures; none for a row that only sentir has."""
    readings: list[Reading] = Field(default_factory=list)
    """How the report's author reads the result, as codes."""
    said: Words = ""
    """The same in the author's words."""
    against: str = ""
    """Recipe of the row that this one is held against: better, no better, what it costs."""

    @model_validator(mode="after")
    def _has_what_it_is_held_against(self) -> Self:
        for reading in self.readings:
            if reading in {"better", "no_better"} and not self.against:
                raise ValueError(f"{reading} needs `against`, the recipe of another row")
        return self


class ReportFacts(Section):
    """What a report says of its own rows."""

    name: str
    """What the report is called here, such as R1."""
    rows: Literal["same", "drawn", "other"]
    """Its test rows: the `same` as here, `drawn` anew from the same rows, or `other` ones."""
    test_rows: int = Field(default=0, ge=0)
    """How many they are; 0 where the report does not say."""
    why: Words = ""
    """What is other about them."""
    digits: int = Field(default=4, ge=0, le=12)
    """Decimals that the report prints: its figures stand for all that round to them."""


class Ours(Section):
    """A setting that the report does not state."""

    setting: Annotated[str, Field(pattern=r"^\w+\.\w+$")]
    """Such as train.batch_size."""
    recipe: str = ""
    """The row's recipe that shows its value; the first row's where it is left out."""


class TableRecipe(Section):
    """A table, whole."""

    report: ReportFacts
    rows: Annotated[list[TableRow], Field(min_length=1)]
    ours: list[Ours] = Field(default_factory=list)
    """Settings that are not the report's."""

    @model_validator(mode="after")
    def _names_its_own_rows(self) -> Self:
        names = [row.recipe for row in self.rows]
        named = [row.against for row in self.rows] + [each.recipe for each in self.ours]
        for name in filter(None, named):
            if name not in names:
                raise ValueError(
                    f'"{name}" is the recipe of no row; these are: {", ".join(names)}.'
                    f"{did_you_mean(name, names)}"
                )
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two rows have the recipe {', '.join(twice)}; a recipe has one row")
        return self

    def row(self, recipe: str) -> TableRow:
        """Return the row of a recipe."""
        return next(row for row in self.rows if row.recipe == recipe)


def in_language(words: Words, code: str) -> str:
    """Return what a recipe says in this language, in English or any other where it lacks it."""
    if isinstance(words, str):
        return words
    said: dict[str, str] = {str(name): text for name, text in words.items()}
    return said.get(code) or said.get("en") or next(iter(said.values()), "")
