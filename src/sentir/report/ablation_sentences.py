"""An ablation in sentences: for each factor what changed, and whether it is better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.ablation_words import amount, file_size
from sentir.report.compared_words import points
from sentir.report.duration_words import duration
from sentir.report.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.ablation_words import Comparison
    from sentir.report.language import Language

_BY_SCORE = {
    "better": mark("{value} is better than {first} by {points} points [{low} to {high}]."),
    "worse": mark("{value} is worse than {first} by {points} points [{low} to {high}]."),
}
_BY_LOSS = {
    "better": mark("By log loss {value} is better than {first} ({difference} [{low} to {high}])."),
    "worse": mark("By log loss {value} is worse than {first} ({difference} [{low} to {high}])."),
}
_SAME_SIZE = 1.01
_SAME_TIME = 1.15
_SAME_GAP = 0.02
_SAME_LOSS = 1.1
_SEEN_LOSS = 0.0005
"""Of three decimals a smaller difference shows none, however sure it is."""


def factor_sentences(found: Comparison, factor: Mapping[str, Any], language: Language) -> list[str]:
    """Return what became of score, loss, size, time and gap from value to value."""
    values = factor["values"]
    by_score = [_told_apart(value, values[0], language) for value in values[1:]]
    sentences = [
        *filter(None, by_score),
        *_tied(values, language),
        *filter(None, [_by_loss(value, values[0], language) for value in values[1:]]),
    ]
    finished = [value for value in values if found["variants"][value["variant"]]["seeds"]]
    if len(finished) > 1:
        if factor["setting"] == "train.epochs":
            sentences.append(_epochs(found, finished, language))
        else:
            sentences += _at_the_end(found, finished, language)
        sentences += [*_cost(found, finished, language), *_gap(found, finished, language)]
    return [*sentences, *_failures(found, values, language)]


def _told_apart(value: Mapping[str, Any], first: Mapping[str, Any], language: Language) -> str:
    score = value["score"]
    if score["outcome"] not in _BY_SCORE:
        return ""
    ends = [score["effect"], score["adjusted_low"], score["adjusted_high"]]
    if score["outcome"] == "worse":
        ends = [-ends[0], -ends[2], -ends[1]]
    effect, low, high = (language.number(100 * end, 1) for end in ends)
    return language.say(
        _BY_SCORE[score["outcome"]],
        value=value["shown"], first=first["shown"], points=effect, low=low, high=high,
    )  # fmt: skip


def _tied(values: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    tied = [value for value in values[1:] if value["score"]["outcome"] == "tied"]
    if not tied:
        return []
    least = max(value["score"]["minimum_detectable_difference"] for value in tied)
    return [
        language.say(
            "Tied with {first}: {values}. A true difference of {points} points would be found four "
            "times in five, a smaller one less often.",
            values=", ".join(value["shown"] for value in tied),
            first=values[0]["shown"],
            points=language.number(100 * least, 1),
        )
    ]


def _by_loss(value: Mapping[str, Any], first: Mapping[str, Any], language: Language) -> str:
    """Return what log loss tells apart where the score does not."""
    loss = value["loss"]
    if value["score"]["outcome"] != "tied" or loss["outcome"] not in _BY_LOSS:
        return ""
    if abs(loss["effect"]) < _SEEN_LOSS:
        return ""
    difference, low, high = (
        language.number(loss[end]) for end in ("effect", "adjusted_low", "adjusted_high")
    )
    return language.say(
        _BY_LOSS[loss["outcome"]],
        value=value["shown"], first=first["shown"], difference=difference, low=low, high=high,
    )  # fmt: skip


def _cost(found: Comparison, values: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    """Return what size and time become, from the smallest net to the largest, if they change."""
    small, large = _ends(found, values, "parameters")
    few, many = (_side(found, value)["parameters"] for value in (small, large))
    if many < few * _SAME_SIZE:
        size = language.say("The size stays.")
    else:
        light, heavy = (_side(found, value)["model_bytes"] for value in (small, large))
        size = language.say(
            "From {small} to {large}: {few} to {many} parameters, a file of {light} to {heavy}.",
            small=small["shown"], large=large["shown"],
            few=amount(few, language), many=amount(many, language),
            light=file_size(light, language), heavy=file_size(heavy, language),
        )  # fmt: skip
    quick, slow = _ends(found, values, "seconds")
    short, long = (_side(found, value)["seconds"] for value in (quick, slow))
    if long < max(short * _SAME_TIME, short + 1):
        return [f"{size} {language.say('Time hardly changes.')}"]
    time = language.say(
        "Training takes {short} with {quick} and {long} with {slow}.",
        short=duration(short, language), long=duration(long, language),
        quick=quick["shown"], slow=slow["shown"],
    )  # fmt: skip
    return [f"{size} {time}"]


def _epochs(found: Comparison, values: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Return which epoch's weights were kept, and what the validation loss did after it."""
    sides = [(value["shown"], _side(found, value)) for value in values]
    said = [
        language.say(
            "of {epochs}: epoch {kept}, loss {loss}, at the end {last}",
            epochs=epochs,
            kept="/".join(language.count(epoch) for epoch in dict.fromkeys(side["kept_epochs"])),
            loss=language.number(side["loss"]),
            last=language.number(side["last"]["loss"]),
        )
        for epochs, side in sides
    ]
    return language.say("Weights kept: {list}.", list="; ".join(said))


def _at_the_end(
    found: Comparison, values: Sequence[Mapping[str, Any]], language: Language
) -> list[str]:
    """Return the validation losses of the last epoch, where they part from one another."""
    losses = [(value["shown"], _side(found, value)["last"]["loss"]) for value in values]
    known = [(name, loss) for name, loss in losses if loss is not None]
    if len(known) < 2 or max(loss for _, loss in known) < _SAME_LOSS * min(x for _, x in known):
        return []
    said = [
        language.say("{loss} with {value}", loss=language.number(loss), value=name)
        for name, loss in known
    ]
    return [
        language.say("Validation loss after the last epoch: {list}.", list=language.listing(said))
    ]


def _ends(
    found: Comparison, values: Sequence[Mapping[str, Any]], key: str
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the values with the least and the most of something."""
    by_key = sorted(values, key=lambda value: _side(found, value)[key])
    return by_key[0], by_key[-1]


def _side(found: Comparison, value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(found["variants"][value["variant"]])


def _gap(found: Comparison, values: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    gaps = [(found["variants"][value["variant"]]["gap"], value["shown"]) for value in values]
    known = [(gap, name) for gap, name in gaps if gap is not None]
    if not known or max(known)[0] - min(known)[0] < _SAME_GAP:
        return []
    (least, of_least), (most, of_most) = min(known), max(known)
    return [
        language.say(
            "The gap between training and validation rows is least with {small} ({least} points) "
            "and largest with {large} ({most}).",
            small=of_least, least=points(least, language),
            large=of_most, most=points(most, language),
        )
    ]  # fmt: skip


def _failures(
    found: Comparison, values: Sequence[Mapping[str, Any]], language: Language
) -> list[str]:
    return [
        language.say("{value} failed: {reason}", value=value["shown"], reason=reason)
        for value in values
        for reason in dict.fromkeys(found["variants"][value["variant"]]["failures"])
    ]
