"""The Results tab: every measured loss, samples by epoch, the learning curves.

All of it is read from checkpoints; nothing is measured when the page is drawn, and no
data set is needed.
"""

import streamlit as st

from engine.language.analysis import figures
from engine.language.analysis.figures import Figure
from engine.language.analysis.published import OTHER_SPLITS
from ui import results
from ui.downloads import csv_button
from ui.links.bound import choose_bound
from views.language import charts, exhibit

_NO_FIGURES = (
    "No checkpoint has been measured on this machine yet. Train one on the Train tab, "
    "or count n-grams with `./loupe train language --preset ngrams`."
)


def draw() -> None:
    """Draw the whole tab."""
    cards = results.choose_cards("language")
    listed = figures.of_cards(cards)
    if not listed:
        st.info(_NO_FIGURES, icon=":material/info:")
        return
    _draw_losses(listed)
    exhibit.draw(cards)
    results.draw_learning_curves(
        "language", [c for c in cards if not figures.is_table(c)]
    )


def _draw_losses(listed: list[Figure]) -> None:
    """Draw the losses on one text as a chart, and as a table with their commands."""
    st.subheader("Validation loss on each text", anchor=False)
    st.markdown(
        "The mean of −ln p (nats) over the characters of the last tenth of the text, "
        "which no model is trained on. Networks carry their state through all of it. "
        "Lower is better. With n-grams: the weighted mean of both probabilities, whose "
        "weight is learned from the characters already read."
    )
    texts = list(dict.fromkeys(figure.text for figure in listed))
    text = choose_bound(
        st.segmented_control,
        "Text",
        texts,
        default=texts[0],
        required=True,
        title=figures.title_of,
        key="language_results_text",
        persist_state="session",
    )
    of_text = [figure for figure in listed if figure.text == text]
    static = [figure for figure in of_text if not figure.adaptive]
    drawn = figures.near_the_best(static)
    st.echarts_chart(
        charts.loss_dots(drawn),
        key="language_results_chart",
        height=110 + 30 * len(drawn),
        alt=f"Loss of every model on {figures.title_of(str(text))}, best on top; the "
        "table below has the same numbers.",
    )
    if len(drawn) < len(static):
        st.caption("Much weaker models are in the table only.")
    _draw_rows(static)
    _draw_adaptive([figure for figure in of_text if figure.adaptive])
    _draw_other_splits(str(text))
    csv_button([_row(f) for f in listed], "language-figures", "language_results_csv")


def _draw_adaptive(adaptive: list[Figure]) -> None:
    """Draw the figures of models that keep training on the text they read."""
    if not adaptive:
        return
    st.markdown(
        "**Dynamic evaluation** is a different test: the model keeps training on the "
        "text it reads, predicting each character first. Compare it with compressors "
        "that adapt in the same way, not with the figures above."
    )
    _draw_rows(adaptive)


def _draw_other_splits(text: str) -> None:
    """Name figures on other splits that are often quoted, which do not compare."""
    for figure in OTHER_SPLITS:
        if figure.source == text:
            st.caption(
                f"Not in the table: {figure.system}, often quoted with {figure.value} "
                f"({figure.citation}), was measured on {figure.split}. {figure.note}"
            )


def _draw_rows(listed: list[Figure]) -> None:
    """Draw a table of figures, each with the command or source behind it."""
    st.dataframe(
        [_row(figure) for figure in listed],
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            "Nats per character": st.column_config.NumberColumn(format="%.4f"),
            "Bits per character": st.column_config.NumberColumn(format="%.4f"),
            "n": st.column_config.TextColumn(alignment="right"),
        },
        alt="Figures with the command or source of each",
    )


def _row(figure: Figure) -> dict[str, object]:
    return {
        "Model": figure.system,
        "Nats per character": round(figure.value, 4),
        "Bits per character": round(figure.bits_per_character, 4),
        "n": "not stated" if figure.n is None else f"{figure.n:,}",
        "Split": figure.split,
        "Command or source": figure.origin,
        "Note": figure.note,
    }
