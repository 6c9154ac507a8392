"""Rooms of the code that a figure rests on: a result is old when one of its own rooms changes.

What only words, pages or commands change leaves a trained net as it was.
"""

from __future__ import annotations

LEARNING = tuple(
    f"src/sentir/{room}"
    for room in (
        "cells",
        "config",
        "data",
        "nets",
        "runtime",
        "statistics",
        "store",
        "tasks",
        "text",
        "training",
    )
)
"""All that decides what a run learns and how it is scored; name its recipes beside it."""
