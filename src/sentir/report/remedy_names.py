"""What each remedy and each outcome is called, and what is expected of a remedy."""

from __future__ import annotations

from sentir.report.language import mark

NAMES = {
    "dropout": mark("dropout"),
    "decoupled_decay": mark("decoupled weight decay"),
    "l2": mark("L2"),
    "l1": mark("L1"),
    "smaller_net": mark("smaller net"),
    "larger_net": mark("larger net"),
    "more_data": mark("more data"),
    "early_stop": mark("early stop"),
    "half_the_epochs": mark("half the epochs"),
    "more_epochs": mark("twice the epochs"),
    "word_dropout": mark("word dropout"),
    "label_smoothing": mark("label smoothing"),
    "lower_learning_rate": mark("lower learning rate"),
    "higher_learning_rate": mark("higher learning rate"),
    "clip_gradients": mark("clipped gradient"),
    "both_directions": mark("both directions"),
    "longer_texts": mark("longer texts"),
    "larger_vocabulary": mark("larger vocabulary"),
    "class_weights": mark("class weights"),
}
HYPOTHESES = {
    "dropout": mark(
        "What may fail at any moment cannot be leaned on: less is learned by heart, the gap should "
        "shrink."
    ),
    "decoupled_decay": mark(
        "Weights that shrink a little at every update stay small, so that single rows pull less: "
        "the gap should shrink."
    ),
    "l2": mark("Large weights cost something, so single rows pull less: the gap should shrink."),
    "l1": mark(
        "Weights that are hardly needed go to 0, and what many rows teach remains: the gap should "
        "shrink."
    ),
    "smaller_net": mark("Fewer units hold less by heart: the gap should shrink."),
    "larger_net": mark("More units tell more apart: both losses should fall."),
    "more_data": mark(
        "More rows show more ways of saying it: the validation loss should fall (simulated: all "
        "rows against half of them)."
    ),
    "early_stop": mark(
        "Stopping where the validation loss rests saves time and leaves the last epoch near the "
        "best one."
    ),
    "half_the_epochs": mark(
        "Fewer passes leave less time to learn by heart: the last epoch should be nearer the best."
    ),
    "more_epochs": mark("The net may not have learned all it can: both losses should fall."),
    "word_dropout": mark(
        "Where any word may be missing, all of a text must be used: rare words should decide less."
    ),
    "label_smoothing": mark(
        "Targets just short of certain keep the net from being too sure: the validation loss "
        "should fall."
    ),
    "lower_learning_rate": mark("Smaller steps settle lower: both losses should end lower."),
    "higher_learning_rate": mark("Larger steps get further in as many epochs."),
    "clip_gradients": mark("No single batch can throw the weights off: a steadier course."),
    "both_directions": mark(
        "Read from both ends, every word is seen with what follows it too: both losses should fall."
    ),
    "longer_texts": mark("Long texts are read in part only: reading on may show what decides."),
    "larger_vocabulary": mark(
        "Words that are read as unknown may decide: with them both losses should fall."
    ),
    "class_weights": mark(
        "Rare classes count as much as frequent ones: they should be found more often, at the cost "
        "of the frequent."
    ),
}
OUTCOMES = {
    "helped": mark("helped"),
    "hurt": mark("hurt"),
    "mixed": mark("mixed"),
    "negligible": mark("negligible"),
    "no_evidence": mark("no evidence"),
    "few_seeds": mark("few seeds"),
    "not_compared": mark("failed"),
}
