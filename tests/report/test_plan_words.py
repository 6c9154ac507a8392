from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.config.settings import RunConfig
from sentir.report.language import language
from sentir.report.plan_words import plan_lines

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport


@pytest.mark.parametrize(
    ("code", "once", "often"),
    [
        (
            "en",
            "Training: 1 epoch of 1 batch, 1 update in all.",
            "Training: 8 epochs of 2,000 batches, 16,000 updates in all.",
        ),
        (
            "es",
            "Entrenamiento: 1 época de 1 lote, 1 actualización en total.",
            "Entrenamiento: 8 épocas de 2000 lotes, 16\u00a0000 actualizaciones en total.",
        ),
    ],
)
def test_the_size_of_a_training_is_said_of_one_and_of_many(
    make_report: MakeReport, code: str, once: str, often: str
) -> None:
    plan = {
        "audit": make_report(rows=60)["audit"], "words": 30_000, "keep": "last", "max_length": 60,
        "coverage": 0.95, "epochs": 1, "batches_per_epoch": 1, "updates": 1, "parameters": 1,
        "memory_bytes": 2e8, "measured_training_rows": 1, "rows": {"train": 1},
        "settings": RunConfig().model_dump(mode="json"), "layers": ["embedding", "output"],
    }  # fmt: skip
    assert once in plan_lines(plan, language(code))
    plan.update(epochs=8, batches_per_epoch=2000, updates=16_000)
    assert often in plan_lines(plan, language(code))
