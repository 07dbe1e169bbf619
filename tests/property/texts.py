"""Texts that nobody thought of: strategies and settings of the property tests."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

LETTERS = "abz ZEÉéëüřÅňč.,'\"’-漢я1&;<>\n"  # an é is one character or two
INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_ODD = LETTERS + INVISIBLE + "\u0301\u030c\u0958\u1112\u1161\u200b\0\x07`\U0001f469"
_MEANT = ("&amp;", "<br>", "<br />", "&#39;", "&#x1F600;", "&nonsense;")
_WORDS = "The best film. ever 'made' in the U.S. No. 7 don't it’s … -- \"so\" (bad)"
_REVIEW = [*_WORDS.split(), *_MEANT, "wo\u00adrd", "cafe\u0301", "!?", "..."]

# The same texts in every run of the suite; `./check` has ten minutes.
STEADY = settings(derandomize=True, deadline=None, database=None, max_examples=150)

usual = st.text(LETTERS, max_size=40)
odd = st.lists(
    st.sampled_from(_ODD) | st.characters() | st.sampled_from(_MEANT), max_size=40
).map("".join)
reviews = st.tuples(
    st.lists(st.sampled_from(_REVIEW) | st.text(LETTERS, max_size=6), max_size=9),
    st.sampled_from(("", ".", "!", '"', "…", " ?")),
).map(lambda parts: " ".join(parts[0]) + parts[1])


@st.composite
def padded(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, str]:
    """Draw a text, and the same with invisible characters behind some letters."""
    text = draw(texts)
    signs = st.text(INVISIBLE, max_size=2)
    return text, "".join(letter + draw(signs) for letter in text)
