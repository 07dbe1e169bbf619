"""The controls of the Try tab: prompt, orders, sampling, and who takes part."""

from dataclasses import dataclass

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.ensembles import JOIN
from engine.language import defaults
from engine.language.analysis import duel, figures
from engine.sampling import SamplingSettings
from ui import classroom, loading
from ui.links.slider import slide_bound
from ui.notices import plain
from ui.sampling import sampling_settings
from views.ngrams.request import Chosen, orders_key


@dataclass(frozen=True, slots=True)
class Request:
    """All that the texts depend on; equal requests are not written twice."""

    network: str | None
    table: str | None
    digests: tuple[str, ...]
    orders: tuple[int, ...]
    prompt: str
    length: int
    settings: SamplingSettings
    mixed: bool = False  # whether network and n-grams also write together


def draw(chosen: Chosen) -> tuple[Request, bool]:
    """Draw prompt, orders and settings; return them and whether to write again."""
    highest = chosen.table.facts["kept_order"] if chosen.table else 0
    prompt_column, order_column, button_column = st.columns(
        [3, 3, 1.3], vertical_alignment="bottom"
    )
    with prompt_column:
        prompt = _prompt()
    with order_column:
        low, high = _orders(highest)
    write_again = button_column.button(
        "Write again",
        type="primary",
        key="ngrams_again",
        width="stretch",
        help="The same seed gives the same texts; the speed is measured again.",
    )
    _tell_shipped_orders(chosen.table)
    folded = "Sampling, length and a third order"
    with (
        classroom.settings("ngrams"),
        st.expander(folded, icon=":material/tune:"),
    ):
        left, right = st.columns(2, gap="large")
        with left:
            settings = sampling_settings("ngrams", defaults.SETTINGS)
        with right:
            length, middle = _more(low, high)
            mixed = _mixture_wanted(chosen)
    network_ready = chosen.network is not None and loading.engine_ready("language")
    request = Request(
        chosen.network.name if network_ready and chosen.network else None,
        chosen.table.name if chosen.table else None,
        tuple(str(sorted(card.files.items())) for card in chosen.cards),
        duel.contending_orders(low, high, middle) if highest else (),
        prompt,
        length,
        settings,
        mixed and network_ready,
    )
    return request, write_again


def _prompt() -> str:
    prompt = st.text_input(
        "Prompt",
        "L",
        max_chars=500,
        key="ngrams_prompt",
        help="All models continue it. The original blog post (2016–2018) used “L”.",
        bind="query-params",
        persist_state="session",
    )
    return str(prompt)


def _tell_shipped_orders(table: Card | None) -> None:
    """Say why a table ends below the orders that were counted, if it does."""
    counted = len(table.facts["entries"]) if table else 0
    highest = figures.by_order(table)[-1:] if table else []
    if table is None or counted <= table.facts["kept_order"] or not highest:
        return
    order, metric = highest[0]
    st.caption(
        f"Orders up to {table.facts['kept_order']} only: longer n-grams of this text "
        "would pass on whole copyrighted phrases. They were counted once, for the "
        f"loss of order {order}: {metric.value:.3f} nats per character."
    )


def _orders(highest: int) -> tuple[int, int]:
    """Draw the range of orders, up to the highest in the table."""
    if highest < 2:
        return highest, highest
    low, high = slide_bound(
        "n-gram orders",
        1,
        highest,
        (min(3, highest - 1), min(7, highest)),
        # One slider per highest order: a stored value out of bounds is an error.
        key=orders_key(highest),
        help="An n-gram of order 5 predicts each character from the 4 before it.",
    )
    return int(low), int(high)


def _more(low: int, high: int) -> tuple[int, bool]:
    length = slide_bound(
        "Characters to write", 100, 2000, defaults.LENGTH, 100, key="ngrams_length"
    )
    middle = st.toggle(
        "Add a third order between the two",
        key="ngrams_middle",
        disabled=high - low < 2,
        bind="query-params",
        persist_state="session",
    )
    return int(length), bool(middle)


def _mixture_wanted(chosen: Chosen) -> bool:
    """Draw the switch for the mixture of network and n-grams."""
    possible = chosen.network is not None and chosen.table is not None
    wanted = st.toggle(
        "Add the LSTM mixed with n-grams",
        key="ngrams_mixture",
        disabled=not possible,
        help="The weighted mean of their probabilities: the network generalises, the "
        f"counts remember rare names and phrases.{_on_the_command_line(chosen)}",
        bind="query-params",
        persist_state="session",
    )
    return bool(wanted) and possible


def _on_the_command_line(chosen: Chosen) -> str:
    """Return how `./loupe` names the mixture; "" without both of its members."""
    if chosen.network is None or chosen.table is None:
        return ""
    name = JOIN.join((chosen.network.name, chosen.table.name))
    return (
        f" On the command line it is called {plain(name)}: `./loupe evaluate language` "
        "measures it, `./loupe predict language` writes with it."
    )
