"""What is measured, in English and Spanish; the tables take their words from here."""

from __future__ import annotations

from typing import Literal, TypeAlias

from benchmarks.remedy_wording import REMEDY_WORDS
from benchmarks.speed_wording import SPEED_WORDS
from benchmarks.what_if_wording import WHAT_IF_WORDS

Language: TypeAlias = Literal["en", "es"]

_WORDS: dict[str, tuple[str, str]] = {
    **SPEED_WORDS,
    **WHAT_IF_WORDS,
    **REMEDY_WORDS,
    # bars
    "help_cpu_s": ("`sentir --help`, processor time", "`sentir --help`, tiempo de procesador"),
    "predict_cpu_s": (
        "one answer of `sentir predict`, processor time from the start",
        "una respuesta de `sentir predict`, tiempo de procesador desde el arranque",
    ),
    "predict_peak_mb": (
        "one answer of `sentir predict`, memory",
        "una respuesta de `sentir predict`, memoria",
    ),
    "answers_in_20000_lines": (
        "answers to 20,000 lines of `--file`",
        "respuestas a 20.000 líneas de `--file`",
    ),
    "texts_a_second": (
        "texts a second of `predict --file`, start included",
        "textos por segundo con `predict --file`, arranque incluido",
    ),
    "texts_a_second_stretch": ("the same, further goal", "lo mismo, meta más alta"),
    "mean_test_accuracy": (
        "recipe `emotion`: test accuracy, mean of 5 seeds",
        "receta `emotion`: exactitud en prueba, media de 5 semillas",
    ),
    "mean_test_accuracy_stretch": ("the same, further goal", "lo mismo, meta más alta"),
    "r1_runs_trained_twice": (
        "`sentir reproduce r1`, killed and gone on with: runs trained twice",
        "`sentir reproduce r1`, matado y continuado: ejecuciones entrenadas dos veces",
    ),
    "r1_variants_with_a_verdict": (
        "report R1: variants with a verdict beside the author's reading",
        "informe R1: variantes con veredicto junto a la lectura de su autor",
    ),
    "r5_exercises_s": (
        "report R5's exercises, 18 trainings on all rows, two at once",
        "ejercicios del informe R5, 18 entrenamientos con todas las filas, dos a la vez",
    ),
    "r5_exercises_of_6000_rows_s": (
        "the same on 6,000 training rows",
        "lo mismo con 6.000 filas de entrenamiento",
    ),
    "r5_exercises_failed": ("the same: trainings that failed", "lo mismo: los que fallaron"),
    "r4_nets_with_a_verdict": (
        "report R4: nets with a verdict beside the author's reading",
        "informe R4: redes con veredicto junto a la lectura de su autor",
    ),
    "slowest_seed_s": (
        "recipe `emotion`: the slowest seed, the whole command",
        "receta `emotion`: la semilla más lenta, la orden entera",
    ),
    "model_mb": ("recipe `emotion`: model file", "receta `emotion`: archivo del modelo"),
    "width_cost_points": (
        "recipe `emotion`: points of accuracy that half-width weights cost",
        "receta `emotion`: puntos de exactitud que cuestan los pesos de media anchura",
    ),
    "make_demo_s": (
        "`make demo` in a fresh clone, packages fetched",
        "`make demo` en un clon nuevo, con la descarga de paquetes",
    ),
    "demo_training_s": ("recipe `demo`: training", "receta `demo`: entrenamiento"),
    "largest_difference_of_an_answer": (
        "NumPy and PyTorch, 2,000 texts: largest difference of a probability",
        "NumPy y PyTorch, 2.000 textos: mayor diferencia de una probabilidad",
    ),
    "largest_difference_of_a_logit": ("the same, of a logit", "lo mismo, de un logit"),
    "labels_that_differ": ("the same, answers with another label", "lo mismo, otra etiqueta"),
    "backends_apart_single": (
        "trained with NumPy and with PyTorch, 200 updates: largest difference of a loss",
        "entrenado con NumPy y con PyTorch, 200 actualizaciones: mayor diferencia de una pérdida",
    ),
    "backends_apart_double": (
        "the same in double precision, 50 updates",
        "lo mismo con doble precisión, 50 actualizaciones",
    ),
    "train_rows": (
        "audit of `emotion`: training rows",
        "auditoría de `emotion`: filas de entrenamiento",
    ),
    "validation_rows": ("validation rows", "filas de validación"),
    "test_rows": ("test rows", "filas de prueba"),
    "texts_with_two_labels_in_train": (
        "texts with two labels in train",
        "textos con dos etiquetas en entrenamiento",
    ),
    "texts_in_several_parts": ("texts in several parts", "textos en varias partes"),
    "longest_text_words": ("words of the longest text", "palabras del texto más largo"),
    "classes_counted_right": ("classes counted right", "clases bien contadas"),
    "single_words_accuracy": (
        "accuracy of single words on validation rows",
        "exactitud de las palabras sueltas en validación",
    ),
    "audit_and_preparation_s": (
        "416,809 rows: audit and preparation, the whole command",
        "416.809 filas: auditoría y preparación, la orden entera",
    ),
    "peak_mb_of_the_whole_command": (
        "416,809 rows: memory of `sentir train` and its processes at one time",
        "416.809 filas: memoria de `sentir train` y sus procesos a la vez",
    ),
    "time_a_row_of_416809_to_16000": (
        "training time a row at 416,809 rows, times that at 16,000",
        "tiempo de entrenamiento por fila con 416.809 filas, veces el de 16.000",
    ),
    "fewest_false": (
        "simulated comparisons of equal sides, as many seeds each, called different: the fewest of "
        "all cells",
        "comparaciones simuladas de lados iguales, con las mismas semillas, declaradas distintas: "
        "la celda con menos",
    ),
    "most_false": ("the same, the most of all cells", "lo mismo, la celda con más"),
    "least_cover": (
        "the same, nominal 95 % intervals that hold the truth: the fewest of all cells",
        "lo mismo, intervalos nominales del 95 % que contienen la verdad: la celda con menos",
    ),
    "most_cover": ("the same, the most of all cells", "lo mismo, la celda con más"),
    "equal_recipes_called_different": (
        "a recipe against itself, 3 runs a side: called different, of 100",
        "una receta contra sí misma, 3 ejecuciones por lado: declaradas distintas, de 100",
    ),
    "why_cpu_s": (
        "`sentir why RUN`, 20 words, rows shown: processor time from the start",
        "`sentir why RUN`, 20 palabras, con filas: tiempo de procesador desde el arranque",
    ),
    "gradients_largest_gap": (
        "integrated gradients: largest share by which contributions miss what they explain",
        "gradientes integrados: mayor parte que falta o sobra a lo que explican",
    ),
    "deciding_word_first": (
        "texts of 100 in which both methods name the deciding word first, worst of 7 nets",
        "textos de 100 en que ambos métodos nombran primero la palabra decisiva, la peor "
        "de 7 redes",
    ),
    "planted_words_named_and_shown": (
        "planted words of 20 that `why` names first by both methods in 10 of 10 texts, rows shown",
        "palabras plantadas de 20 que `why` nombra primero con ambos métodos en 10 de 10 "
        "textos, con sus filas",
    ),
    "planted_net_accuracy": (
        "the nets of planted words: mean validation accuracy, beside TF-IDF + logistic regression",
        "las redes de palabras plantadas: exactitud media en validación, junto a TF-IDF + "
        "regresión logística",
    ),
    # columns and rows
    "side": ("A side is", "Un lado es"),
    "equal_but": ("The truth: equal, but", "La verdad: iguales, pero"),
    "false": ("Called different", "Declarados distintos"),
    "cover": ("Intervals that hold it", "Intervalos que la contienen"),
    "false_of_one": (
        "One run a side, as if for recipes",
        "Una ejecución por lado, como si valiera para las recetas",
    ),
    "one_run": ("one run", "una ejecución"),
    "discordant": (
        "{0} of the rows only one has right",
        "el {0} de las filas solo lo acierta uno",
    ),
    "seeds_a_side": ("{0} against {1} seeds", "{0} frente a {1} semillas"),
    "rows_alike": (
        "seeds differ by {0} and {1} points",
        "las semillas difieren en {0} y {1} puntos",
    ),
    "rows_differ": (
        "seeds differ by {0} and {1} points, rows too",
        "las semillas difieren en {0} y {1} puntos, las filas también",
    ),
    "by_seeds": ("{0} seeds", "{0} semillas"),
    "by_one_run": (
        "one run, as if it spoke for its recipe",
        "una ejecución, como si hablara por su receta",
    ),
    "called_different": ("Called different", "Declarados distintos"),
    "comparisons": ("Comparisons", "Comparaciones"),
    "what": ("What", "Qué"),
    "wanted": ("Wanted", "Se buscaba"),
    "measured": ("Measured", "Medido"),
    "validation": ("Validation accuracy", "Exactitud en validación"),
    "test": ("Test accuracy", "Exactitud en prueba"),
    "kept_epoch": ("Kept epoch", "Época guardada"),
    "seconds": ("Seconds", "Segundos"),
    "seed": ("seed {0}", "semilla {0}"),
    "mean": ("mean of {0} seeds", "media de {0} semillas"),
    "sd": ("sd {0}", "d. e. {0}"),
    "majority": ("majority class", "clase mayoritaria"),
    "linear": ("TF-IDF + logistic regression", "TF-IDF + regresión logística"),
    "text": ("Text", "Texto"),
    "expected": ("Expected", "Se esperaba"),
    "not_sure": ("not sure", "sin seguridad"),
    "not_measured": ("Not measured yet.", "Aún sin medir."),
    "at_most": ("at most {0}", "como mucho {0}"),
    "at_least": ("at least {0}", "al menos {0}"),
    "equal": ("{0}", "{0}"),
    "met": ("met", "cumplido"),
    "missed": ("missed by {0}", "no cumplido por {0}"),
    "measured_on": (
        "Measured on {0} with {1} cores ({2}) by `make bars`, commit {3}.",
        "Medido en {0} con {1} núcleos ({2}) por `make bars`, commit {3}.",
    ),
    "no_commit": ("{0}, changed since", "{0}, con cambios posteriores"),
}
UNITS = {
    "remedy_demo_s": "s",
    "why_cpu_s": "s", "r5_exercises_s": "s", "r5_exercises_of_6000_rows_s": "s",
    "help_cpu_s": "s", "predict_cpu_s": "s", "predict_peak_mb": "MB", "slowest_seed_s": "s",
    "model_mb": "MB", "make_demo_s": "s", "demo_training_s": "s", "audit_and_preparation_s": "s",
    "peak_mb_of_the_whole_command": "MB",
}  # fmt: skip


def word(key: str, language: Language, *values: str) -> str:
    """Return the words for a key, with values in their places."""
    english, spanish = _WORDS[key]
    return (english if language == "en" else spanish).format(*values)


def number(value: float, language: Language, digits: int | None = None) -> str:
    """Return a number to be read: with so many digits after the point, or as many as it has.

    Without `digits`, four significant ones; whole numbers are grouped by thousands.
    """
    if digits is not None:
        text = f"{value:,.{digits}f}"
    elif float(value).is_integer():
        text = f"{value:,.0f}"
    else:
        text = f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
