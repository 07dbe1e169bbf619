"""What a sweep varies is checked before anything starts, in sentences."""

from __future__ import annotations

import pytest

from engine.errors import LoupeError
from engine.runs import store
from engine.sweeps import plan, values
from engine.sweeps import sweep as sweeps

REFUSED = {
    "--set dropout=0.95": "“dropout” must be between 0.0 and 0.9, not 0.95",
    "--set dropout=nan": "“dropout” must be a finite number",
    "--set dropout=much": "“dropout” must be a number between 0.0 and 0.9, not “much”",
    "--set units=8.5": "“units” must be a whole number between 4 and 2048, not “8.5”",
    "--set precision=half": "“precision” must be one of automatic, float32",
    "--set width=3": "The preset quick has no setting called “width”. Available: bat",
    "--set dropout": "“dropout” names no values",
    "--set dropout=,": "“dropout=,” names no values",
    "--set dropout=0.1 dropout=0.2": "“dropout” is set twice",
    "--set seed=1,2": "with --seeds 0-4, not with --set",
    "--set dropout=0.1..0.5": "is a range, which only a search takes",
    "--seeds 4-0": "“seeds” must be whole numbers from 0 to 2147483647, such as 0-4",
    "--seeds one": "not “one”",
    "--seeds 0-9999999": "These are 10,000,000 trainings; a sweep has at most 300",
    "--seeds 0-99 --set dropout=0,0.1,0.2,0.3": "These are 400 trainings",
    "--seeds 0-1 --presets ngrams": "The preset ngrams uses no random numbers",
    "--presets quikc": "There is no language preset called “quikc”. Available: best",
    "--presets quick,ngrams --set units=8": "The preset ngrams has no setting called",
    "--search 4": "A search needs settings to choose from",
    "--search -1": "--search must be a whole number from 1",
    "--jobs 0": "--jobs must be a whole number from 1",
    "--search 4 --seeds 0-1 --set units=8..16": "one preset with one seed",
    "--search 4 --set units=16..8": "one range from low to high",
    "--search 4 --set units=1..8": "“units” must be between 4 and 2048, not 1",
    "--search 4 --set precision=a..b": "“precision” must be one of automatic, float32",
    "--search 999 --set units=8..16": "a sweep has at most 300",
}


@pytest.mark.parametrize("words", REFUSED)
def test_bad_value_gets_a_sentence_with_what_is_allowed(planned, words):
    with pytest.raises(LoupeError) as refused:
        planned(*words.split())
    assert REFUSED[words] in str(refused.value)
    assert store.list_runs() == []
    assert sweeps.list_sweeps() == []


def test_short_text_and_missing_data_are_refused_before_anything_starts(
    planned, home, tmp_path
):
    short = tmp_path / "short.txt"
    short.write_text("lamp", "utf-8")
    with pytest.raises(LoupeError, match="needs at least 39"):
        planned("--own-data", str(short))
    short.write_text("lamp " * 100, "utf-8")
    too_long = ("--search", "4", "--set", "sequence-length=8..1000")
    with pytest.raises(LoupeError, match="needs at least"):
        planned("--own-data", str(short), *too_long)
    with pytest.raises(
        LoupeError, match=r"Tiny Shakespeare is missing \(.*\)\. Download"
    ):
        planned("--own-data", "", "--source", "shakespeare")
    with pytest.raises(LoupeError, match="no language data set called “asop”"):
        planned("--own-data", "", "--source", "asop")


def test_grid_has_every_combination_once_and_seed_by_seed(planned):
    sweep = planned(
        *("--seeds", "0-1,1", "--set", "dropout=0.2,0.4,0.20", "learning-rate=1e-3"),
        *("--set", "units=8", "--presets", "quick,best"),
    )
    trainings = list(plan.trainings(sweep))
    assert plan.count(sweep) == len(trainings) == 8
    assert [t.config.seed for t in trainings] == [0] * 4 + [1] * 4
    kinds = {(t.preset, t.config.dropout) for t in trainings}
    assert kinds == {(p, d) for p in ("quick", "best") for d in (0.2, 0.4)}
    assert {t.config.units for t in trainings} == {8}
    assert {t.config.learning_rate for t in trainings} == {0.001}


def test_variations_have_each_value_and_both_ends_of_each_range(planned):
    sweep = planned(
        *("--search", "9", "--set", "dropout=0.1..0.5", "units=8,16", "layers=1,2"),
    )
    tried = [training.config for training in plan.variations(sweep)]
    assert len(tried) == 4
    assert {config.units for config in tried} == {8, 16}
    assert {config.layers for config in tried} == {1, 2}
    assert {config.dropout for config in tried} == {0.1, 0.5}


def test_range_over_a_factor_of_ten_is_searched_on_a_log_scale():
    assert values.is_logarithmic(1e-4, 1e-3)
    assert not values.is_logarithmic(0.1, 0.5)
    assert not values.is_logarithmic(0.0, 0.5)
