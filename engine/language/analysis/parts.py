"""The network as a picture, from its config. T characters, V in the vocabulary."""

from engine.language.config import LanguageConfig
from engine.parts import LSTM, LSTM_WORDS, Part, Parts, softmax


def parts(config: LanguageConfig) -> Parts:
    """Return the parts of the network, from the characters to the next one."""
    embedding, units = config.embedding_size, config.units
    lstms = tuple(
        (
            Part(
                f"LSTM, layer {number}",
                "Carries its cell c and its activations h from character to character. "
                + (LSTM_WORDS if number == 1 else "The same formulas, own weights."),
                f"T × {units}",
                LSTM if number == 1 else "",
                (f"lstm_{number}",),
            ),
        )
        for number in range(1, config.layers + 1)
    )
    return (
        (Part("Characters", "Each by its number in the vocabulary.", "T"),),
        (
            Part(
                "Embedding",
                "A learned vector for each character of the vocabulary.",
                f"T × {embedding}",
                r"x_t = E_{c_t}",
                ("embedding",),
            ),
        ),
        *lstms,
        (
            Part(
                "Logits",
                "One number for each character that could come next.",
                "T × V",
                r"z_t = W h_t + b",
                ("logits",),
            ),
        ),
        (softmax("T × V", "character"),),
    )
