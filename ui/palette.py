"""Every colour that Loupe draws by itself; all others are in .streamlit/config.toml.

Backgrounds behind text are translucent, so that one value works on the light
and on the dark paper; with the strongest, text keeps 4.5:1 on both. No colour
carries a meaning alone: the same is said in words, figures or line styles.
"""

from dataclasses import dataclass

BRASS = "#B8651F"  # the accent, in the shade that reads on both papers

# Okabe and Ito (2008): told apart by colour-blind eyes. No yellow, which is lost
# on paper, and no black, which is lost on the dark.
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")

TRAIN = "#0072B2"
VALIDATION = "#D55E00"
LEARNING_RATE = "#009E73"
QUIET = "#8A8F98"  # lines that only help, on both papers


@dataclass(frozen=True, slots=True)
class Shade:
    """A background for values from `least` up to the next shade's `least`."""

    least: float
    name: str  # CSS class
    background: str
    words: str  # the same for a legend and for ears


_BLUE = "rgba(30, 130, 200, {:.2f})"
_ORANGE = "rgba(213, 110, 20, {:.2f})"

# How probable the character was that stands there: the bluer, the surer.
PROBABILITY_CLASSES = (
    Shade(0.0, "p0", "transparent", "under 1 %"),
    Shade(0.01, "p1", _BLUE.format(0.09), "1 to 5 %"),
    Shade(0.05, "p2", _BLUE.format(0.17), "5 to 15 %"),
    Shade(0.15, "p3", _BLUE.format(0.26), "15 to 35 %"),
    Shade(0.35, "p4", _BLUE.format(0.36), "35 to 60 %"),
    Shade(0.60, "p5", _BLUE.format(0.46), "60 to 85 %"),
    Shade(0.85, "p6", _BLUE.format(0.56), "over 85 %"),
)

# How surprised a reader was, in nats: the more orange, the more surprised.
SURPRISE_CLASSES = (
    Shade(0.0, "s0", "transparent", "under 0.5 nats"),
    Shade(0.5, "s1", _ORANGE.format(0.12), "0.5 to 1.5 nats"),
    Shade(1.5, "s2", _ORANGE.format(0.22), "1.5 to 3 nats"),
    Shade(3.0, "s3", _ORANGE.format(0.34), "3 to 5 nats"),
    Shade(5.0, "s4", _ORANGE.format(0.46), "5 to 8 nats"),
    Shade(8.0, "s5", _ORANGE.format(0.58), "over 8 nats"),
)

# First reader's nats minus the second's: blue where the first was less surprised.
DIFFERENCE_CLASSES = (
    Shade(-1e9, "d0", _BLUE.format(0.56), "first better by over 3 nats"),
    Shade(-3.0, "d1", _BLUE.format(0.36), "first better by 1 to 3 nats"),
    Shade(-1.0, "d2", _BLUE.format(0.17), "first better by 0.3 to 1 nats"),
    Shade(-0.3, "d3", "transparent", "about the same"),
    Shade(0.3, "d4", _ORANGE.format(0.18), "second better by 0.3 to 1 nats"),
    Shade(1.0, "d5", _ORANGE.format(0.36), "second better by 1 to 3 nats"),
    Shade(3.0, "d6", _ORANGE.format(0.56), "second better by over 3 nats"),
)


def shade_of(value: float, shades: tuple[Shade, ...]) -> Shade:
    """Return the shade that a value falls into; below the first, the first."""
    fitting = shades[0]
    for shade in shades:
        if value >= shade.least:
            fitting = shade
    return fitting


def styles(shades: tuple[Shade, ...]) -> str:
    """Return CSS rules, one for each shade's class."""
    return "\n".join(f".{s.name} {{ background: {s.background}; }}" for s in shades)
