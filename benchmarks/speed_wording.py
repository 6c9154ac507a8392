"""What the comparisons of training speed are called, in English and Spanish."""

from __future__ import annotations

SPEED_WORDS: dict[str, tuple[str, str]] = {
    "r1_gru_times": (
        "training, report R1's GRU, batch 64: times the sequences a second of a plain PyTorch loop",
        "entrenar, GRU del informe R1, lote 64: veces las secuencias por segundo de un bucle "
        "sencillo de PyTorch",
    ),
    "r1_gru_times_stretch": ("the same, further goal", "lo mismo, meta más alta"),
    "r1_gru_large_times": (
        "the same net with batch 512 beside the loop at batch 64",
        "la misma red con lote 512 junto al bucle con lote 64",
    ),
    "r1_gru_large_times_stretch": ("the same, further goal", "lo mismo, meta más alta"),
    "r5_lstm_times": (
        "training, report R5's two LSTM layers, batch 64: the same",
        "entrenar, las dos capas LSTM del informe R5, lote 64: lo mismo",
    ),
    "r4_lstm_times": (
        "training, report R4's LSTM on 100 words of each text, batch 64: the same",
        "entrenar, LSTM del informe R4 con 100 palabras de cada texto, lote 64: lo mismo",
    ),
    "r1_gru_keras_times": (
        "training, report R1's GRU, batch 64, beside Keras on TensorFlow",
        "entrenar, GRU del informe R1, lote 64, junto a Keras con TensorFlow",
    ),
    "times_sooner": (
        "recipe `emotion` is as good as a plain PyTorch loop ever gets in 30 epochs: times sooner",
        "la receta `emotion` alcanza lo mejor de 30 épocas de un bucle sencillo de PyTorch: veces "
        "antes",
    ),
}
