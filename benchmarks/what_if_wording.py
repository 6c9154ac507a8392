"""The words of what `sentir what-if` was measured with, in English and Spanish."""

from __future__ import annotations

WHAT_IF_WORDS: dict[str, tuple[str, str]] = {
    "r1_case_latest_kept_epoch": (
        'report R1, "I love this movie": latest epoch whose weights were kept, of 8',
        "informe R1, «I love this movie»: última época cuyos pesos se guardaron, de 8",
    ),
    "planted_answers_that_go_back": (
        "planted words of 20 whose answer goes back when `what-if` drops their rows",
        "palabras plantadas de 20 cuya respuesta vuelve cuando `what-if` quita sus filas",
    ),
    "planted_means_that_go_back": (
        "the same for the mean of ten texts of each",
        "lo mismo con la media de diez textos de cada una",
    ),
    "answer": ("Answer", "Respuesta"),
    "farther": ("Farther than, of validation rows", "Más lejos que, de las filas de validación"),
    "agree": ("Of the nearest 10 with its label", "De las 10 más cercanas, con su etiqueta"),
    "by_removal": ("Does most, removed", "La que más hace, quitada"),
    "by_gradient": ("Does most, gradient", "La que más hace, gradiente"),
    "without": ("Smallest removal that changes it", "Lo mínimo que la cambia al quitarlo"),
    "leaves": ("{0}: {1}", "{0}: {1}"),
    "nothing": ("none", "nada"),
    "rows_with": ('training rows with "{0}"', "filas de entrenamiento con «{0}»"),
    "rows_in_all": ("all training rows", "todas las filas de entrenamiento"),
    "change": ("Change", "Cambio"),
    "rows": ("Rows", "Filas"),
    "answers_before": ("Answers as it is", "Respuestas tal cual"),
    "answers_after": ("Answers after", "Respuestas después"),
    "moved": ("Moved: points, 95 % interval", "Se mueve: puntos, intervalo del 95 %"),
    "not_moved": ("no class", "ninguna clase"),
    "points": ("{0} {1} [{2} to {3}]", "{0} {1} [{2} a {3}]"),
    "without movie": ('rows with "movie" dropped', "sin las filas con «movie»"),
    "without love": ('rows with "love" dropped', "sin las filas con «love»"),
    "5 rows more": ("5 rows like it added, joy", "con 5 filas como ella, joy"),
    "20 rows more": ("20 rows like it added, joy", "con 20 filas como ella, joy"),
}
