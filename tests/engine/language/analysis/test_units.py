import numpy as np
import pytest

from engine.language import shown
from engine.language.analysis import units
from engine.language.piece import Choice, Piece


def test_unit_that_follows_a_trait_is_found() -> None:
    text = "The first line,\nand a second one.\n"
    random = np.random.default_rng(0)
    traces = random.uniform(-0.1, 0.1, (2, len(text), 5)).astype(np.float32)
    traces[1, :, 3] = -units.traits(text)["position in the line"] / 20
    found = {match.trait: match for match in units.best_units(traces, text)}
    match = found["position in the line"]
    assert (match.layer, match.unit) == (1, 3)
    assert match.correlation == pytest.approx(-1, abs=1e-5)


def test_traits_that_do_not_occur_are_named_and_not_scored() -> None:
    text = "no marks here\n"
    traces = np.ones((1, len(text), 2), np.float32)
    assert "inside brackets" in units.missing_traits(text)
    names = {match.trait for match in units.best_units(traces, text)}
    assert "inside brackets" not in names


def test_unit_that_never_moves_has_no_correlation() -> None:
    trait = units.traits("a b")["between words"]
    values = units.correlations(np.ones((1, 3, 2), np.float32), trait)
    assert values.tolist() == [[0, 0]]


def test_empty_text_has_no_matches() -> None:
    assert units.best_units(np.zeros((1, 0, 2), np.float32), "") == ()


@pytest.mark.parametrize(
    ("trait", "text", "expected"),
    [
        ("inside quotes", 'a "b" c', [0, 0, 1, 1, 0, 0, 0]),
        ("inside quotes", "“b” c", [1, 1, 0, 0, 0]),
        ("word in capitals", "I AM a", [0, 0, 0, 1, 0, 0]),
        ("just after a colon", "a: b", [0, 1, 1, 1]),
        ("position in the word", "ab c", [1, 2, 0, 1]),
    ],
)
def test_trait_of_a_text(trait: str, text: str, expected: list[int]) -> None:
    assert units.traits(text)[trait].tolist() == expected


def test_of_a_copied_run_only_its_first_characters_are_shown() -> None:
    original = "".join(chr(97 + (i * i) % 26) for i in range(400))
    original += "".join(chr(65 + (i * 7 + i // 9) % 26) for i in range(400))
    for start in range(350, 400, 7):
        copied = original[start : start + 160]
        text = "0123456" + copied + "89"
        hidden = shown.hidden_places(text, original, 100)
        visible = "".join(c for i, c in enumerate(text) if i not in hidden)
        assert visible == "0123456" + copied[:100] + "89"


def test_hidden_characters_keep_no_alternatives() -> None:
    row = (Choice("a", 0.5, 0.5),)
    piece = Piece("abcdef", np.ones(6), (row,) * 6)
    short = shown.shorten(piece, "abcdef", 4)
    assert short.text == "abcd……"
    assert short.choices == (row,) * 4 + ((), ())
    assert shown.shorten(piece, "fedcba", 4) is piece
