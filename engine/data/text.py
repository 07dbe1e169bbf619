"""The user's own file as text, for every experiment that reads texts."""

from engine.errors import TextError
from engine.experiment import MAXIMUM_OWN_BYTES, too_large


def decode(content: bytes, name: str) -> str:
    """Return the text of the user's own file.

    Raises:
        TextError: It is empty, larger than 50 MB, not UTF-8 (the message says which
            byte), or not a text.
    """
    if len(content) > MAXIMUM_OWN_BYTES:
        raise TextError(too_large(name, len(content)))
    if b"\0" in content[:100_000]:
        raise TextError(f"{name} is not a text file: it contains zero bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TextError(
            f"{name} is not UTF-8: byte {error.start + 1:,} (line {line:,}) is "
            f"0x{content[error.start]:02X}. Save it as UTF-8 and try again."
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise TextError(f"{name} is empty.")
    return text
