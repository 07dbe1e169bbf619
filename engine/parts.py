"""A network as a picture: its parts from input to output, made from its config.

`analysis/parts.py` of each experiment lists them; a test compares the names of their
layers with those of the Keras model.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a network: a layer, or a few that belong together."""

    title: str
    words: str  # what it does, a sentence or two, Markdown
    shape: str  # of what comes out, without the batch: “T × 256”
    formula: str = ""  # LaTeX; "" where the words say it all
    layers: tuple[str, ...] = ()  # names of the Keras layers with weights


# Parts side by side work on the same input; the next row takes what all of them give.
Parts = tuple[tuple[Part, ...], ...]

LSTM: Final = r"""\begin{aligned}
z &= W x_t + b \\
&\quad {} + U h_{t-1} \\
i_t &= \sigma(z_i) \\
f_t &= \sigma(z_f) \\
o_t &= \sigma(z_o) \\
g_t &= \tanh(z_g) \\
c_t &= f_t \odot c_{t-1} \\
&\quad {} + i_t \odot g_t \\
h_t &= o_t \odot \tanh(c_t)
\end{aligned}"""
LSTM_WORDS: Final = (
    r"Of the four parts of $z$, those of the input, forget and output gate go through "
    r"the sigmoid $\sigma$, which gives values from 0 to 1; that of the candidate $g$ "
    "through tanh, −1 to 1. ⊙ multiplies number by number."
)
CHARACTER_CNN: Final = r"""\begin{aligned}
y_f &= \max_t z_t \\
z &= \operatorname{ReLU}(a) \\
a &= w_f * e + b_f
\end{aligned}"""
SOFTMAX: Final = r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}"
RELU_WORDS: Final = "ReLU sets what is below 0 to 0."


def logits(classes: str, of: str) -> Part:
    """Return the last layer with weights: one logit for each class.

    Args:
        classes: How many, for the shape.
        of: What it reads, as a letter.
    """
    return Part(
        "Logits",
        "One number for each class, not yet a probability.",
        classes,
        f"z = W {of} + b",
        ("logits",),
    )


def softmax(classes: str, what: str = "class") -> Part:
    """Return the end: probabilities that add up to 1."""
    return Part(
        "Softmax",
        f"A probability for each {what}; together they are 1.",
        classes,
        SOFTMAX,
    )
