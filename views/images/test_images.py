"""The choice of CIFAR-10 test images: at random, misclassified, or by number."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.images.analysis import single_images
from engine.images.analysis.prepared import PreparedPicture
from engine.images.data import TEST
from ui.links.bound import choose_bound
from ui.networks import FINAL
from ui.pickers import choose_number
from views.images.networks import outcomes_of
from views.images.upload import FROM

TESTS = "Test images"  # an option of FROM
_PAGE = 12  # test images at once
_WHICH, _NUMBER, _PAGE_KEY = "images_tests", "images_number", "images_page"
_RANDOM, _WRONG, _ONE = "At random", "Mistakes, most confident first", "By number"
_LAST = single_images.COUNTS[TEST] - 1


def choose_tests(card: Card) -> list[PreparedPicture]:
    """Draw the choice among test images; return one or twelve of them."""
    outcomes = outcomes_of(card)
    kinds = [_RANDOM, *([_WRONG] if outcomes is not None else []), _ONE]
    which = choose_bound(
        st.segmented_control,
        f"Which of the {single_images.COUNTS[TEST]:,} test images",
        kinds,
        default=_RANDOM,
        required=True,
        key=_WHICH,
        wrap=True,
        persist_state="session",
    )
    if which == _ONE:
        number = choose_number(f"Number, 0 to {_LAST:,}", 0, _LAST, _NUMBER, 0)
        return single_images.read(data_folder(), TEST, [number])
    wrong = outcomes.mistakes() if outcomes is not None and which == _WRONG else []
    return single_images.read(data_folder(), TEST, _choose_page(wrong))


def _choose_page(wrong: list[int]) -> list[int]:
    """Draw the choice of a page; return the indices of its images.

    Args:
        wrong: Indices of misclassified images to page through; empty for random ones.
    """
    pages = single_images.page_count(len(wrong) or single_images.COUNTS[TEST], _PAGE)
    if int(st.session_state.get(_PAGE_KEY, 1)) > pages:
        st.session_state[_PAGE_KEY] = pages  # another network makes fewer mistakes
    page = choose_number(f"Page, 1 to {pages:,}", 1, pages, _PAGE_KEY, 1)
    if wrong:
        return single_images.page_of(wrong, page, _PAGE)
    return single_images.random_indices(TEST, page, _PAGE)


def open_in_try(index: int, network: str) -> None:
    """Open a test image with a network on the Try tab; for callbacks."""
    st.query_params["images_network"] = network
    st.session_state["images_epoch"] = FINAL
    st.session_state[FROM] = TESTS
    st.session_state[_WHICH] = _ONE
    st.session_state[_NUMBER] = index
    st.session_state["images_tab"] = "Try"
