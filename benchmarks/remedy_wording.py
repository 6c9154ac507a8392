"""The words of what is measured about remedies."""

from __future__ import annotations

REMEDY_WORDS: dict[str, tuple[str, str]] = {
    "remedy_demo_s": (
        "`sentir remedy` on the demo, 3 remedies with 3 seeds, killed on the way and typed again",
        "`sentir remedy` con la demostración, 3 remedios con 3 semillas, matado y repetido",
    ),
    "remedy_trials_twice_or_lost": (
        "the same: trainings that ran twice or were lost",
        "lo mismo: entrenamientos hechos dos veces o perdidos",
    ),
    "remedies_that_steady_the_large_net": (
        "report R4's net of 512 units: which of L2 and half the units make it steadier",
        "la red de 512 unidades del informe R4: cuántos de L2 y la mitad la hacen más estable",
    ),
}
