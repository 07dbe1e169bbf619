"""Texts: nine tenths are counted, the last tenth is measured on."""

from pathlib import Path

from engine.data.sources import RemoteFile, Source, locate
from engine.data.text import decode

SPLIT = "last 10%"
SOURCES = (
    Source(
        name="pangram",
        title="A pangram",
        files=(RemoteFile("text/pangram.txt", "https://example.org/", "0" * 64, 44),),
        licence="public domain",
        citation="printers' lore",
        counts={"characters": 44},
        note="Write it down.",
    ),
)


def read(own: Path | None, title: str, root: Path) -> str:
    """Return the user's own text, or the published one."""
    path = own or locate(SOURCES[0], root, "toy")[0]
    return decode(path.read_bytes(), title)


def split(text: str) -> tuple[str, str]:
    """Return the training and the validation part of a text."""
    place = len(text) * 9 // 10
    return text[:place], text[place:]
