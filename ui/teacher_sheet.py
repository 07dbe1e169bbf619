"""A guide as a sheet to print: its questions, with the answers of this machine."""

from collections.abc import Sequence
from html import escape

from engine.errors import LoupeError
from ui.stops import Stop

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 11pt/1.45 Georgia, serif; max-width: 42rem; margin: 2rem auto;
  padding: 0 1rem; color: #1F2430; }}
section {{ break-inside: avoid; border-top: 1px solid #999; margin-top: 1.2rem; }}
h2 {{ font-size: 13pt; margin: .6rem 0 .2rem; }}
.answer {{ border-left: 3px solid #A3541A; padding-left: .7rem; }}
</style></head><body><h1>{title}</h1>
<p>The answers were computed by the networks on this machine when the sheet was
downloaded. Link to a stop: add <code>?{key}=3</code> to the address of the page.</p>
"""
_OWN = "Depends on what the student types: the page computes it."


def html(title: str, key: str, stops: Sequence[Stop]) -> str:
    """Return a guide as one HTML page without scripts or pictures.

    Args:
        title: Of the page that the guide leads through.
        key: The parameter in the URL that opens a stop.
        stops: Of the guide; their answers are computed now.
    """
    head = _HEAD.format(title=escape(f"{title}: teacher’s sheet"), key=escape(key))
    parts = [_section(i, stop) for i, stop in enumerate(stops, start=1)]
    return "".join([head, *parts, "</body></html>\n"])


def _section(number: int, stop: Stop) -> str:
    choices = "".join(f"<li>{escape(choice)}</li>" for choice in stop.choices)
    return (
        f"<section><h2>{number}. {escape(stop.title)}</h2><p>{escape(stop.text)}</p>"
        f"<p><b>{escape(stop.question)}</b></p><ol type='a'>{choices}</ol>"
        f"<p class='answer'>{escape(_answer(stop))}</p>"
        f"<p>Then: {escape(stop.task)} To be seen: {escape(stop.conclusion)}</p>"
        "</section>\n"
    )


def _answer(stop: Stop) -> str:
    """Return the right choice and why, or why there is no answer."""
    if stop.own:
        return _OWN
    try:
        answer = stop.answer("")
    except LoupeError as error:
        return str(error)
    return f"({'abcd'[answer.right]}) {stop.choices[answer.right]}. {answer.sentence}"
