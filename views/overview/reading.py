"""Reading on the overview: a paragraph, a question, the answer marked."""

import streamlit as st

from engine.errors import CheckpointError
from engine.reading.analysis import example as worked_example
from ui import frame
from ui.format import percent
from ui.loading import cards_of, folder_with
from ui.notices import plain
from ui.text.highlight import Span, highlighted


def example() -> bool:
    """Draw the first worked example; return False where there is none."""
    for name in cards_of("reading"):
        try:
            reading = worked_example.read(
                folder_with("reading", name, worked_example.FILE)
            )
        except CheckpointError:
            continue  # a run's checkpoint has none
        if not reading.candidates:
            continue
        best = reading.candidates[0]
        st.subheader("A question, answered", anchor=False)
        st.markdown(f"Question: **{plain(reading.question.text)}**")
        highlighted(
            reading.context.text,
            [Span(*best.characters, percent(best.probability))],
            "The paragraph with the network’s answer marked",
        )
        frame.link("reading", "Ask your own question")
        return True
    return False
