"""Choosing a checkpoint and an epoch: the pickers above every tab that asks one."""

from collections.abc import Callable

import streamlit as st

from engine import registry
from engine.checkpoints.checkpoint import Card
from ui import classroom
from ui.cards import label_of
from ui.links.bound import choose_bound
from ui.links.missing import keep_missing_bound, tell_missing
from ui.loading import Wanted, cards_of, damaged, every_card, find_card
from ui.notices import errors_shown, plain
from ui.pickers import choose_one
from ui.url_state import brought

FINAL = "final"


def with_network(
    experiment: str,
    draw: Callable[[Card, float | None], None],
    *,
    wanted: Wanted = every_card,
    label_of: Callable[[Card], str] = label_of,
    untrained: bool = False,
) -> None:
    """Draw the pickers of network and epoch, and under them what uses them.

    Args:
        experiment: Whose checkpoints; the keys are `<experiment>_network` and
            `<experiment>_epoch`.
        draw: Called with the card and the epoch (None: the final weights).
        wanted: Which checkpoints can be chosen.
        label_of: What each is called.
        untrained: Whether epoch 0 can be chosen.
    """
    with classroom.settings("network"):
        left, right = st.columns([3, 2], gap="small", vertical_alignment="top")
    with left:
        name = choose_checkpoint(
            experiment, f"{experiment}_network", wanted=wanted, label_of=label_of
        )
    if name is None:
        return
    with errors_shown():
        card = find_card(experiment, name)
        with right:
            epoch = choose_epoch(card, f"{experiment}_epoch", untrained)
        draw(card, epoch)


def choose_checkpoint(
    experiment: str,
    key: str,
    label: str = "Network",
    *,
    wanted: Wanted = every_card,
    label_of: Callable[[Card], str] = label_of,
    missing: str = "",
    other_than: str = "",
) -> str | None:
    """Draw the picker of shipped checkpoints and own runs; return the name.

    Args:
        experiment: Whose checkpoints.
        key: Of the widget, and the name in the URL.
        label: Of the widget.
        wanted: Which checkpoints can be chosen.
        label_of: Returns the label of a card.
        missing: Shown where there is no checkpoint; "" for how to train one.
        other_than: A name that is not chosen at first, if there is another.

    Returns:
        The chosen name; None, after a notice, where there is no checkpoint.
    """
    cards = cards_of(experiment, wanted)
    if broken := damaged(experiment):
        st.caption(
            f":material/info: Not listed, because the card cannot be read: "
            f"{plain(', '.join(broken))}. Restore it from git, or delete the run."
        )
    if not cards:
        words = missing or (
            "No trained network on this machine yet. Train one on the Train tab, or "
            f"with `./loupe train {experiment} --preset quick`."
        )
        st.info(words, icon=":material/info:")
        return None
    labels = {name: label_of(card) for name, card in cards.items()}
    others = [name for name in cards if name != other_than]
    default = next(iter([*others, *cards]))
    kinds = registry.get(experiment).figures
    return choose_one(
        label, labels, key, default, next(iter(kinds.values())).help or None
    )


def tell_missing_network(experiment: str) -> None:
    """Say that a link names a network that is not here, where no picker says so.

    Args:
        experiment: Whose networks; call it once the tab is drawn.
    """
    # A picker that was drawn has written the URL, and nothing is brought any more.
    for name in brought(f"{experiment}_network")[:1]:
        if name not in cards_of(experiment):
            st.warning(
                f"The link names the network “{plain(name[:60])}”, which is not "
                "available here.",
                icon=":material/link_off:",
            )


def choose_epoch(card: Card, key: str, untrained: bool = False) -> float | None:
    """Draw the slider of epochs; return an epoch, or None for the final weights.

    Nothing is drawn where the checkpoint has no snapshots. Epoch 0, the untrained
    network, is offered where `untrained` is set and the training began at random.
    """
    epochs = epochs_of(card, untrained)
    options = [f"{epoch:g}" for epoch in epochs] + [FINAL]
    if not epochs:
        keep_missing_bound(key, options)
        tell_missing(key, [FINAL], {})
        return None
    chosen = choose_bound(
        st.select_slider,
        "Weights after epoch",
        options,
        value=FINAL,
        key=key,
        help="The network as it was after that many passes over its training data: "
        "0.5 is half of the first pass; 0, where offered, the untrained network.",
        persist_state="session",
    )
    return None if chosen == FINAL else float(str(chosen))


def epochs_of(card: Card, untrained: bool = False) -> list[float]:
    """Return the epochs whose weights are kept, ascending; empty if none are.

    Args:
        card: Of the checkpoint.
        untrained: Whether epoch 0, the untrained network, counts where other epochs
            are kept and the training began at random.
    """
    epochs = sorted(snapshot.epoch for snapshot in card.snapshots)
    if epochs and untrained and card.config.get("initial_weights", "none") == "none":
        return [0, *epochs]
    return epochs
