from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from sentir.config.settings import RunConfig
from sentir.report.caveats import padding_sentences
from sentir.report.language import language
from sentir.report.settings_words import regularisation, repeat_sentence

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport

_LAYERS = ("embedding", "recurrent.0", "dense.0", "output")
_BARE: dict[str, dict[str, Any]] = {
    "model": {"embedding_dropout": 0.0, "word_dropout": 0.0, "pooled_dropout": 0.0},
    "train": {"label_smoothing": 0.0},
}


def _said(code: str = "en", **sections: dict[str, Any]) -> str:
    stated = {name: {**bare, **sections.get(name, {})} for name, bare in _BARE.items()}
    settings = RunConfig.model_validate(stated).model_dump(mode="json")
    return " ".join(regularisation(settings, language(code), layers=_LAYERS))


def test_an_l2_penalty_and_decoupled_decay_are_told_apart() -> None:
    as_l2 = _said(train={"optimizer": "adam", "l2": 1e-5, "l2_layers": ["dense", "output"]})
    assert as_l2.startswith("L2 penalty of 1e-05 on the layers dense and output")
    assert "not decoupled" in as_l2
    decoupled = _said(train={"weight_decay": 0.01})
    assert decoupled.startswith("Decoupled weight decay of 0.01 (AdamW)")
    assert "not an L2 penalty" in decoupled


def test_everything_that_holds_the_net_back_is_named() -> None:
    said = _said(
        "es",
        train={"l1": 0.001, "label_smoothing": 0.1},
        model={"pooled_dropout": 0.5, "word_dropout": 0.1},
    )
    assert "Penalización L1 de 0,001 en las capas densa y salida." in said
    assert "Dropout: palabras 10\u00a0%, estado agregado 50\u00a0%." in said
    assert "Suavizado de etiquetas del 10\u00a0%." in said


def test_units_that_are_dropped_a_whole_text_long_are_said_so() -> None:
    said = _said(model={"input_dropout": 0.2, "recurrent_dropout": 0.3})
    assert said == (
        "Dropout: recurrent layers' inputs, the same at every step 20\u00a0%, "
        "recurrent states, the same at every step 30\u00a0%."
    )


def test_a_net_without_word_vectors_drops_none() -> None:
    said = _said(model={"cell": "multi_hot", "embedding_dropout": 0.3, "dense_dropout": 0.5})
    assert said == "Dropout: dense layers 50\u00a0%."


def test_what_a_net_over_words_held_drops_is_called_words() -> None:
    model = {"cell": "multi_hot", "pooled_dropout": 0.5, "word_dropout": 0.1}
    assert _said(model=model) == "Dropout: words 10\u00a0%, words that a text holds 50\u00a0%."
    assert "palabras que contiene un texto 50\u00a0%" in _said("es", model=model)


def test_padding_that_is_read_is_said() -> None:
    settings = RunConfig.model_validate({"text": {"read_padding": True}}).model_dump(mode="json")
    assert "padding, which is read like words" in " ".join(
        padding_sentences(settings, language("en"))
    )
    assert "relleno" in " ".join(padding_sentences(settings, language("es")))
    assert padding_sentences({"text": {}}, language("en")) == []  # a run of earlier


def test_a_net_that_nothing_holds_back_is_said_so() -> None:
    assert _said() == "Nothing holds the net back: no penalty, no dropout."


def test_a_penalty_is_said_of_the_layers_the_net_has() -> None:
    said = _said(train={"l1": 0.1, "l1_layers": ["attention", "output"], "optimizer": "adam"})
    assert "L1 penalty of 0.1 on the layers output." in said


def test_a_run_begun_with_pytorch_promises_no_bits_on_a_gpu(make_report: MakeReport) -> None:
    report = copy.deepcopy(make_report())
    with_numpy = repeat_sentence(report, language("en"))
    report["repeat"]["environment"]["backend"] = "PyTorch 2.13.0 (NVIDIA)"
    assert repeat_sentence(report, language("en")) == (
        f"{with_numpy} Training began with PyTorch 2.13.0 (NVIDIA); on a GPU the last digits may "
        "differ."
    )


def test_a_run_that_went_on_on_another_machine_says_what_changed(make_report: MakeReport) -> None:
    report = copy.deepcopy(make_report())
    for code, said in (
        ("en", "After epoch 3 it was gone on with on a machine that was not as before "),
        ("es", "Tras la época 3 se continuó en una máquina que no era como antes "),
    ):
        report["repeat"]["moves"] = []
        before = repeat_sentence(report, language(code))
        report["repeat"]["moves"] = [
            {
                "update": 7,
                "epoch": 3,
                "changed": ["backend NumPy -> PyTorch 2.13.0", "threads 2 -> 1"],
            }
        ]
        after = repeat_sentence(report, language(code))
        assert after.startswith(f"{before} {said}(backend NumPy -> PyTorch 2.13.0; threads 2 -> 1)")
