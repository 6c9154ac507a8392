"""A small table that a net can learn, and the settings of a quick training on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.loading import resolve
from sentir.data.sources.table import Table
from sentir.data.splits import split
from sentir.experiments.trial_data import TrialData
from tests.workflow.samples import QUICK, rows

if TYPE_CHECKING:
    from sentir.config.settings import RunConfig
    from sentir.data.splits import Split


def config(*sets: str) -> RunConfig:
    return resolve(None, [*QUICK[1::2], *sets])


def table_and_split() -> tuple[Table, Split]:
    texts, labels = zip(*rows(120), strict=True)
    table = Table(
        texts=list(texts), labels=list(labels), parts=[None] * 120, file_index=[0] * 120,
        lines=list(range(120)), files=[],
    )  # fmt: skip
    return table, split(table, validation=0.3, test=0.2)


def data(**more: Any) -> TrialData:
    return TrialData.of(*table_and_split(), **more)
