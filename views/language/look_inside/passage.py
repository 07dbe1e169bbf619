"""The text that Look inside reads: our own scene, or one that you paste."""

import streamlit as st

from engine.data.lookup import composed_text
from ui.url_state import put_text, take_text

MOST = 20_000  # characters that are read; about ten seconds for the largest network

# Written for this page, with every trait that a unit might follow: short and long
# lines, speakers in capitals, quotes and brackets.
SCENE = """\
FIRST KEEPER:
The lamp is low, and still no sail comes in.
What says the book of tides?

SECOND KEEPER:
It says, "The moon
Shall pull the harbour dry before the bell."
(He shuts the book.) I would not trust the moon.

FIRST KEEPER:
Nor I. My father, God be good to him,
Went out on such a night to mend a net,
And what came home was only half the net.

WIDOW:
You talk of nets! I heard a voice that called
"Make fast! Make fast!" and then the wind took all
(the voice, the rope, the boat) and left the dark.

SECOND KEEPER:
Then light the second lamp. Go, wake the boy.
"""


def passage(key: str, label: str, most: int = MOST) -> str:
    """Draw the field and return its text, at most `most` characters of it."""
    take_text(key)
    st.session_state.setdefault(key, SCENE)
    text = st.text_area(
        label,
        height=180,
        key=key,
        help="Any text you like, instead of our little scene.",
        persist_state="session",
    )
    text = composed_text(str(text).replace("\r\n", "\n"))
    put_text(key, text, "The text", default=SCENE)
    if len(text) > most:
        words = f"The text has {len(text):,} characters; the first {most:,} are read."
        if text == SCENE:
            st.caption(words)
        else:
            st.warning(words, icon=":material/content_cut:")
    if not text.strip():
        st.info("Paste or type a text to read.", icon=":material/info:")
        return ""
    return text[:most]
