"""Other people's figures."""

from engine.published import PublishedFigure

FIGURES: tuple[PublishedFigure, ...] = ()
