"""Candidates as cards below the context: pointing at one, or choosing it, marks it.

One piece of HTML with radio buttons, so that arrow keys and screen readers work. CSS
alone decides which span is marked, without a rerun.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

import streamlit as st

from engine.reading.analysis.dev_questions import ReferenceAnswer
from engine.reading.answers import Candidate
from ui.format import percent
from ui.palette import BRASS, blue, strength

CharacterSpan = tuple[int, int]  # [start, end)

_UNDERLINED = "text-decoration: underline; text-underline-offset: 0.25em;"
_MARKED = f"background: {strength(0.8)}; {_UNDERLINED}"
_FAINT = f"background: rgba(128, 128, 128, 0.3); {_UNDERLINED}"
_SHARES = (
    "Percentages: how the probability is shared among the spans of this paragraph, "
    "whether or not it contains the answer. "
)
_STYLE = f"""<style>
.found .paragraph {{ line-height: 1.8; white-space: pre-wrap; overflow-wrap: anywhere;
  max-width: 70ch; font-size: 1.05rem; }}
.found .given {{ border-block: 2px solid {BRASS}; padding: 0.1em 0; }}
.found .given.first {{ border-left: 2px solid {BRASS}; border-radius: 3px 0 0 3px;
  padding-left: 0.12em; }}
.found .given.last {{ border-right: 2px solid {BRASS}; border-radius: 0 3px 3px 0;
  padding-right: 0.12em; }}
.found .given.first.last {{ border-radius: 3px; }}
.found .sure {{ display: none; font-size: 0.78em; opacity: 0.85; margin-left: 0.3em;
  white-space: nowrap; }}
.found .key {{ font-size: 0.85rem; opacity: 0.85; margin: 0.6rem 0 0.4rem; }}
.found .cards {{ display: grid; gap: 0.5rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 12.5rem), 1fr)); }}
.found label {{ display: block; position: relative; cursor: pointer; overflow: hidden;
  border: 1px solid rgba(128, 128, 128, 0.4); border-radius: 6px;
  padding: 0.45rem 0.6rem 0.6rem; line-height: 1.35; }}
.found label:hover, .found label:has(:checked) {{ border-color: {BRASS}; }}
.found label:has(:checked) {{ box-shadow: 0 0 0 1px {BRASS}; }}
.found label:has(:focus-visible) {{ outline: 2px solid {BRASS}; outline-offset: 2px; }}
.found input {{ position: absolute; opacity: 0; }}
.found .words {{ display: block; overflow-wrap: anywhere; }}
.found .facts {{ font-size: 0.85rem; opacity: 0.85;
  font-variant-numeric: tabular-nums; }}
.fixed .at0 {{ {_MARKED} }}
.found label i {{ position: absolute; inset: auto auto 0 0; height: 4px;
  background: {blue(0.75)}; }}
</style>"""


def draw(
    text: str,
    candidates: Sequence[Candidate],
    references: Sequence[ReferenceAnswer],
    faint: bool = False,
) -> None:
    """Draw a context with its candidates and the reference answers framed.

    Args:
        text: The context.
        candidates: Most probable first, which is marked at first.
        references: The reference answers.
        faint: Whether to mark in grey: there is probably no answer.
    """
    st.html(to_html(text, candidates, references, faint))


def draw_fixed(
    text: str, answer: CharacterSpan, references: Sequence[CharacterSpan], label: str
) -> None:
    """Draw a text with one answer marked and the references framed, without cards.

    Args:
        text: A context, or an excerpt of it.
        answer: Its characters [start, end); an empty span is not marked.
        references: Characters [start, end) of the reference answers.
        label: What a screen reader calls it.
    """
    spans = [answer] if answer[0] < answer[1] else []
    st.html(
        f'{_STYLE}<div class="found fixed"><div class="paragraph" role="group" '
        f'aria-label="{escape(label)}">{_marked(text, spans, references)}</div></div>'
    )


def to_html(
    text: str,
    candidates: Sequence[Candidate],
    references: Sequence[ReferenceAnswer],
    faint: bool = False,
) -> str:
    """Return the context and the cards as HTML, with all text escaped."""
    key = "Framed: the reference answers." if references else ""
    cards = ""
    if candidates:
        colour, shares = ("Grey", _SHARES) if faint else ("Blue", "")
        key = f"{colour}: the candidate that you point at or choose. {shares}{key}"
        cards = (
            '<div class="cards" role="radiogroup" aria-label="Candidates, most '
            'probable first">'
            + "".join(_card(i, each) for i, each in enumerate(candidates))
            + "</div>"
        )
    spans = [each.characters for each in candidates]
    framed = [(each.start, each.end) for each in references]
    # Beside the words themselves a share would be taken for the answer's confidence.
    labels = [] if faint else [percent(each.probability) for each in candidates]
    return (
        f'{_STYLE}<style>{_rules(len(candidates), faint)}</style><div class="found">'
        '<div class="paragraph" role="group" aria-label="The paragraph, with the '
        f'answer marked">{_marked(text, spans, framed, labels)}</div>'
        f'<div class="key">{key}</div>{cards}</div>'
    )


def _rules(count: int, faint: bool) -> str:
    """Return CSS: the card pointed at marks its span, otherwise the chosen one."""
    rules, marked = [], _FAINT if faint else _MARKED
    for i in range(count):
        when = (
            f".found:has(.card{i}:hover)",
            f".found:not(:has(label:hover)):has(.card{i} :checked)",
        )
        marks = ", ".join(f"{each} .at{i}" for each in when)
        ends = ", ".join(f"{each} .sure{i}" for each in when)
        rules.append(f"{marks} {{ {marked} }} {ends} {{ display: inline; }}")
    return "\n".join(rules)


def _marked(
    text: str,
    spans: Sequence[CharacterSpan],
    framed: Sequence[CharacterSpan],
    labels: Sequence[str] = (),
) -> str:
    """Return a text cut where spans start and end, each part with its classes."""
    cuts = sorted({0, len(text), *(cut for span in (*spans, *framed) for cut in span)})
    parts = []
    for start, end in pairwise(cuts):
        classes = [f"at{i}" for i, (a, b) in enumerate(spans) if a <= start < b]
        if any(a <= start < b for a, b in framed):
            classes.append("given")
            classes += ["first"] * (not any(a < start <= b for a, b in framed))
            classes += ["last"] * (not any(a <= end < b for a, b in framed))
        part, names = escape(text[start:end]), " ".join(classes)
        parts.append(f'<span class="{names}">{part}</span>' if classes else part)
        parts += [
            f'<span class="sure sure{i}">{label}</span>'
            for i, label in enumerate(labels)  # one for each span, or none
            if spans[i][1] == end
        ]
    return "".join(parts)


def _card(i: int, candidate: Candidate) -> str:
    """Return the card of one candidate."""
    words = len(range(*candidate.words))
    filled = min(max(candidate.probability, 0.0), 1.0)
    return (
        f'<label class="card{i}"><input type="radio" name="reading-candidate"'
        f"{' checked' if i == 0 else ''}>"
        f'<span class="words">{escape(candidate.text)}</span><span class="facts">'
        f"{percent(candidate.probability)} · {words} "
        f"{'word' if words == 1 else 'words'}</span>"
        f'<i style="width:{100 * filled:.1f}%"></i></label>'
    )
