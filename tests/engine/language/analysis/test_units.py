import numpy as np
import pytest

from engine.language.analysis import units


def test_unit_that_follows_a_trait_is_found() -> None:
    text = "The first line,\nand a second one.\n"
    random = np.random.default_rng(0)
    traces = random.uniform(-0.1, 0.1, (2, len(text), 5)).astype(np.float32)
    traces[1, :, 3] = -units.traits(text)["position in the line"] / 20
    by_trait = {match.trait: match for match in units.best_units(traces, text)}
    match = by_trait["position in the line"]
    assert (match.layer, match.unit) == (1, 3)
    assert match.correlation == pytest.approx(-1, abs=1e-5)


def test_traits_that_do_not_occur_are_named_and_not_matched() -> None:
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
