"""The answer with a channel held beside the network's own, and which change it most."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from engine.images.analysis.clamping import Ablations, Answer, Clamped
from ui.charts.bars import Bars, many_bars
from ui.format import percent, signed
from ui.notices import plain

if TYPE_CHECKING:
    from engine.images.predict import Classifier

_CLASSES = 5  # shown as bars
_RANKED = 8  # channels listed


def draw(clamped: Clamped, classes: Sequence[str], stage: str, channel: int) -> None:
    """Draw the probabilities before and after side by side, and every number."""
    before, after = clamped.before, clamped.after
    st.markdown(f"**{_outcome(clamped, classes)}**")
    largest = [max(pair) for pair in zip(*_shares(clamped), strict=True)]
    shown = sorted(range(len(classes)), key=lambda label: -largest[label])[:_CLASSES]
    shown.sort(key=lambda label: -before.probabilities[label])
    held = f"{stage} no. {channel + 1} held at {clamped.held:.2f}"
    many_bars(
        [
            Bars({classes[i]: float(answer.probabilities[i]) for i in shown}, title)
            for answer, title in ((before, "As the network is"), (after, held))
        ],
        ranked=False,
    )
    with st.expander("Logits and probabilities", icon=":material/calculate:"):
        st.table(
            [
                {
                    "": plain(name),
                    "Logit": signed(before.logits[i]),
                    "Logit, held": signed(after.logits[i]),
                    "Change": signed(after.logits[i] - before.logits[i]),
                    "Probability": f"{100 * before.probabilities[i]:.3f}%",
                    "Probability, held": f"{100 * after.probabilities[i]:.3f}%",
                }
                for i, name in enumerate(classes)
            ],
            border="horizontal",
            hide_index=True,
            alt="Logits and probabilities before and after the channel is held",
        )
        st.caption(
            "Everything before the channel’s stage is unchanged; everything behind it "
            "is computed again. The probabilities are the softmax of the logits, with "
            "temperature scaling, of one view of the picture; the Try tab averages six."
        )


def _shares(clamped: Clamped) -> tuple[list[float], list[float]]:
    return clamped.before.probabilities.tolist(), clamped.after.probabilities.tolist()


def _outcome(clamped: Clamped, classes: Sequence[str]) -> str:
    """Return in words what becomes of the answer."""
    label, now = clamped.before.best, clamped.after.best
    name = plain(classes[label])
    said = (
        f"{name}: {_share(clamped.before, label)} as the network is, "
        f"{_share(clamped.after, label)} with the channel held"
    )
    if now == label:
        return said
    return (
        f"{said}. The answer is now {plain(classes[now])}: {_share(clamped.after, now)}"
    )


def _share(answer: Answer, label: int) -> str:
    return percent(float(answer.probabilities[label]))


def draw_ranking(
    off: Ablations, classifier: "Classifier", stage: str, key: str
) -> None:
    """Draw the channels that change the answer most; a click chooses one.

    Args:
        off: The answers with each channel switched off.
        classifier: The network.
        stage: Of the channels.
        key: Of the widget that holds the channel, counted from 1.
    """
    label = off.before.best
    name = plain(classifier.classes[label])
    st.markdown(
        f"**Channels of {stage} that change the probability of {name} most when each "
        "alone is switched off**"
    )
    changes = off.changes(label)
    with st.container(horizontal=True, gap="small", key="images_channel_ranking"):
        for channel in off.ranked(label)[:_RANKED]:
            after = off.after[channel]
            moved = after.logits[label] - off.before.logits[label]
            instead = plain(classifier.classes[after.best])
            st.button(
                f"no. {channel + 1}: {_points(float(changes[channel]))}"
                f", logit {signed(float(moved))}"
                + (f", answer {instead}" if after.best != label else ""),
                key=f"images_channel_off_{channel}",
                on_click=_choose,
                args=(key, channel + 1),
                type="tertiary",
                icon=":material/visibility_off:",
            )
    st.caption(_meaning(off, stage))


def _points(change: float) -> str:
    """Return a change of a probability in percentage points."""
    if abs(change) < 0.0005:
        return "< 0.1 points"
    return f"{signed(100 * change, 1)} points"


def _choose(key: str, number: int) -> None:
    st.session_state[key] = number


def _meaning(off: Ablations, stage: str) -> str:
    """Return what switching channels off shows, and what it does not."""
    changed = sum(after.best != off.before.best for after in off.after)
    return (
        f"{changed} of the {len(off.after)} channels of {stage} change the answer when "
        "switched off alone. Points are percentage points. This shows what the answer "
        "to this picture depends on. It does not show what a channel stands for, and a "
        "small change does not mean that a channel is useless: others can carry the "
        "same information. Values above 100% may never occur for real pictures; the "
        "network was not trained on what follows from them."
    )
