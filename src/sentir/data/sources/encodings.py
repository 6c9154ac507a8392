"""Which encoding a file is written in, and whether it is text at all."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentir.data.sources.streams import not_encoded, open_bytes
from sentir.errors import ConfigError, DataError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = 1 << 16
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"PK\x03\x04", "a zip archive or an office document; save the sheet as CSV"),
    (b"%PDF", "a PDF; copy its texts into a CSV"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save the sheet as CSV"),
    (b"PAR1", "a Parquet file; let its name end in .parquet"),
    (b"SQLite format 3", "a database; export the table as CSV"),
    (b"SENTIR", "a file of this program, not data"),
    (b"\x7fELF", "a program"),
    (b"BZh", "a bzip2 archive; unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "an xz archive; unpack it, or pack it with gzip"),
)
_CONTROLS = bytes(i for i in range(32) if i not in (9, 10, 12, 13, 27))
_ASCII = bytes(range(128))
# codecs that Python counts as text, though no file is written in them
_NO_FILE = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
_C1 = bytes(range(0x80, 0xA0))


@dataclass(frozen=True, slots=True)
class Encoding:
    """What a file is written in.

    Attributes:
        name: of a Python codec.
        is_damaged: some bytes do not fit it; their lines cannot be read.
        is_sure: stated by the user or the file itself (BOM), or valid UTF-8.
    """

    name: str
    is_damaged: bool = False
    is_sure: bool = True


def known_encoding(name: str) -> str:
    """Return the codec's own name.

    Raises:
        ConfigError: no text encoding is called that.
    """
    try:
        info = codecs.lookup(name)
        "a".encode(name)
    except (LookupError, ValueError, UnicodeError) as error:
        raise _unknown(name) from error
    if info.name in _NO_FILE:
        raise _unknown(name)
    return info.name


def _unknown(name: str) -> ConfigError:
    known = ("utf-8", "utf-16", "latin-1", "cp1252", "iso-8859-15", "cp1251", "shift_jis")
    return ConfigError(
        f'"{name}" is not a text encoding.{did_you_mean(name, known)} '
        "Usual ones are utf-8, utf-16, latin-1 and cp1252; auto finds it"
    )


def encoding_of(path: Path, stated: str = "auto") -> Encoding:
    """Return the encoding of a whole file; `stated` wins over what its bytes say.

    Raises:
        DataError: the file is empty or is no text.
    """
    with open_bytes(path) as stream:
        sample = stream.read(SAMPLE)
    if len(sample) < SAMPLE and not sample.strip(b"\r\n\t \x00\xef\xbb\xbf\xff\xfe"):
        raise DataError(f"{path} is empty: it needs rows, each with a text and a label")
    guess = guess_encoding(sample, name=str(path))
    if stated != "auto":
        return Encoding(known_encoding(stated), _invalid(path, known_encoding(stated))[0] > 0)
    if guess is not None:
        return Encoding(guess, _invalid(path, guess)[0] > 0)
    invalid, high = _invalid(path, "utf-8")
    if invalid <= high // 10:  # a stray byte does not make the rest another encoding
        return Encoding("utf-8", invalid > 0)
    return Encoding(_not_utf8(path), is_sure=False)


def guess_encoding(sample: bytes, *, name: str) -> str | None:
    """Return what the first bytes prove (a BOM, zeros of UTF-16), or None: a kin of ASCII.

    Raises:
        DataError: these are not the bytes of a text.
    """
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    for magic, what in _MAGIC:
        if sample.startswith(magic):
            raise DataError(f"{name} is not a text file: it is {what}")
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if zeros_odd > 0.4 * half and zeros_even < 0.05 * half:
        return "utf-16-le"
    if zeros_even > 0.4 * half and zeros_odd < 0.05 * half:
        return "utf-16-be"
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(3, 0.02 * len(sample)):  # a text may hold a stray one
        raise DataError(
            f"{name} is not a text file: {controls} of its first {len(sample)} bytes are control "
            "characters; expected CSV, TSV, JSON lines or text"
        )
    return None


def _invalid(path: Path, encoding: str) -> tuple[int, int]:
    """Return how many places do not fit the encoding, and how many bytes lie beyond ASCII."""
    strict = codecs.getincrementaldecoder(encoding)("strict")
    lenient = codecs.getincrementaldecoder(encoding)("replace")
    invalid = high = 0
    is_clean = True
    with open_bytes(path) as stream:
        while True:
            chunk = stream.read(_CHUNK)
            high += len(chunk.translate(None, _ASCII))
            state = strict.getstate()
            try:
                if is_clean:
                    strict.decode(chunk, final=not chunk)
            except UnicodeError:
                is_clean = False
                lenient.setstate(state)
            if not is_clean:
                try:
                    text = lenient.decode(chunk, final=not chunk)
                except UnicodeError as error:  # of a codec that cannot replace
                    raise not_encoded(f"{path} line 1", encoding, error) from error
                invalid += text.count("\ufffd")
            if not chunk:
                return invalid, high


def _not_utf8(path: Path) -> str:
    """Return the likeliest encoding of a file that is neither UTF-8 nor UTF-16."""
    with open_bytes(path) as stream:
        sample = stream.read(4 * SAMPLE)
    high = len(sample.translate(None, _ASCII))
    if high > 0.15 * len(sample):  # not a Latin script
        try:
            from charset_normalizer import from_bytes
        except ImportError:
            pass
        else:
            best = from_bytes(sample).best()
            if best is not None:
                return best.encoding
    has_c1 = len(sample.translate(None, _C1)) < len(sample)
    return "cp1252" if has_c1 else "latin-1"
