"""Words of a text, with the place of each in the text as it was written.

A token is a word (letters, digits, accents; apostrophes and decimal points inside it), or one
other visible symbol: a punctuation mark, an emoji. Blanks, control characters and the invisible
joiners inside emoji belong to no token.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Marks that combine with the letter before them; Python's \w leaves them out, so that decomposed
# accents (NFD) and Indic or Thai vowel signs would cut a word in two.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
)
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
# Every repetition begins with a character that the one before it cannot hold: linear time.
_TOKEN = re.compile(
    rf"{_LETTER}+(?:['\u2019]{_LETTER}+|(?<=\d)[.,](?=\d){_LETTER}+)*|_|[^\w\s{_HIDDEN}]"
)
_ASCII_TOKEN = re.compile(
    r"[a-zA-Z0-9]+(?:'[a-zA-Z0-9]+|(?<=[0-9])[.,](?=[0-9])[a-zA-Z0-9]+)*|[!-/:-@\[-`{-~]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text: `text` is the original's `[start:end]`, in characters."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Splits texts by one rule in training and serving.

    Attributes:
        lowercase: read *Happy* and *happy* as one word.
    """

    lowercase: bool = True

    def words(self, text: str) -> list[str]:
        """Return the normalised words: equal to `normal(token.text)` of every token."""
        if text.isascii():  # lower case does not depend on neighbours there, so do it once
            found: list[str] = _ASCII_TOKEN.findall(text.lower() if self.lowercase else text)
            return found
        return [self.normal(piece) for piece in _TOKEN.findall(text)]

    def tokens(self, text: str) -> list[Token]:
        """Return the words with the place of each in the original text."""
        return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]

    def normal(self, piece: str) -> str:
        """Return the form in which a token is counted: composed accents, one apostrophe, case."""
        if not piece.isascii():
            piece = unicodedata.normalize("NFC", piece).replace("\u2019", "'")
        return piece.lower() if self.lowercase else piece
