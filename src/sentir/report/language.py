"""English and Spanish: sentences by gettext, numbers as each language writes them.

English is the source; `shipped/locale/LANGUAGE/LC_MESSAGES/sentir.mo` holds the others. A
sentence is said with `language.say("... {name} ...", name=value)`; what stands in a table at module
level is marked with `mark("...")`, so that it is found for translation, and said later.
"""

from __future__ import annotations

import gettext
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sentir.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = {"en": "English", "es": "español"}
NO_VALUE = "–"  # noqa: RUF001 - an en dash, as tables print it
TITLE = "title of a recipe"
"""Context of such titles in a catalog, which keeps them apart from sentences of equal words."""
HARD_SPACE = "\u00a0"  # keeps number and sign together; every common terminal encoding has it


@dataclass(frozen=True, slots=True)
class Language:
    """One language: how sentences and numbers are said in it."""

    code: str
    translations: gettext.NullTranslations

    def say(self, message: str, **values: str) -> str:
        """Return the message in this language, its `{names}` filled in."""
        return self.translations.gettext(message).format(**values)

    def say_many(self, one: str, many: str, n: int, **values: str) -> str:
        """Return the message for n things; `{n}` becomes the number."""
        message = self.translations.ngettext(one, many, n)
        return message.format(n=self.count(n), **values)

    def recipe_title(self, title: str) -> str:
        """Return the title of a shipped recipe in this language, any other as it is."""
        return self.translations.pgettext(TITLE, title)

    def quoted(self, text: str) -> str:
        """Return a text in this language's marks: “text”, in Spanish «text»."""
        return self.say("“{text}”", text=text)

    def count(self, n: int | None) -> str:
        """Return a whole number: 16,000 in English; 2000 and 16 000 in Spanish; a dash for none."""
        if n is None:
            return NO_VALUE
        if self.code == "es":
            return str(n) if abs(n) < 10_000 else f"{n:,}".replace(",", HARD_SPACE)
        return f"{n:,}"

    def number(self, value: float | None, digits: int = 3) -> str:
        """Return a number with so many decimals; a dash for none, nan or infinity."""
        if value is None or not math.isfinite(value):
            return NO_VALUE
        whole, _, decimals = f"{value:z.{digits}f}".partition(".")
        sign = "-" if whole.startswith("-") else ""
        whole = sign + self.count(abs(int(whole)))
        point = "," if self.code == "es" else "."
        return f"{whole}{point}{decimals}" if decimals else whole

    def signed(self, value: float | None, digits: int = 2) -> str:
        """Return a number as `number` does, with a plus before what is above 0 when rounded."""
        said = self.number(value, digits)
        is_positive = value is not None and round(value, digits) > 0 and math.isfinite(value)
        return f"+{said}" if is_positive else said

    def setting(self, value: float) -> str:
        """Return a setting's number as short as it was written: 0.01, 1e-05; in Spanish 0,01."""
        return f"{value:g}".replace(".", "," if self.code == "es" else ".")

    def percent(self, share: float | None, digits: int = 1) -> str:
        """Return a share of 1 as per cent: 93.1 %, in Spanish 93,1 %."""
        if share is None or not math.isfinite(share):
            return NO_VALUE
        return f"{self.number(100 * share, digits)}{HARD_SPACE}%"

    def listing(self, items: list[str]) -> str:
        """Return `a`, `a and b`, or `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return self.say("{others} and {last}", others=", ".join(items[:-1]), last=items[-1])


def mark(message: str) -> str:
    """Return the message itself; it is found for translation and said later."""
    return message


def mark_many(one: str, many: str) -> tuple[str, str]:
    """Return both forms of a message that counts; they are said later with `say_many`."""
    return one, many


@cache
def language(code: str) -> Language:
    """Return the language of this code.

    Raises:
        ConfigError: there is no such language.
    """
    if code not in LANGUAGES:
        raise ConfigError(
            f'there is no language "{code}"; expected one of {", ".join(LANGUAGES)}.'
            f"{did_you_mean(code, LANGUAGES)}"
        )
    if code == "en":
        return Language(code, gettext.NullTranslations())
    catalog = files("sentir") / "shipped" / "locale" / code / "LC_MESSAGES" / "sentir.mo"
    with catalog.open("rb") as stream:
        return Language(code, gettext.GNUTranslations(stream))


def choose_language(asked: str, environ: Mapping[str, str]) -> str:
    """Return the code of the language asked for, or, where none is, of the system's language.

    Args:
        asked: What `--lang` says, such as `es`; empty for the system's language.
        environ: The process' environment; LC_ALL goes before LC_MESSAGES before LANG.

    Raises:
        ConfigError: the language asked for does not exist.
    """
    if asked:
        return language(_short(asked)).code
    names = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    system = _short(next((name for name in names if name), ""))
    return system if system in LANGUAGES else "en"


def _short(name: str) -> str:
    return name.replace("-", "_").split("_")[0].split(".")[0].lower()
