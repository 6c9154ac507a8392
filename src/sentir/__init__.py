"""sentir trains, judges, explains and serves classifiers of emotion and sentiment.

    import sentir

    run = sentir.train("reviews.csv")          # data, a shipped recipe or a .toml
    print(run.verdict.fit, run.scores["validation"]["accuracy"])
    model = sentir.load(run.path)              # or a .sentir file
    print(model("I love this movie").label)
    print(sentir.why(run, "I love this movie").removal)

Each name is imported when it is first used, so that `import sentir` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentir.diagnose.verdict import Verdict
    from sentir.errors import SentirError
    from sentir.explain.explanation import Explanation
    from sentir.runtime.prediction import Prediction
    from sentir.runtime.predictor import Model, load
    from sentir.store.histories import HistoryRow
    from sentir.workflows.diagnose import diagnose
    from sentir.workflows.python import (
        ablate,
        compare,
        open_run,
        remedy,
        resume,
        test,
        train,
        what_if,
    )
    from sentir.workflows.result import Run
    from sentir.workflows.why import why

__version__ = "0.1.0"

__all__ = [
    "Explanation",
    "HistoryRow",
    "Model",
    "Prediction",
    "Run",
    "SentirError",
    "Verdict",
    "ablate",
    "compare",
    "diagnose",
    "load",
    "open_run",
    "remedy",
    "resume",
    "test",
    "train",
    "what_if",
    "why",
]

_PLACES = {
    "Explanation": "sentir.explain.explanation",
    "HistoryRow": "sentir.store.histories",
    "Model": "sentir.runtime.predictor",
    "Prediction": "sentir.runtime.prediction",
    "Run": "sentir.workflows.result",
    "SentirError": "sentir.errors",
    "Verdict": "sentir.diagnose.verdict",
    "ablate": "sentir.workflows.python",
    "compare": "sentir.workflows.python",
    "diagnose": "sentir.workflows.diagnose",
    "load": "sentir.runtime.predictor",
    "open_run": "sentir.workflows.python",
    "remedy": "sentir.workflows.python",
    "resume": "sentir.workflows.python",
    "test": "sentir.workflows.python",
    "train": "sentir.workflows.python",
    "what_if": "sentir.workflows.python",
    "why": "sentir.workflows.why",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'sentir' has no attribute '{name}'")
    value = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps `sentir.diagnose` the function, which the room of that name would cover once imported.

    Whoever means the room writes `from sentir.diagnose.verdict import ...`, which needs no name.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _PLACES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
