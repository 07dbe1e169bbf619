"""The question misspelled word by word, and where each network's answer changes."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.english import NOT_ENGLISH
from engine.data.typos import KINDS
from engine.reading.analysis import ablations
from engine.reading.analysis.ablations import WITH_CHARACTERS, WITHOUT_CHARACTERS
from engine.reading.analysis.characters import typos
from engine.reading.analysis.characters.typos import Misspelling
from engine.reading.answers import Reading
from ui.cards import own_run
from ui.format import words
from ui.links.bound import choose_several_bound
from ui.loading import cards_of
from ui.notices import errors_shown, plain
from ui.pickers import choose_place, put_number, take_number
from ui.text.highlight import Span, highlighted
from views.reading import cache, request
from views.reading.characters import typo_answers
from views.reading.characters.typo_answers import Line

_HOW_MANY, _KINDS, _SEED = (f"reading_typos{word}" for word in ("", "_kinds", "_seed"))

_MOST_SEEDS = 2**31 - 1
_ABOUT = (
    "A misspelled word rarely has a word vector, so a network that reads whole words "
    "cannot tell it from any other. A network with a character CNN can still recognise "
    "it."
)


def draw(card: Card, epoch: float | None) -> None:
    """Draw the slider, the misspelled question, and the answers to it.

    Raises:
        TextError: The link could not carry its paragraph.
    """
    st.subheader("Misspell the question", anchor=False)
    st.markdown(_ABOUT)
    request.check_link()
    context, question = request.current()
    misspelled = _misspellings(question)
    if not misspelled:
        st.info(
            "The question has no word of three letters or more that these typos "
            "change. Ask another question in Try.",
            icon=":material/info:",
        )
        return
    strength = _choose_strength(len(misspelled))
    typed, spans = typos.misspell(question, misspelled[:strength])
    highlighted(typed, [Span(*span) for span in spans], "The question as asked")
    cards, note = _networks(card)
    with errors_shown():
        lines = [
            Line(
                _name(each),
                _answers(
                    each,
                    epoch if each.name == card.name else None,
                    context,
                    question,
                    misspelled,
                ),
            )
            for each in cards
        ]
        if all(line.readings[0].english for line in lines):
            typo_answers.draw(question, misspelled, lines, strength)
        else:
            st.warning(NOT_ENGLISH, icon=":material/translate:")
            st.caption("This view is about probabilities: it is not drawn.")
    st.caption(note)


def _misspellings(question: str) -> tuple[Misspelling, ...]:
    """Draw the settings; return the misspellings in order."""
    take_number(_SEED, 0, _MOST_SEEDS, 0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = choose_several_bound(
            st.pills,
            "Kinds of typo: letters are …",
            KINDS,
            selection_mode="multi",
            default=KINDS,
            key=_KINDS,
            persist_state="session",
        )
        if st.button("Other typos", icon=":material/casino:", key="reading_mis"):
            st.session_state[_SEED] += 1
    seed = int(st.session_state[_SEED])
    put_number(_SEED, seed, 0)
    return typos.misspellings(question, seed, kinds or KINDS)


def _choose_strength(most: int) -> int:
    """Draw the slider; return how many words are misspelled."""
    return choose_place("Misspelled words", 0, most, _HOW_MANY, min(1, most))


def _networks(card: Card) -> tuple[list[Card], str]:
    """Return the networks to compare, the chosen one first, and a note on them."""
    available = cards_of("reading")
    trained = ablations.present(available.values())
    pair = [
        trained[preset]
        for preset in (WITHOUT_CHARACTERS, WITH_CHARACTERS)
        if preset in trained
    ]
    if len(pair) == 2:
        fair = (
            "The last two networks differ only in the character CNN."
            if ablations.alike(pair)
            else "The last two networks were trained with different settings, so they "
            "differ in more than the character CNN."
        )
        return _distinct([card, *pair]), fair
    sees = bool(card.config.get("character_filters"))
    others = [
        c for c in available.values() if bool(c.config["character_filters"]) != sees
    ]
    missing = " and ".join(
        f"`{preset}`"
        for preset in (WITHOUT_CHARACTERS, WITH_CHARACTERS)
        if preset not in trained
    )
    note = (
        "A fair comparison needs two ablations that differ only in the character CNN: "
        f"{missing} is not trained yet. "
    )
    if others:
        note += "These networks differ in more than that."
    else:
        kind = "without" if sees else "with"
        note += f"There is no other network {kind} a character CNN here, either."
    return _distinct([card, *others[:1]]), note


def _distinct(cards: Sequence[Card]) -> list[Card]:
    return list({card.name: card for card in cards}.values())


def _name(card: Card) -> str:
    own = f" ({name})" if (name := own_run(card)) else ""
    sees = "words and characters" if card.config["character_filters"] else "words only"
    return f"{words(card.preset)}{own}, {sees}"


def _answers(
    card: Card,
    epoch: float | None,
    context: str,
    question: str,
    misspelled: Sequence[Misspelling],
) -> list[Reading]:
    """Return a network's answers to the question with 0, 1, … words misspelled."""
    questions = [
        typos.misspell(question, misspelled[:strength])[0]
        for strength in range(len(misspelled) + 1)
    ]
    with st.spinner(f"Asking {plain(_name(card))} …"):
        return [cache.answer(card, epoch, context, text) for text in questions]
