"""The Ablations tab: seven networks answer the same question."""

from collections.abc import Mapping, Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.english import NOT_ENGLISH
from engine.errors import LoupeError, TextError
from engine.reading.analysis import ablations
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.analysis.published import POST_ABLATIONS
from engine.reading.answers import Reading
from engine.reading.config import ABLATIONS
from ui.cards import own_run
from ui.format import percent, words
from ui.links.bound import choose_several_bound
from ui.loading import cards_of
from ui.notices import plain, show_error
from ui.text.highlight import Span, highlighted
from views.reading import ablation_table, cache, only_one, request

_NETWORKS = "reading_ablations"


def draw() -> None:
    """Draw the whole tab."""
    st.markdown(
        "Seven networks, each with one more component than the last, as in the second "
        "table of the original blog post (2016–2018). *Smart span* is the same network "
        "as *BiDAF attention*; only the search for the answer span differs."
    )
    cards = ablations.present(cards_of("reading").values())
    _draw_missing(cards)
    if not cards:
        return
    chosen = _choose(cards)
    context, question = request.current()
    st.markdown(f"#### {plain(question)}")
    st.button(
        "Ask something else in Try",
        key="reading_ablations_try",
        type="tertiary",
        icon=":material/edit:",
        on_click=_open_try,
    )
    # The networks are loaded last, so that nothing below waits for them.
    answers = st.container()
    only_one.draw({_title(preset): cards[preset] for preset in chosen})
    with answers:
        _draw_answers({preset: cards[preset] for preset in chosen}, context, question)


def _open_try() -> None:
    st.session_state["reading_tab"] = "Try"


def _title(preset: str) -> str:
    """Return what the original post calls an ablation."""
    return POST_ABLATIONS[preset][0]


def _draw_missing(cards: Mapping[str, Card]) -> None:
    """Say which of the seven are missing, and why a comparison is not fair."""
    missing = [preset for preset in ABLATIONS if preset not in cards]
    if missing:
        st.info(
            f"Not trained yet: {', '.join(_title(preset) for preset in missing)}. "
            "Choose the preset on the Train tab, or run, for example, "
            f"`./loupe train reading --preset {missing[0]}`.",
            icon=":material/info:",
        )
    if not ablations.alike(cards.values()):
        st.caption(
            "These networks were not all trained on the same data with the same "
            "settings, so they differ in more than their components."
        )
    precisions = {str(card.config["precision"]) for card in cards.values()}
    if len(precisions) > 1:
        st.caption(
            "They were trained in different precisions "
            f"({', '.join(sorted(words(name) for name in precisions))}), which changes "
            "the last digit."
        )


def _choose(cards: Mapping[str, Card]) -> list[str]:
    """Draw the choice of networks; return their presets, in order."""
    titles = {_title(preset): preset for preset in cards}
    picked = choose_several_bound(
        st.pills,
        "Networks",
        list(titles),
        selection_mode="multi",
        default=list(titles),
        key=_NETWORKS,
        persist_state="session",
    )
    return [preset for title, preset in titles.items() if title in picked]


def _draw_answers(cards: Mapping[str, Card], context: str, question: str) -> None:
    """Ask one network after the other; each answer is drawn as it comes."""
    if not cards:
        st.info("Choose at least one network.", icon=":material/info:")
        return
    references = cache.references(context, question)
    warning, bar, table = st.empty(), st.progress(0.0), st.empty()
    readings: dict[str, Reading] = {}
    for done, (preset, card) in enumerate(cards.items()):
        bar.progress(done / len(cards), f"Asking {_title(preset)} …")
        try:
            readings[preset] = _answer(card, context, question)
        except TextError as error:
            bar.empty()
            show_error(error)
            return
        except LoupeError as error:
            show_error(error)
            continue
        if not readings[preset].english:
            warning.warning(NOT_ENGLISH, icon=":material/translate:")
        rows = [
            _row(name, cards[name], reading, references)
            for name, reading in readings.items()
        ]
        table.table(
            rows, border="horizontal", hide_index=True, alt="Each network’s answer"
        )
    bar.empty()
    _draw_context(context, readings, references)
    ablation_table.draw(
        cards, "F1 and exact match of each network, ours and the original post’s"
    )


def _answer(card: Card, context: str, question: str) -> Reading:
    """Return a network's answer: the one it carries, where that question is asked."""
    request.check_link()
    carried = cache.worked_example(card)
    if carried is not None and (carried.context.text, carried.question.text) == (
        context,
        question,
    ):
        return carried
    return cache.answer(card, None, context, question)


def _row(
    preset: str, card: Card, reading: Reading, references: AnsweredQuestion | None
) -> dict[str, str]:
    """Return what one network answers."""
    own = own_run(card)
    best = reading.candidates[0] if reading.candidates else None
    return {
        "Network": _title(preset) + (f" ({plain(own)})" if own else ""),
        "Answer": plain(reading.answer) or "no answer",
        "Probability": percent(best.probability) if best and reading.english else "–",
        "Right?": _verdict(reading.answer, references),
    }


def _verdict(answer: str, references: AnsweredQuestion | None) -> str:
    """Return whether an answer is right, where there are reference answers."""
    if references is None:
        return "unknown"
    score = references.score(answer)
    if score.exact:
        return "✓ right"
    return f"≈ F1 {percent(score.f1)}" if score.f1 else "✗ wrong"


def _draw_context(
    context: str,
    readings: Mapping[str, Reading],
    references: AnsweredQuestion | None,
) -> None:
    """Mark the answers, each with the names of the networks that give it."""
    networks: dict[tuple[int, int], list[str]] = {}
    for preset, reading in readings.items():
        for best in reading.candidates[:1]:
            networks.setdefault(best.characters, []).append(_title(preset))
    ranked = sorted(networks.items(), key=lambda item: -len(item[1]))
    highlighted(
        context,
        [Span(*span, _who(names, readings)) for span, names in ranked],
        "The paragraph with the answers marked",
    )
    st.caption("Where answers overlap, only the one that most networks give is marked.")
    if references is not None:
        shown = " · ".join(f"“{plain(each.text)}”" for each in references.references)
        whose = "Our answer" if references.number < 0 else "Annotators’ answers"
        st.caption(f"{whose}: {shown}")


def _who(names: Sequence[str], readings: Mapping[str, Reading]) -> str:
    """Return who gave an answer, in a few words."""
    if len(names) == len(readings) and names[1:]:
        return f"all {len(names)}"
    return ", ".join(names)
