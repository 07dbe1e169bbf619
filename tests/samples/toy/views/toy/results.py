"""The Results tab."""

from ui.results import choose_cards, draw_figures


def draw() -> None:
    """Draw every figure of the cards."""
    draw_figures("toy", choose_cards("toy"))
