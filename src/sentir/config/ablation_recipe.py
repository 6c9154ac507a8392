"""Settings of an ablation: one net, and what is varied of it, one factor at a time."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from sentir.config.section import Section
from sentir.config.settings import RunConfig
from sentir.config.table_recipe import Words  # noqa: TC001 - pydantic reads it


class Factor(Section):
    """A setting and the values that it is given one after the other, all else as in the base."""

    setting: Annotated[str, Field(pattern=r"^\w+\.\w+$")]
    """Such as model.hidden_size."""
    values: Annotated[list[Any], Field(min_length=2)]
    """The first is what the others are held against."""
    title: Words = ""
    """What is varied, in words."""
    question: Words = ""
    """What the report that it comes from asks."""


class AblationRecipe(RunConfig):
    """The base as a training run states it, and the factors."""

    factors: Annotated[list[Factor], Field(min_length=1)]
    """What is varied."""
