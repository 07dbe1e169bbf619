"""What is asked, the same on all tabs: paragraph, question, how the span is searched.

It is read from the fields that `form` draws, or from the link as long as they have
not been drawn.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.errors import TextError
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.analysis.samples import SAMPLES
from ui import cards
from ui.loading import is_own_run
from ui.networks import FINAL
from ui.pickers import put_number, take_number
from ui.url_state import brought, linked, put
from views.reading import cache

CONTEXT, QUESTION = "reading_context", "reading_question"
SOURCE, NUMBER = "reading_sample", "reading_number"  # NUMBER: of a dev question, from 1
MAX_ANSWER_WORDS, JOINT = "reading_max_answer_words", "reading_joint"
LONGEST_ANSWER = 40  # words that can be chosen
# For `put_state`: one network answers, with the search that it is evaluated with.
AS_EVALUATED: Mapping[str, object] = {
    "reading_together": [],
    "reading_epoch": FINAL,
    MAX_ANSWER_WORDS: None,
    JOINT: None,
}
_SEPARATE = "separate"  # in the URL: start and end by themselves
DEV, OWN = "dev", "own"  # sources; the others are indices in SAMPLES
_FILLED_FROM = "reading_drawn"  # the source of what is in the fields
_LOST = "_reading_lost_in_link"
_OWN_TEXTS = "_reading_own"  # the visitor's own, while another source is chosen
_SEARCH_OF = "reading_search"  # the default of the network that the settings are for


class Search(NamedTuple):
    """How the answer span is searched."""

    max_answer_words: int
    joint: bool  # start and end together, or each by itself


def network_label(card: Card) -> str:
    """Return what the pickers call a network: shipped ones by name.

    Two shipped networks may have one preset.
    """
    return cards.label_of(card, "" if is_own_run(card) else card.name.replace("-", " "))


def current() -> tuple[str, str]:
    """Return the paragraph and the question of the fields, or of the link."""
    context, question = _of_link()
    return (
        str(st.session_state.get(CONTEXT, context)),
        str(st.session_state.get(QUESTION, question)),
    )


def _of_link() -> tuple[str, str]:
    """Return what the Try tab would ask at first."""
    source, questions = st.query_params.get(SOURCE, "0"), cache.dev_questions()
    question = str(st.query_params.get(QUESTION, ""))
    if source == OWN or CONTEXT in st.query_params:
        return str(st.query_params.get(CONTEXT, "")), question
    if source == DEV and questions:
        number = number_of(str(st.query_params.get(NUMBER, "")), len(questions))
        chosen = questions[number - 1]
        return chosen.context, question or chosen.question
    samples = {str(i): sample for i, sample in enumerate(SAMPLES)}
    sample = samples.get(source, SAMPLES[0])
    return sample.context, question or sample.questions[0][0]


def number_of(text: str, count: int) -> int:
    """Return the number of a dev question, 1 to `count`, from a link; else 1."""
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else 1
    return number if 1 <= number <= count else 1


def take_linked_context() -> None:
    """Make the paragraph of a link, and its question, the visitor's own."""
    if text := linked(CONTEXT):
        st.session_state[_OWN_TEXTS] = (text, st.query_params.get(QUESTION, ""))
        st.session_state.pop(_FILLED_FROM, None)
        st.session_state[SOURCE] = OWN
        st.query_params.pop(SOURCE, None)


def fill_dev(question: AnsweredQuestion) -> None:
    """Put a dev question into the fields, unless they were filled from it."""
    _fill(f"{DEV} {question.number + 1}", question.context, question.question)


def fill_sample(source: str) -> None:
    """Put a sample and its first question into the fields, unless it was there."""
    sample = SAMPLES[int(source)]
    _fill(source, sample.context, sample.questions[0][0])


def check_link() -> None:
    """Refuse a link that asks about the sender's paragraph without carrying it.

    Raises:
        TextError: It does.
    """
    if CONTEXT in st.session_state:
        lost = st.session_state.get(_LOST) and not st.session_state[CONTEXT]
    else:  # a tab without the field
        lost = st.query_params.get(SOURCE) == OWN and not current()[0]
    if lost:
        raise TextError(
            "This link could not carry its paragraph, which is too long. Paste it on "
            "the Try tab, or choose another one there."
        )


def fill_own() -> None:
    """Put the visitor's own texts back into the fields, at first those of the last."""
    if CONTEXT not in st.session_state:
        st.session_state[_LOST] = True
    texts = tuple(str(st.session_state.get(key, "")) for key in (CONTEXT, QUESTION))
    _fill(OWN, *st.session_state.get(_OWN_TEXTS, texts))


def _fill(source: str, context: str, question: str) -> None:
    """Fill the fields when the source changes; edits stay until it does."""
    if st.session_state.get(_FILLED_FROM) != source:
        st.session_state[_FILLED_FROM] = source
        st.session_state[CONTEXT], st.session_state[QUESTION] = context, question


def keep_own(context: str, question: str) -> None:
    """Remember the visitor's own texts for when the source is chosen again."""
    st.session_state[_OWN_TEXTS] = (context, question)


def become_own() -> None:
    """Call an edited paragraph the visitor's own, so that samples can be chosen."""
    st.session_state[SOURCE] = st.session_state[_FILLED_FROM] = OWN


def open_in_try(question: AnsweredQuestion) -> None:
    """Put a dev question into the fields and open the Try tab; for callbacks."""
    st.session_state[SOURCE] = DEV
    st.session_state[NUMBER] = question.number + 1
    st.session_state.pop(_FILLED_FROM, None)
    fill_dev(question)
    put(SOURCE, [DEV])
    put(NUMBER, [str(question.number + 1)])
    for key in (CONTEXT, QUESTION):
        put(key, [])
    st.session_state["reading_tab"] = "Try"


def default_search(card: Card) -> Search:
    """Return the search with which a network is evaluated."""
    return Search(
        int(card.config["max_answer_words"]), card.config["span_search"] != "separate"
    )


def search(card: Card) -> Search:
    """Return the chosen search; the network's default where it was for another."""
    default = reset_search(card)
    take_linked_search(default)
    return Search(
        int(st.session_state[MAX_ANSWER_WORDS]), bool(st.session_state[JOINT])
    )


def take_linked_search(default: Search) -> None:
    """Set the search to that of a link, where it has one, else to the default."""
    words = default.max_answer_words
    take_number(MAX_ANSWER_WORDS, 1, LONGEST_ANSWER, words)
    for word in brought(JOINT):
        st.session_state[JOINT] = word != _SEPARATE
    st.session_state.setdefault(JOINT, default.joint)


def put_search(chosen: Search, default: Search) -> None:
    """Write the search into the URL, where it is not the network's own."""
    put_number(MAX_ANSWER_WORDS, chosen.max_answer_words, default.max_answer_words)
    joint = "joint" if chosen.joint else _SEPARATE
    put(JOINT, [] if chosen.joint == default.joint else [joint])


def reset_search(card: Card) -> Search:
    """Return a network's default search, set in the fields if they were another's."""
    default = default_search(card)
    if st.session_state.get(_SEARCH_OF, default) != default:
        st.session_state[MAX_ANSWER_WORDS], st.session_state[JOINT] = default
    st.session_state[_SEARCH_OF] = default
    return default
