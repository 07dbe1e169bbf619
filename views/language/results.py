"""The Results tab: every measured loss, the post's exhibit, the learning curves.

Everything is read from cards and from what checkpoints carry; nothing is measured
when a page is drawn, and no data need be there.
"""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.analysis import figures
from engine.language.analysis.figures import Figure
from engine.language.analysis.published import OTHER_SPLITS
from ui import results
from ui.downloads import csv_button
from ui.notices import plain
from views.language import charts, exhibit

_NOBODY = (
    "No checkpoint has been measured on this machine yet. Train one on the Train tab, "
    "or count n-grams with `./loupe train language --preset ngrams`."
)


def draw() -> None:
    """Draw the whole tab."""
    cards = results.choose_cards("language")
    found = figures.of_cards(cards)
    if not found:
        st.info(_NOBODY, icon=":material/info:")
        return
    _draw_verdicts(cards)
    _draw_losses(found)
    exhibit.draw(cards)
    results.draw_learned("language", [c for c in cards if not figures.is_table(c)])


def _draw_verdicts(cards: list[Card]) -> None:
    """Draw for every target a sentence that says whether it was reached."""
    for reached, sentence in figures.verdicts(cards):
        icon = ":material/check:" if reached else ":material/flag:"
        st.markdown(f"{icon} {sentence}")


def _draw_losses(found: list[Figure]) -> None:
    """Draw one text's losses as a chart and as a table with all that measured them."""
    st.subheader("Loss on the last tenth of each text", anchor=False)
    st.markdown(
        "How surprised a model is by each next character of a text that it never saw, "
        "in nats; the state is carried through the whole of it. Lower is better."
    )
    texts = list(dict.fromkeys(figure.text for figure in found))
    text = st.segmented_control(
        "Text",
        texts,
        default=texts[0],
        required=True,
        format_func=lambda text: plain(figures.title_of(text)),
        key="language_results_text",
        persist_state="session",
    )
    shown = [figure for figure in found if figure.text == text]
    still = [figure for figure in shown if not figure.adaptive]
    drawn = figures.near_the_best(still)
    st.echarts_chart(
        charts.loss_dots(drawn),
        key="language_results_chart",
        height=110 + 26 * len(drawn),
        alt=f"Loss of every model on {figures.title_of(str(text))}, best on top; the "
        "same numbers stand in the table below.",
    )
    if len(drawn) < len(still):
        st.caption("What is far behind stands in the table only.")
    _draw_rows(still)
    _draw_adaptive([figure for figure in shown if figure.adaptive])
    _draw_other_splits(str(text))
    csv_button([_row(f) for f in found], "language-figures", "language_results_csv")


def _draw_adaptive(adaptive: list[Figure]) -> None:
    """Draw the figures of models that go on learning while they read."""
    if not adaptive:
        return
    st.markdown(
        "**Dynamic evaluation** is another game: the weights go on learning from what "
        "they have just read, each character measured before it is learned from. It "
        "compares with compressors that adapt in the same way, and with nothing above."
    )
    _draw_rows(adaptive)


def _draw_other_splits(text: str) -> None:
    """Draw what is often quoted beside such figures, and why it does not compare."""
    for figure in OTHER_SPLITS:
        if figure.source == text:
            st.caption(
                f"Not in the table: {figure.system} is quoted with {figure.value} "
                f"({figure.citation}), measured on {figure.split}. {figure.note}"
            )


def _draw_rows(listed: list[Figure]) -> None:
    """Draw figures with all that is needed to measure them again."""
    st.dataframe(
        [_row(figure) for figure in listed],
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            "Nats per character": st.column_config.NumberColumn(format="%.4f"),
            "n": st.column_config.TextColumn(alignment="right"),
        },
    )


def _row(figure: Figure) -> dict[str, object]:
    return {
        "Model": figure.system,
        "Nats per character": round(figure.value, 4),
        "n": "not stated" if figure.n is None else f"{figure.n:,}",
        "Split": figure.split,
        "Measured again with, or published by": figure.origin,
        "Note": figure.note,
    }
