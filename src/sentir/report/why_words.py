"""Why an answer is as it is, in sentences made of the numbers of an explanation alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report.doubt_words import doubt
from sentir.report.why_data_words import data_sentences, place_sentences
from sentir.report.why_effects import NOTHING, is_opposed, moves_nothing, without

if TYPE_CHECKING:
    from sentir.explain.explanation import Explanation, Methods
    from sentir.report.language import Language

_MOST_NAMED = 8
"""Unknown words that are named; of more only the number is said."""


def paragraph(explanation: Explanation, speech: Language) -> list[str]:
    """Return the sentences that say why, the most telling first; terminal and page join them."""
    if explanation.methods is None:
        return [speech.say("There is no word in this text, so there is nothing to explain.")]
    return [
        *_answer(explanation, speech),
        *_leading(explanation, explanation.methods, speech),
        *_opposed(explanation, speech),
        *_flip(explanation, speech),
        *_unknown(explanation, speech),
        *data_sentences(explanation, speech),
        *place_sentences(explanation, speech),
        *_limits(explanation, explanation.methods, speech),
    ]


def notes(explanation: Explanation, speech: Language) -> list[str]:
    """Return why training rows are not shown, and how they would be."""
    sentences = {
        "rows_need_run": speech.say(
            "A model file holds no texts of its training rows: to see rows, ask the run it came "
            "from, as in sentir why runs/NAME ..."
        ),
        "evidence_missing": speech.say(
            "The run lacks its evidence file, so its nearest rows are not known. Train it again to "
            "have them."
        ),
        "source_missing": speech.say(
            "The run's data is not where it was, so rows stand here without their texts."
        ),
        "source_changed": speech.say(
            "The run's data is no longer what it was trained on, so rows stand here without their "
            "texts."
        ),
    }
    found = []
    for note in explanation.notes:
        is_telling = note.code in {"source_missing", "source_changed"}
        found.append(
            f"{sentences[note.code]} ({note.detail})" if is_telling else sentences[note.code]
        )
    return found


def _answer(explanation: Explanation, speech: Language) -> list[str]:
    answer, runner_up = explanation.label or "", explanation.runner_up or ""
    likely = explanation.prediction.probabilities
    said = speech.say(
        "The answer is {label} ({share}), before {runner_up} ({runner_up_share}).",
        label=answer,
        share=speech.percent(likely[answer]),
        runner_up=runner_up,
        runner_up_share=speech.percent(likely[runner_up]),
    )
    doubts = doubt(explanation.prediction.why_not, speech)
    return [said, doubts] if doubts else [said]


def _leading(explanation: Explanation, methods: Methods, speech: Language) -> list[str]:
    """Return which word does most for the answer, by both methods."""
    if explanation.prediction.why_not == "no_known_word":
        return []  # what unknown words do says nothing of the text
    label = explanation.label or ""
    if moves_nothing(explanation):
        return [
            speech.say(
                "No word moves the answer: by either method each changes the log odds of {label} "
                "by less than {bound}.",
                label=label,
                bound=speech.number(NOTHING, 3),
            )
        ]
    by_removal = explanation.words[methods.occlusion_first]
    by_gradients = explanation.words[methods.gradients_first]
    removed, added = by_removal.occlusion, by_gradients.gradients
    if removed is None or added is None:
        return []
    if removed.odds <= 0 and added.odds <= 0:
        return [
            speech.say(
                "No single word speaks for {label}: it is what the net answers without them.",
                label=label,
            )
        ]
    values = {
        "label": label,
        "first": by_removal.text,
        "second": by_gradients.text,
        "left": speech.percent(without(by_removal, explanation)),
        "added": speech.signed(added.odds, 2),
    }
    if methods.agree:
        return [
            speech.say(
                "“{first}” speaks most for {label}, by both methods: without it {label} would have "
                "{left}, and integrated gradients credit it with {added} of the log odds.",
                **values,
            )
        ]
    return [
        speech.say(
            "The two methods disagree on the leading word: taking away “{first}” costs {label} "
            "most (it would have {left}), while integrated gradients credit “{second}” with most "
            "({added} of the log odds). Trust neither alone.",
            **values,
        )
    ]


def _opposed(explanation: Explanation, speech: Language) -> list[str]:
    """Return the words on which the methods point opposite ways; of many the first."""
    found = dict.fromkeys(
        speech.quoted(word.text) for word in explanation.words if is_opposed(word, explanation)
    )
    if not found or explanation.prediction.why_not == "no_known_word":
        return []
    return [
        speech.say(
            "The two methods point opposite ways on {words}: such an effect hangs on the other "
            "words of the text.",
            words=speech.listing(list(found)[:_MOST_NAMED]),
        )
    ]


def _flip(explanation: Explanation, speech: Language) -> list[str]:
    removal = explanation.removal
    is_telling = explanation.prediction.why_not != "no_known_word"
    if removal is None or removal.tried == 0 or not is_telling:
        return []
    if removal.places:
        words = [speech.quoted(explanation.words[place].text) for place in removal.places]
        return [
            speech.say(
                "Without {words} the answer would be {label} ({share}).",
                words=speech.listing(words),
                label=removal.label or "",
                share=speech.percent(removal.probability),
            )
        ]
    if removal.exhaustive:
        return [
            speech.say(
                "No one or two words, taken away, change the answer; nor do the three that cost it "
                "most."
            )
        ]
    return [
        speech.say(
            "None of the {tried} removals of up to three words that were tried changes the answer.",
            tried=speech.count(removal.tried),
        )
    ]


def _unknown(explanation: Explanation, speech: Language) -> list[str]:
    unknown = [
        speech.quoted(word.text) for word in explanation.words if word.is_read and not word.is_known
    ]
    if not unknown:
        return []
    named = f": {speech.listing(unknown)}" if len(unknown) <= _MOST_NAMED else ""
    return [
        speech.say_many(
            "{n} of its words is unknown to the model{named}.",
            "{n} of its words are unknown to the model{named}.",
            len(unknown),
            named=named,
        )
    ]


def _limits(explanation: Explanation, methods: Methods, speech: Language) -> list[str]:
    """Return what was not looked at, in a long text or along a rough line."""
    words, read = len(explanation.words), sum(word.is_read for word in explanation.words)
    said = []
    if read < words:
        said.append(
            speech.say(
                "The model reads {read} of the {words} words.",
                read=speech.count(read),
                words=speech.count(words),
            )
        )
    if methods.occluded < read:
        said.append(
            speech.say(
                "To bound the work, {tried} of the {read} words were taken away: those with the "
                "largest gradients.",
                tried=speech.count(methods.occluded),
                read=speech.count(read),
            )
        )
    if not methods.is_complete:
        said.append(
            speech.say(
                "The integrated gradients miss the change they explain by {gap} after {steps} "
                "steps; take them as rough.",
                gap=speech.percent(methods.gap),
                steps=speech.count(methods.steps),
            )
        )
    return said
