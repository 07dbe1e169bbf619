"""Every colour that Loupe draws by itself; all others are in .streamlit/config.toml.

Backgrounds behind text are translucent, so that one value works on the light
and on the dark paper; with the strongest, text keeps 4.5:1 on both. No colour
carries a meaning alone: the same is said in words, figures or line styles.
"""

from dataclasses import dataclass, replace

# Words in the colour of what can be clicked, on light and on dark paper.
ACCENT = "light-dark(#A3541A, #E0A069)"
QUIET_TEXT = "light-dark(#5A5F69, #B3B5B9)"  # captions: 4.5:1 also in the menu
BRASS = "#B8651F"  # the accent, in the shade that reads on both papers

# Okabe and Ito (2008): distinct for colour-blind readers. No yellow, which is lost
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

# Probability of the character: the bluer, the more probable.
PROBABILITY_CLASSES = (
    Shade(0.0, "p0", "transparent", "under 1%"),
    Shade(0.01, "p1", _BLUE.format(0.09), "1 to 5%"),
    Shade(0.05, "p2", _BLUE.format(0.17), "5 to 15%"),
    Shade(0.15, "p3", _BLUE.format(0.26), "15 to 35%"),
    Shade(0.35, "p4", _BLUE.format(0.36), "35 to 60%"),
    Shade(0.60, "p5", _BLUE.format(0.46), "60 to 85%"),
    Shade(0.85, "p6", _BLUE.format(0.56), "over 85%"),
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


# What a unit says, −1 to 1: the blue and orange of a difference.
TRACE_CLASSES = tuple(
    replace(shade, least=least, name=name, words=words)
    for shade, (least, name, words) in zip(
        DIFFERENCE_CLASSES,
        (
            (-2.0, "t0", "under −0.6"),
            (-0.6, "t1", "−0.6 to −0.3"),
            (-0.3, "t2", "−0.3 to −0.1"),
            (-0.1, "t3", "about 0"),
            (0.1, "t4", "0.1 to 0.3"),
            (0.3, "t5", "0.3 to 0.6"),
            (0.6, "t6", "over 0.6"),
        ),
        strict=True,
    )
)

# What a word adds to an answer, as a share of the strongest one, −1 to 1: orange
# pulls down, blue pulls up. The strong ones are underlined too.
CONTRIBUTION_CLASSES = tuple(
    replace(shade, least=least, name=name, words=words)
    for shade, (least, name, words) in zip(
        reversed(DIFFERENCE_CLASSES),
        (
            (-2.0, "c0", "lowers it strongly"),
            (-0.6, "c1", "lowers it"),
            (-0.25, "c2", "lowers it a little"),
            (-0.06, "c3", "hardly changes it"),
            (0.06, "c4", "raises it a little"),
            (0.25, "c5", "raises it"),
            (0.6, "c6", "raises it strongly"),
        ),
        strict=True,
    )
)

# How strong something is, as a share of the strongest, 0 to 1.
STRENGTH_CLASSES = (
    Shade(0.0, "n0", "transparent", "under 2%"),
    Shade(0.02, "n1", _BLUE.format(0.09), "2 to 10%"),
    Shade(0.10, "n2", _BLUE.format(0.19), "10 to 25%"),
    Shade(0.25, "n3", _BLUE.format(0.30), "25 to 50%"),
    Shade(0.50, "n4", _BLUE.format(0.42), "50 to 75%"),
    Shade(0.75, "n5", _BLUE.format(0.56), "over 75% of the largest"),
)

ALL_CLASSES = (
    *PROBABILITY_CLASSES,
    *SURPRISE_CLASSES,
    *DIFFERENCE_CLASSES,
    *TRACE_CLASSES,
    *CONTRIBUTION_CLASSES,
    *STRENGTH_CLASSES,
)

# Shades that get a line under the text, so that colour does not say it alone: what
# was unlikely, what surprised, what decides.
UNDERLINED = {
    **dict.fromkeys(("p0", "p1", "s4", "s5", "c0", "c1"), "dotted"),
    **dict.fromkeys(("c5", "c6", "n5"), "solid"),
}


def strength(share: float) -> str:
    """Return the one blue in the strength of a share, 0 to 1, for behind text."""
    return blue(0.62 * min(max(share, 0.0), 1.0))


def blue(opacity: float) -> str:
    """Return the one blue, for what has no text on it, as CSS."""
    return _BLUE.format(opacity)


def orange(opacity: float) -> str:
    """Return the orange on the other side of nothing, as CSS."""
    return _ORANGE.format(opacity)


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
