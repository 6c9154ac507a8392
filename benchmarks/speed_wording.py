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
    "net": ("Net, batch of ours", "Red, lote nuestro"),
    "own_pace": ("`sentir`, sequences a second", "`sentir`, secuencias por segundo"),
    "peer_pace": ("The plain loop, batch 64", "El bucle sencillo, lote 64"),
    "times": ("Times", "Veces"),
    "r1_gru_net": ("R1's GRU, 64", "GRU de R1, 64"),
    "r1_gru_large_net": ("R1's GRU, 512", "GRU de R1, 512"),
    "r5_lstm_net": ("R5's two LSTM layers, 64", "Dos capas LSTM de R5, 64"),
    "r4_lstm_net": ("R4's LSTM, 64", "LSTM de R4, 64"),
    "r1_gru_keras_net": ("R1's GRU, 64, beside Keras", "GRU de R1, 64, junto a Keras"),
    "part": ("Milliseconds of an update", "Milisegundos de una actualización"),
    "part_batches": ("reading the batch", "leer el lote"),
    "part_words": ("words to vectors", "de palabras a vectores"),
    "part_projection": ("vectors to the layers' inputs", "de vectores a entradas de las capas"),
    "part_recurrent": ("layers, forward", "capas, hacia delante"),
    "part_head": ("pooling and output", "agrupación y salida"),
    "part_loss": ("loss", "pérdida"),
    "part_head_back": ("pooling and output, backward", "agrupación y salida, hacia atrás"),
    "part_recurrent_back": ("layers, backward", "capas, hacia atrás"),
    "part_recurrent_weights": (
        "gradient of the recurrent weights",
        "gradiente de los pesos recurrentes",
    ),
    "part_projection_back": ("layers' inputs, backward", "entradas de las capas, hacia atrás"),
    "part_words_back": ("words, backward", "palabras, hacia atrás"),
    "part_penalties": ("size of the gradient, penalties", "tamaño del gradiente, penalizaciones"),
    "part_optimizer": ("optimizer", "optimizador"),
    "part_rest": ("all else", "todo lo demás"),
    "part_whole": ("**the whole**", "**en total**"),
}
