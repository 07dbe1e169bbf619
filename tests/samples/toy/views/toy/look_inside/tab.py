"""Every letter's probability as a chart."""

from engine.checkpoints.checkpoint import Card
from ui.charts.letters import draw_letters
from ui.loading import predictor


def draw(card: Card, epoch: float | None) -> None:
    """Draw the chart."""
    draw_letters(predictor("toy", card.name, epoch).probabilities, "toy_letters")
