"""The guide: which letter of two is the likelier one?"""

from ui.loading import cards_of, predictor
from ui.stops import OWN, Answer, Stop, require

_PAIRS = ("eq", "th", "ao", "sz", "rj")


def stops() -> tuple[Stop, ...]:
    """Return a stop for each pair, and one for a letter of the visitor's own."""
    return (*(_stop(pair) for pair in _PAIRS), _own())


def _stop(pair: str) -> Stop:
    return Stop(
        f"{pair[0]} or {pair[1]}",
        "The text was counted letter by letter.",
        "Which is the likelier letter?",
        (f"“{pair[0]}”, or both alike", f"“{pair[1]}”"),
        lambda own: _compare(*pair),
        "Read the probability.",
        "The probability is the share of this letter among all letters of the text.",
        {"toy_tab": "Try", "toy_letter": pair[0]},
    )


def _own() -> Stop:
    return Stop(
        "Your own letter",
        "The same question for any letter.",
        "Is it likelier than “e”?",
        ("No", "Yes"),
        lambda own: _compare("e", own[:1].lower()),
        "Read the probability.",
        "Few letters are likelier than “e” in a text that is written in English.",
        {"toy_tab": "Try", "toy_letter": OWN},
        own="A letter",
    )


def _compare(first: str, second: str) -> Answer:
    """Return which of two letters is likelier."""
    card = require(next(iter(cards_of("toy").values()), None))
    model = predictor("toy", card.name, None)
    shares = [model.probability(letter) for letter in (first, second)]
    return Answer(int(shares[1] > shares[0]), f"{shares[0]:.3f} and {shares[1]:.3f}.")
