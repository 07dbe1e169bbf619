"""The Data tab: statistics of SQuAD beside those of the original blog post.

Drawn from one small file of the project, so the data itself need not be here.
"""

from collections.abc import Mapping

import streamlit as st

from engine.reading.analysis import published, statistics
from engine.reading.analysis.statistics import (
    ANSWER,
    DEV,
    LAST,
    PARAGRAPH,
    PARAGRAPH_CHARACTERS,
    PLACE,
    QUESTION,
    QUESTION_CHARACTERS,
    TRAIN,
    Counts,
    Part,
)
from engine.reading.config import PRESETS
from ui.charts.bars import Bars, many_bars
from ui.charts.base import figure
from ui.format import percent
from ui.links.bound import choose_bound
from views.reading.data import characters
from views.reading.data.histogram import histogram

_NETWORK = PRESETS["bidaf"]
# Title, words in a bar, where the axis ends, the limit of the network and its name.
_HISTOGRAMS: Mapping[str, tuple[str, int, int, int, str]] = {
    PARAGRAPH: ("Words in a paragraph", 20, 500, _NETWORK.max_context_words, "limit"),
    QUESTION: ("Words in a question", 1, 41, _NETWORK.max_question_words, "limit"),
    ANSWER: ("Words in an answer", 1, 31, _NETWORK.max_answer_words, "longest span"),
    LAST: ("Last word of the answer", 20, 500, _NETWORK.max_context_words, "limit"),
}


def draw() -> None:
    """Draw the whole tab."""
    squad = statistics.load()
    train, dev = squad.parts[TRAIN], squad.parts[DEV]
    st.markdown(
        f"SQuAD 1.1 has {train.questions:,} training questions on "
        f"{train.paragraphs:,} paragraphs of {train.articles} Wikipedia articles, and "
        f"{dev.questions:,} dev questions on {dev.paragraphs:,} paragraphs of "
        f"{dev.articles} others. The original blog post (2016–2018), which this page "
        "re-creates, counted lengths first: they decide how many words a network must "
        "read."
    )
    chosen = choose_bound(
        st.segmented_control,
        "Split",
        ["training", "dev"],
        default="training",
        required=True,
        key="reading_data_part",
        persist_state="session",
    )
    part = dev if chosen == "dev" else train
    _draw_lengths(part)
    _draw_places(part)
    _draw_statements(train)
    _draw_kinds(train, dev)
    characters.draw(squad.characters)
    if squad.note:
        st.caption(squad.note)


def _draw_lengths(part: Part) -> None:
    """Draw the four histograms with their medians and the network's limits."""
    st.subheader("Lengths", anchor=False)
    for keys in ((PARAGRAPH, QUESTION), (ANSWER, LAST)):
        for column, key in zip(st.columns(2, gap="large"), keys, strict=True):
            with column:
                _draw_histogram(key, part.counts[key])
    st.caption(
        "NLTK splits the words, and we split further at hyphens and similar signs, so "
        "we count slightly more than the original post. Training leaves out questions "
        f"whose answer lies beyond word {_NETWORK.max_context_words}; a very long "
        "paragraph is answered in overlapping windows."
    )


def _draw_histogram(key: str, counts: Counts) -> None:
    """Draw one histogram."""
    title, width, end, limit, name = _HISTOGRAMS[key]
    st.markdown(f"**{title}**")
    bins = counts.histogram(width, end)
    figure(
        histogram(
            [(low, 100 * share) for low, share in bins],
            width,
            "words",
            {f"median {counts.median}": counts.median, f"{name}: {limit}": limit},
        ),
        f"reading_data_{key.split()[0]}",
        f"{title}: median {counts.median}, longest {counts.largest}.",
        height=260,
    )
    share = f"{100 * counts.up_to(limit):.1f}%"
    if key == LAST:
        st.caption(f"{share} of the answers end within the first {limit} words.")
    else:
        st.caption(f"{share} have at most {limit}; the longest has {counts.largest}.")


def _draw_places(part: Part) -> None:
    """Draw in which part of the paragraph answers start."""
    st.subheader("Position of the answers", anchor=False)
    bins = part.counts[PLACE].histogram(1, statistics.PARTS)
    step = 100 // statistics.PARTS
    figure(
        histogram(
            [(low * step, 100 * share) for low, share in bins],
            step,
            "% of the paragraph before the answer",
            {},
        ),
        "reading_data_places",
        "Share of the answers that start in each twentieth of their paragraph.",
        height=260,
    )
    half = part.counts[PLACE].up_to(statistics.PARTS // 2 - 1)
    st.caption(
        "If all positions were equally likely, each twentieth would have 5%. "
        f"{percent(half)} of the answers start in the first half of their paragraph."
    )


def _draw_statements(train: Part) -> None:
    """Draw the original post's shares beside ours."""
    st.subheader("Compared with the original post", anchor=False)
    rows = [
        {
            "Share of": words,
            "Original post": f"{theirs:.1f}%",
            "Ours": f"{100 * train.counts[key].up_to(limit):.1f}%",
        }
        for words, key, limit, theirs in published.POST_LENGTHS
    ]
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="Shares by length, ours and the original post’s",
    )
    theirs = published.POST_LONGEST_WORDS
    ours = (
        train.counts[PARAGRAPH_CHARACTERS].largest,
        train.counts[QUESTION_CHARACTERS].largest,
    )
    read = _NETWORK.max_word_characters
    st.caption(
        f"Longest word in a paragraph: {theirs[0]} characters in the original post, "
        f"{ours[0]} here; in a question: {theirs[1]} and {ours[1]}. Our networks read "
        f"the first {read} characters of a word: "
        f"{100 * train.counts[PARAGRAPH_CHARACTERS].up_to(read):.2f}% of all words "
        "are no longer. Counted on the training questions."
    )


def _draw_kinds(train: Part, dev: Part) -> None:
    """Draw the types of questions of both parts, and the original post's."""
    st.subheader("Types of questions", anchor=False)
    post = {name: row[0] / 100 for name, row in published.POST_TYPES.items()}
    many_bars(
        [
            Bars(train.shares, "Training"),
            Bars(dev.shares, "Dev"),
            Bars(post, "Dev, original post"),
        ]
    )
    st.caption(
        "Each question gets the first type, in a fixed order, whose word it contains. "
        "The original post does not say how it assigned them."
    )
