"""A text that grows on the page, and then becomes one to point at, in its place.

The component that draws the marks comes a moment later than what it draws: until then
the text stays as it grew. While a new text grows, the component of the one before is
out of sight but not gone, so that the keyboard’s focus stays in it. The rules stand in
ui/frame.css.
"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.language.piece import Piece
from ui.text.coloured import shaded_html, streamed_html


class GrowingText:
    """The place of one text; `whole` is where its final form is drawn."""

    def __init__(self, key: str) -> None:
        """Draw the place.

        Args:
            key: Unique on a page.
        """
        with st.container(key=f"growing_{key}", gap=None):
            # A container and no `st.empty`, which would take the component away.
            self.whole: DeltaGenerator = st.container()
            self.growing: DeltaGenerator = st.empty()
        self._coloured, self._length = "", 0  # HTML and characters of what has grown

    def grow(self, piece: Piece, given: str) -> None:
        """Draw what has been written so far.

        Args:
            piece: The text, which continues that of the last call.
            given: The prompt before it.
        """
        self._coloured += shaded_html(piece, self._length)
        self._length = len(piece.text)
        self.growing.html(streamed_html(self._coloured, given))

    def keep(self, piece: Piece, given: str) -> None:
        """Leave the text as it grew until the marks in `whole` are drawn."""
        self.growing.html(streamed_html(shaded_html(piece), given, grows=False))

    def clear(self) -> None:
        """Take away what grew: `whole` has no marks, and is drawn at once."""
        self.growing.empty()
