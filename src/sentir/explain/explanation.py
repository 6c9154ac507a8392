"""What is known of one answer: plain numbers, no sentences.

`to_json` is the form of `sentir why --json`; `docs/formats.md` says what each key means.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sentir.runtime.prediction import Prediction

FORMAT = 1
NoteCode = Literal["rows_need_run", "evidence_missing", "source_missing", "source_changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Why training rows are not shown.

    Attributes:
        code: rows_need_run, a model file alone; evidence_missing, the run lacks it; source_missing
            and source_changed, the data is not where it was, or not what it was.
        detail: the file or the files, or what their reader said.
    """

    code: NoteCode
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a word does; positive speaks for the class.

    Attributes:
        odds: to the answer's log odds: the logarithm of its calibrated probability over that of
            all other classes together. By these words are ranked.
        answer: to the answer's logit.
        runner_up: to the runner-up's logit.
    """

    odds: float
    answer: float
    runner_up: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the text.

    Attributes:
        text: as it was written.
        start, end: its place, in characters.
        is_read: the model reads it; of a long text it leaves some out.
        is_known: it stands in the vocabulary.
        occlusion: logits with it less those without it; None where it was not tried.
        probability: the same of the answer's probability.
        runner_up_probability: the same of the runner-up's.
        gradients: integrated gradients; None for a word that is not read.
    """

    text: str
    start: int
    end: int
    is_read: bool
    is_known: bool
    occlusion: Effect | None
    probability: float | None
    runner_up_probability: float | None
    gradients: Effect | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A training row.

    Attributes:
        row: its number.
        label: of its class.
        similarity: cosine between the net's states for it and for the text.
        text: None where the source is not at hand.
    """

    row: int
    label: str
    similarity: float | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingWord:
    """A word that speaks for the answer, and where training met it.

    Attributes:
        word: in the form in which it is counted.
        places: in the text's words.
        counts: how often it stands in training, by class.
        rows: how many training rows hold it, by class; None where the texts are not at hand.
        examples: some of these rows, the most alike to the text first.
    """

    word: str
    places: tuple[int, ...]
    counts: dict[str, int]
    rows: dict[str, int] | None
    examples: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The training rows that the net takes for most alike.

    Attributes:
        rows: the most alike first.
        agree: how many of them have the answer's label.
        sampled_from: how many rows were compared.
    """

    rows: tuple[Row, ...]
    agree: int
    sampled_from: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far the text lies from the training data, against the validation rows.

    Attributes:
        value: 1 - cosine to the nearest prototype.
        quantiles: distances that these shares of validation rows do not exceed.
        farther_than: largest of these shares that it lies beyond; 0 for none.
        nearer_than: smallest of these shares that it lies within; 1 for none.
    """

    value: float
    quantiles: dict[str, float]
    farther_than: float
    nearer_than: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """The smallest removal of words that changes the answer, as far as it was looked for.

    Attributes:
        places: in the text's words; () where none was found.
        label: the answer without them.
        probability: of that answer.
        exhaustive: each word and each two words were tried; in a long text only some are.
        tried: how many removals.
    """

    places: tuple[int, ...]
    label: str | None
    probability: float | None
    exhaustive: bool
    tried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods:
    """How the words' effects were found, and whether the two ways agree.

    Attributes:
        occluded: how many words were taken away.
        steps: of integrated gradients.
        gap: share by which their sum misses the change it explains.
        is_complete: whether the gap is within 1 %.
        occlusion_first: place of the word that does most for the answer's odds by occlusion.
        gradients_first: the same by integrated gradients.
        agree: they name the same word.
    """

    occluded: int
    steps: int
    gap: float
    is_complete: bool
    occlusion_first: int
    gradients_first: int
    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why the model answers a text as it does.

    Attributes:
        text: as it was given.
        prediction: the answer, calibrated, and whether it is sure.
        runner_up: the next likeliest label; None for a text without a word.
        words: every word of the text.
        methods: None for a text without a word, as are nearest, distance and removal.
        shares: of each class, in the training rows (`share_of` is rows) or in their words.
        share_of: what the shares are of.
        deciding: the words that speak most for the answer.
        nearest: None also where the run lacks its evidence.
        distance: to the training data.
        removal: the smallest that changes the answer.
        notes: why training rows are not shown.
    """

    text: str
    prediction: Prediction
    runner_up: str | None
    words: tuple[Word, ...]
    methods: Methods | None
    shares: dict[str, float]
    share_of: Literal["rows", "words"]
    deciding: tuple[DecidingWord, ...]
    nearest: Nearest | None
    distance: Distance | None
    removal: Removal | None
    notes: tuple[Note, ...]

    @property
    def label(self) -> str | None:
        """Return the likeliest label; None for a text without a word."""
        return self.prediction.label

    def to_json(self) -> dict[str, Any]:
        """Return all of it as plain values, the answer in the words of `predict --json`."""
        answer = self.prediction.to_json(1)
        del answer["n"]
        rest = asdict(self)
        del rest["prediction"], rest["text"]
        return {"format": FORMAT, "text": self.text, **answer, **rest}
