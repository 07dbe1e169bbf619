"""Self-attention: what one word of the paragraph takes from the others."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from engine import ensembles
from engine.checkpoints.checkpoint import Card, Digests
from engine.reading.analysis.excerpt import part, window
from engine.reading.analysis.self_attention import (
    Array,
    Head,
    heads,
    reach,
    self_attention,
    strongest,
)
from engine.reading.answers import Reading
from engine.reading.config import ReadingConfig
from engine.reading.tokens import Tokens
from ui.format import percent
from ui.links.bound import choose_bound
from ui.loading import cards_of
from ui.notices import plain
from ui.palette import STRENGTH_CLASSES
from ui.pickers import choose_one
from ui.text.highlight import Token, coloured_tokens, relative
from ui.text.marks import legend
from views.reading import cache
from views.reading.look_inside.similarity import choose_word, word_key

if TYPE_CHECKING:
    from engine.reading.predict import Reader

_WORD = "reading_self_word"
_FROM, _TO = "What it attends to", "What attends to it"
_NAMED = 8  # words with the largest weights


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the paragraph coloured by one word's self-attention."""
    st.markdown(
        "Here the paragraph reads itself. Each word attends to all the others, near "
        "or far, and takes from them by weights that sum to 1 (*self-attention*). An "
        "LSTM has to carry what it has read from word to word; this is one step."
    )
    if card.preset == ensembles.PRESET:
        st.info("Choose a single network to see its self-attention.")
        return
    if not heads_of(card):
        cards = cards_of("reading")
        having = ", ".join(name for name, each in cards.items() if heads_of(each))
        st.info(
            "This network has no self-attention: its words attend to the question "
            f"only. Networks that have it: {plain(having) or 'none on this machine'}."
        )
        return
    weights = maps(cache.reader(card, epoch), card, epoch, reading)
    first, last = window(reading)
    text = part(reading.context, first, last)
    answer = reading.candidates[0].words[0] - first if reading.candidates else 0
    left, right = st.columns(2)
    with left:
        word = choose_word("Word of the paragraph", text, answer, _WORD)
    with right:
        head = _choose_head(weights)
    _draw_word(weights[head], text, word)
    _tell_reach(weights, head)


def maps(
    network: "Reader", card: Card, epoch: float | None, reading: Reading
) -> Mapping[Head, Array]:
    """Return each head's weights over the words around the answer, (T, T)."""
    texts = (reading.context.text, reading.question.text, window(reading))
    return _maps(network, reading, card.name, card.digests, epoch, texts)


@st.cache_resource(max_entries=6, show_spinner=False)
def _maps(
    _network: "Reader",
    _reading: Reading,
    name: str,
    digests: Digests,
    epoch: float | None,
    texts: tuple[object, ...],
) -> Mapping[Head, Array]:
    context = part(_reading.context, *window(_reading))
    return self_attention(_network, context, _reading.question)


def heads_of(card: Card) -> tuple[Head, ...]:
    """Return the heads of a network; none where its words do not attend to others."""
    return heads(ReadingConfig.from_mapping(card.config))


def _choose_head(weights: Mapping[Head, Array]) -> Head:
    """Draw the choice of a head, where there are several."""
    by_id = {f"{head.layer}-{head.reading}-{head.number}": head for head in weights}
    if len(by_id) == 1:
        return next(iter(weights))
    labels = {key: _label(head) for key, head in by_id.items()}
    return by_id[choose_one("Head", labels, "reading_self_head", next(iter(labels)))]


def _label(head: Head) -> str:
    return f"{_layer(head)}, head {head.number}"


def _layer(head: Head) -> str:
    if not head.layer.startswith("modelling_"):
        return head.layer.capitalize().replace("_", "-")
    block = head.layer.removeprefix("modelling_")
    return f"Modelling block {block}, pass {head.reading}"


def _draw_word(weights: Array, text: Tokens, word: int) -> None:
    """Draw the words by the weights from one word, or those to it."""
    direction = choose_bound(
        st.segmented_control,
        "Direction",
        [_FROM, _TO],
        default=_FROM,
        required=True,
        key="reading_self_direction",
        label_visibility="collapsed",
        persist_state="session",
    )
    values = weights[word] if direction == _FROM else weights[:, word]
    name = plain(text.words[word])
    left, right = st.columns([3, 2], gap="large")
    with left:
        notes = [percent(float(value)) for value in values]
        tokens = [
            Token(int(start), int(end), value, note)
            for (start, end), value, note in zip(
                text.spans, relative(values.tolist()), notes, strict=True
            )
        ]
        coloured_tokens(
            text.text,
            tokens,
            STRENGTH_CLASSES,
            "reading_self_text",
            f"The paragraph, coloured by self-attention of “{text.words[word]}”",
            on_place=_choosing(text),
            framed=word,
        )
        legend(STRENGTH_CLASSES, "Relative to the strongest")
        st.caption("Click a word to choose it.")
    with right:
        _draw_strongest(values, text, word, name, str(direction))


def _choosing(text: Tokens) -> Callable[[int], None]:
    """Return a function that chooses a word of a text by its index."""

    def choose(place: int) -> None:
        st.session_state[word_key(_WORD, text)] = f"{place + 1}"

    return choose


def _draw_strongest(
    values: Array, text: Tokens, word: int, name: str, direction: str
) -> None:
    """Draw the table of the largest weights."""
    order = strongest(values, _NAMED)
    goes = direction == _FROM
    about = f"“{name}” attends most to" if goes else f"Attend most to “{name}”"
    st.table(
        [
            {
                about: plain(text.words[i]),
                "Where": _where(i - word),
                "Weight": percent(float(values[i])),
            }
            for i in order
        ],
        border="horizontal",
        hide_index=True,
        alt="The words with the largest self-attention weights",
    )
    if goes:
        share = percent(float(values[order].sum()))
        st.caption(f"These have {share} of its attention.")
    else:
        st.caption(
            f"All words together give it {float(values.sum()):.2f}; the mean of all "
            "words is 1."
        )


def _where(distance: int) -> str:
    if not distance:
        return "itself"
    return f"{abs(distance)} {'before' if distance < 0 else 'after'}"


def _tell_reach(weights: Mapping[Head, Array], head: Head) -> None:
    """Say how far the heads look: of one in words, of several in a table."""
    if len(weights) == 1:
        far = reach(weights[head])
        st.caption(
            f"Mean over all words: {far.distance:.0f} words away, and spread as over "
            f"{far.words:.0f} equally strong words."
        )
        return
    st.subheader("How far each head looks", anchor=False)
    rows = []
    for each, values in weights.items():
        far = reach(values)
        rows.append(
            {
                "": "→" if each == head else "",
                "Head": _label(each),
                "Distance, words": f"{far.distance:.1f}",
                "Spread, words": f"{far.words:.1f}",
            }
        )
    st.table(rows, border="horizontal", hide_index=True, alt="The reach of each head")
    st.caption(
        "Means over all words of the paragraph. *Distance*: between a word and those "
        "it attends to, by their weights. *Spread*: how many equally strong words "
        "would have the same entropy; 1 is a head that picks one word."
    )
