"""The pictures on the page: a person's own, ours, and test images where they are."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.images.analysis import album, drawings
from engine.images.analysis.held import Held, hold_drawn
from ui.pickers import choose_one
from views.images.networks import knows_cifar10, worked_example
from views.images.test_images import TESTS, choose_tests
from views.images.upload import FROM, SHOWN_CLOSELY, YOURS, draw_forget, own_pictures

_SHOWN = "images_shown"
OURS = "Drawings"


def choose(card: Card) -> list[Held]:
    """Draw the choice among all pictures that there are; return those to look at."""
    options = [OURS]
    if knows_cifar10(card) and album.is_here(data_folder()):
        options.append(TESTS)
    if own_pictures():
        options.append(YOURS)
    if st.session_state.get(FROM) not in options:
        st.session_state.pop(FROM, None)
    kind = OURS
    if len(options) > 1:
        kind = str(
            st.segmented_control(
                "Pictures",
                options,
                default=OURS,
                required=True,
                key=FROM,
                wrap=True,
                bind="query-params",
                persist_state="session",
            )
        )
    shown = _choose(kind, card)
    st.session_state[_SHOWN] = shown
    return shown


def _choose(kind: str, card: Card) -> list[Held]:
    """Draw the choice among pictures of one kind; return the chosen."""
    if kind == YOURS:
        draw_forget()
        return own_pictures()
    return choose_tests(card) if kind == TESTS else _choose_drawn(card)


def _choose_drawn(card: Card) -> list[Held]:
    """Draw the choice among our drawings; the checkpoint's example comes first."""
    known = worked_example(card)
    first = known.name if known and known.name in drawings.NAMES else drawings.NAMES[0]
    chosen = st.pills(
        "Drawings made for this page, none from CIFAR-10",
        drawings.NAMES,
        selection_mode="multi",
        default=[first],
        key="images_drawn",
        wrap=True,
        bind="query-params",
        persist_state="session",
    )
    return [_drawn(name) for name in chosen if name in drawings.NAMES]


@st.cache_resource(show_spinner=False)
def _drawn(name: str) -> Held:
    return hold_drawn(name)


def choose_picture(card: Card) -> Held:
    """Draw the choice of one picture, of all that were brought; return it."""
    known = {f"drawn-{name}": f"{name} (drawing)" for name in drawings.NAMES}
    shown = st.session_state.get(_SHOWN, ())
    brought = {held.id: held for held in (*shown, *own_pictures())}
    options = {id: held.name for id, held in brought.items() if id not in known}
    example = worked_example(card)
    otherwise = f"drawn-{example.name}" if example else f"drawn-{drawings.NAMES[0]}"
    first = next(iter(brought), otherwise)
    options |= known
    if first not in options:
        first = next(iter(options))
    chosen = choose_one("Picture", options, SHOWN_CLOSELY, first)
    return brought.get(chosen) or _drawn(chosen.removeprefix("drawn-"))
