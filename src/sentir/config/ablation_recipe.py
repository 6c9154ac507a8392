"""Settings of an ablation: one net, and what is varied of it, one factor at a time."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from sentir.config.section import Section
from sentir.config.settings import RunConfig
from sentir.config.table_recipe import Reading, Words  # noqa: TC001 - pydantic reads them


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


class NetReading(Section):
    """How the author of a report reads the curves of one net."""

    setting: str
    """The factor that the net belongs to."""
    value: Any
    """Its value."""
    readings: Annotated[list[Reading], Field(min_length=1)]
    """The reading as codes that a verdict can bear out: overfitting, underfitting, optimal."""
    said: Words = ""
    """The same in the author's words."""


class AblationRecipe(RunConfig):
    """The base as a training run states it, the factors, and what a report says of its nets."""

    factors: Annotated[list[Factor], Field(min_length=1)]
    """What is varied."""
    readings: list[NetReading] = Field(default_factory=list)
    """How a report's author reads some of the nets."""

    @model_validator(mode="after")
    def _reads_nets_that_are_trained(self) -> Self:
        values = {factor.setting: factor.values for factor in self.factors}
        for reading in self.readings:
            if reading.value not in values.get(reading.setting, []):
                raise ValueError(
                    f"a reading is of {reading.setting} = {reading.value}, which no factor has"
                )
        return self
