"""How confident a network is of a prediction, and whether that can be trusted."""

import streamlit as st

from engine.calibration import Bin, bins
from engine.checkpoints.checkpoint import Card, Digests
from engine.errors import CheckpointError
from engine.images.analysis.outcomes import SIMILAR
from engine.images.answers import Answer
from engine.images.calibration import Calibration
from engine.images.out_of_distribution import ENERGY, PROBABILITY, OutOfDistributionRule
from ui.charts.reliability import reliability
from ui.format import percent, words
from views.images.networks import calibration_of, outcomes_of

_MEASURES = {
    PROBABILITY: "highest probability",
    ENERGY: "energy score (the log-sum-exp of its logits)",
}


def draw_confidence(card: Card, epoch: float | None, answer: Answer) -> None:
    """Draw its confidence in sentences, with a warning if it is out of distribution."""
    calibration = _calibration(card)
    if calibration is None:
        return
    st.markdown(" ".join(sentences(card, epoch, answer, calibration)))
    rule = calibration.out_of_distribution
    if answer.out_of_distribution and rule is not None:
        st.warning(_warning(rule), icon=":material/help:")
    if not calibration.n:
        st.caption(
            "Probabilities are not calibrated: there were too few validation images."
        )
        return
    st.caption(
        f"The logits are divided by a temperature of {calibration.averaged:.2f}, "
        f"fitted on {calibration.n:,} {calibration.measured_on}"
        + (" for the final weights." if epoch is not None else ".")
    )


def sentences(
    card: Card, epoch: float | None, answer: Answer, calibration: Calibration
) -> list[str]:
    """Return sentences on how confident a network is of a prediction."""
    lines = []
    if answer.percentile is not None:
        lines.append(
            f"More confident than on {percent(answer.percentile)} of "
            f"{calibration.quantiles_of}."
        )
    outcomes = outcomes_of(card)
    if outcomes is not None and epoch is None:
        right = outcomes.right_at_similar_confidence(answer.confidence)
        lines.append(
            f"Of the {SIMILAR:,} test images with the closest confidence, {right} were "
            "right."
        )
    if lines:
        which = "those images" if outcomes is None else "CIFAR-10’s test images"
        lines.insert(
            1,
            f"This holds for {which} only: on photos of another kind, expect it to be "
            "right less often.",
        )
    lines.append(
        f"{answer.agreeing} of the {len(answer.views)} views give this class on their "
        "own."
    )
    return lines


def draw_calibration(card: Card) -> None:
    """Draw, folded away, its calibration and its out-of-distribution rule."""
    calibration = _calibration(card)
    if calibration is None or outcomes_of(card) is None:
        return
    folded = st.expander(
        "Calibration",
        key="images_calibration",
        icon=":material/balance:",
        bind="query-params",  # and the chart is drawn only once it is opened
    )
    if not folded.open:
        return
    with folded:
        reliability(before_and_after(card, calibration), "images_calibration_chart")
        rule = calibration.out_of_distribution
        if rule is not None:
            st.caption(
                "It answers “Probably none of the classes” where its "
                f"{_MEASURES[rule.measure]} is below {rule.threshold:.2f}. "
                f"{_error_rates(rule)}"
            )


def before_and_after(card: Card, calibration: Calibration) -> dict[str, list[Bin]]:
    """Return a network's reliability curve with its temperature, and without."""
    return _before_and_after(card, card.digests, calibration.averaged)


@st.cache_data(max_entries=8, show_spinner=False)
def _before_and_after(
    _card: Card, digests: Digests, temperature: float
) -> dict[str, list[Bin]]:
    outcomes = outcomes_of(_card)
    if outcomes is None:
        return {}
    before = outcomes.confidences_before(temperature)
    return {
        _card.name: bins(outcomes.confidences, outcomes.hits),
        f"{_card.name}, without temperature": bins(before, outcomes.hits),
    }


def _calibration(card: Card) -> Calibration | None:
    try:
        return calibration_of(card)
    except CheckpointError:
        return None


def _warning(rule: OutOfDistributionRule) -> str:
    """Return why the image seems out of distribution, and how good the rule is."""
    return (
        f"Probably out of distribution: its {_MEASURES[rule.measure]} is lower than "
        f"for nearly all real images of the classes. {_error_rates(rule)}"
    )


def _error_rates(rule: OutOfDistributionRule) -> str:
    """Return what the rule does to real and to generated images."""
    detected = ", ".join(
        f"{percent(share)} of {words(kind)}" for kind, share in rule.detected.items()
    )
    return (
        f"The rule flags {percent(rule.false_alarms)} of real images by mistake and "
        f"detects {detected} (generated test pictures)."
    )
