"""The shape of `report.json` (format 1): numbers, codes and rows, no sentences of any language.

Whatever is measured on rows stands under the name of the rows' part: `validation` always, `test`
once it was looked at. Sentences are made of it by `words`, the page by `page`.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

FORMAT = 1


class Score(TypedDict):
    """A score, its 95 % interval and the rows it rests on; null is a number that is not finite."""

    value: float | None
    low: float | None
    high: float | None
    n: int


Scores = dict[str, Score]  # by name: accuracy, macro_f1, ...


class ClassRow(TypedDict):
    """How one class fares; `support` is its rows."""

    label: str
    support: int
    precision: Score
    recall: Score
    f1: Score


class Example(TypedDict):
    """A row with its answer; `text` may be cut, and then ends in an ellipsis."""

    row: int
    text: str
    true: str
    predicted: str
    probability: float  # of the predicted class
    true_probability: float


class Cell(TypedDict):
    """Some rows of one cell: the surest mistakes; of right answers, the least sure."""

    true: int
    predicted: int
    examples: list[Example]


class Confusion(TypedDict):
    """Counts, a row per true class, a column per predicted class; `cells` holds those with rows."""

    labels: list[str]
    matrix: list[list[int]]
    cells: list[Cell]


class Bin(TypedDict):
    """Rows of like confidence: how sure the answers were and how many came true."""

    confidence: float
    accuracy: float
    low: float
    high: float
    n: int


class Reliability(TypedDict):
    """Expected calibration error and the bins it is made of."""

    error: Score
    bins: list[Bin]


class Calibration(TypedDict):
    """Stated probabilities against what came true, before and after the temperature."""

    temperature: float
    before: Reliability
    after: Reliability


class Worth(TypedDict):
    """The net against the strongest baseline there is, on the same rows.

    `rivals` are the baselines there are; `outcome` is better, tied or worse; `difference` is the
    net's accuracy less that of the strongest; `paired` says whether row by row
    (else the two intervals are taken as independent).
    """

    rivals: list[str]
    against: str
    difference: Score
    outcome: str
    paired: bool


class Part(TypedDict):
    """The rows of one part."""

    n: int


class Verdict(TypedDict):
    """Codes of the verdict and the numbers they rest on."""

    fit: str
    course: str
    numbers: dict[str, Any]


class LayerRow(TypedDict):
    """One layer of the net; `shape` is that of its output for one text."""

    name: str
    shape: list[int]
    parameters: int


class ModelSummary(TypedDict):
    """What the model is: task, layers, sizes, and how often it was updated.

    `words` counts those of the vocabulary, padding and unknown left out.
    """

    task: str
    labels: list[str]
    layers: list[LayerRow]
    parameters: int
    words: int
    updates_per_epoch: int
    updates: int
    temperature: float
    calibrated: bool
    max_length: int
    keep: str
    coverage: float
    measured_training_rows: int
    bytes: NotRequired[int]


class Repeat(TypedDict):
    """Everything needed to run it again."""

    command: str
    seed: int
    kept_epoch: int | None
    environment: dict[str, Any]
    files: list[dict[str, Any]]
    moves: NotRequired[list[dict[str, Any]]]


class Report(TypedDict):
    """`report.json`."""

    format: int
    name: str
    main_score: str
    state: str
    verdict: Verdict
    parts: dict[str, Part]
    scores: dict[str, Scores]
    baselines: dict[str, dict[str, Scores]]
    worth: dict[str, Worth]
    per_class: dict[str, list[ClassRow]]
    confusion: dict[str, Confusion]
    worst: dict[str, list[Example]]
    calibration: dict[str, Calibration]
    audit: dict[str, Any]
    model: ModelSummary
    history: list[dict[str, Any]]
    settings: dict[str, Any]
    repeat: Repeat
    stopped: dict[str, Any] | None
    test_looks: list[Any]
