"""The user's own file as text, for every experiment that reads texts."""

import re
import shlex
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import TextError
from engine.experiment import MAXIMUM_OWN_BYTES, too_large

_LOOKED_AT = 100_000  # bytes, where zeros are searched
_FEWEST = 20  # bytes, from which UTF-16 can be told from its zeros
_NAME_CHARACTERS = 80  # of a file's name that are shown
# What comes from one byte of a name that is not UTF-8, see `os.fsdecode`.
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text.

    Args:
        text: Without byte order mark, each line ended by a newline character.
        note: A sentence for the user where the encoding had to be guessed; else "".
    """

    text: str
    note: str = ""


def read_file(path: Path, most_bytes: int = MAXIMUM_OWN_BYTES) -> bytes:
    """Return the content of a regular file; its size is checked before it is read.

    Raises:
        TextError: It cannot be read, is larger than `most_bytes`, or is not a regular
            file: a device or a pipe may have no end.
    """
    shown = _printable(str(path))
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise TextError(f"Cannot read {shown}: it is not a regular file.")
        if status.st_size > most_bytes:
            raise TextError(too_large(shown_name(path), status.st_size, most_bytes))
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TextError(f"Cannot read {shown}: {reason}.") from error
    if len(content) > most_bytes:  # it grew, or the system does not know its size
        raise TextError(too_large(shown_name(path), len(content), most_bytes))
    return content


def decode(content: bytes, name: str) -> str:
    """Return the text of the user's own file, see `decode_with_note`."""
    return decode_with_note(content, name).text


def decode_with_note(content: bytes, name: str) -> Decoded:
    """Return the text of the user's own file, and how it had to be read.

    UTF-8, UTF-16, or UTF-32 with a byte order mark. What is none of them is read as
    Windows-1252, which any Western text of one byte per character is, and the note
    says so.

    Raises:
        TextError: It is empty, larger than 50 MB, or not a text.
    """
    if len(content) > MAXIMUM_OWN_BYTES:
        raise TextError(too_large(name, len(content)))
    text, note = _characters(content, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise TextError(f"{name} is empty.")
    return Decoded(text, note)


def _characters(content: bytes, name: str) -> tuple[str, str]:
    """Return the characters of a file, and the note of `Decoded`."""
    marks = (m for m in _BYTE_ORDER_MARKS if content.startswith(m))
    if (mark := next(marks, None)) is not None:
        encoding = _BYTE_ORDER_MARKS[mark]
        try:
            return content.decode(encoding), ""
        except UnicodeDecodeError as error:
            raise TextError(
                f"{name} starts like {encoding.upper()}, but byte {error.start + 1:,} "
                "is not. Save it as UTF-8 and try again."
            ) from error
    if b"\0" in content[:_LOOKED_AT]:
        return _without_mark(content, name)
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = f"byte {error.start + 1:,} (line {line:,}) is"
        note = (
            f"{name} is not UTF-8: {place} 0x{content[error.start]:02X}. It was read "
            "as Windows-1252; if letters look wrong, save it as UTF-8."
        )
    try:
        return content.decode("cp1252"), note
    except UnicodeDecodeError:  # five bytes are no character there
        return content.decode("latin-1"), note.replace("Windows-1252", "Latin-1")


def _without_mark(content: bytes, name: str) -> tuple[str, str]:
    """Return the characters of UTF-16 without a byte order mark, and a note.

    Every second byte of a Western text is zero there, and no other.
    """
    start = content[:_LOOKED_AT]
    for zero, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = start[zero::2].count(0), start[1 - zero :: 2].count(0)
        if zeros > len(start) / 3 and len(start) >= _FEWEST and not others:
            with suppress(UnicodeDecodeError):
                note = f"{name} has no byte order mark. It was read as UTF-16."
                return content.decode(encoding), note
    raise TextError(f"{name} is not a text file: it contains zero bytes.")


def shown_name(name: str | Path) -> str:
    r"""Return a file's name as it can be shown and stored: printable, not too long.

    Example:
        >>> shown_name("texts/caf\udce9\n.txt")
        'caf\\xe9\\n.txt'
    """
    name = Path(name).name or str(name)
    name = _printable(name)
    if len(name) <= _NAME_CHARACTERS:
        return name
    return f"{name[: _NAME_CHARACTERS - 30]}…{name[-29:]}"


def _printable(name: str) -> str:
    """Return a name or path with escapes for what cannot be printed."""
    name = _STRAY_BYTE.sub(_escaped, name)
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in name
    )


def shell_word(word: str) -> str:
    r"""Return a word quoted for a shell, as UTF-8 whatever a file's name is.

    Example:
        >>> shell_word("texts/a tale.txt"), shell_word("caf\udce9.txt")
        ("'texts/a tale.txt'", "$'caf\\xe9.txt'")
    """
    try:
        word.encode()
    except UnicodeEncodeError:
        plain = word.replace("\\", "\\\\").replace("'", "\\'")
        return f"$'{_STRAY_BYTE.sub(_escaped, plain)}'"
    return shlex.quote(word)


def _escaped(stray: re.Match[str]) -> str:
    return f"\\x{ord(stray[0]) - 0xDC00:02x}"
