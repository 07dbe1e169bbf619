"""The How it works tab."""

from ui.how_it_works import draw_commands, draw_source


def draw() -> None:
    """Draw the commands and the source."""
    draw_commands(["./loupe", "predict", "toy", "e"], "print('e')")
    draw_source("toy")
