"""What a program gives to be answered: texts, and nothing else in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def only_texts(items: Iterable[object]) -> Iterator[str]:
    """Yield the items, each of which must be a string.

    Raises:
        DataError: one is not; says which, counted from 0.
    """
    for number, item in enumerate(items):
        if not isinstance(item, str):
            raise DataError(
                f"item {number} is {str(item)[:40]} ({type(item).__name__}), not a text. Give "
                'strings; for a missing text give "", which is answered as empty'
            )
        yield item
