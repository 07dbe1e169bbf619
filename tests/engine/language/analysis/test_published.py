"""Published figures: listed apart where they are not comparable."""

from __future__ import annotations

import pytest

from engine.language import data
from engine.language.analysis.published import (
    DYNAMIC,
    FIGURES,
    MEAN,
    OTHER_SPLITS,
    figures_for,
    post_combinations,
)
from engine.language.data import SPLIT

TEXTS = {source.name for source in data.SOURCES}


@pytest.mark.parametrize("figure", [*FIGURES, *OTHER_SPLITS], ids=lambda f: f.system)
def test_figure_has_its_source(figure):
    assert figure.source in TEXTS
    assert figure.citation
    assert figure.metric in (MEAN, DYNAMIC)
    assert 0 < figure.value < 4.2


def test_only_figures_on_our_split_stand_beside_ours():
    assert {figure.split for figure in FIGURES} == {SPLIT}
    assert SPLIT not in {figure.split for figure in OTHER_SPLITS}
    assert 1.395 not in {figure.value for figure in FIGURES}


def test_adaptive_figures_are_never_among_the_others():
    still, adaptive = (figures_for("shakespeare", m) for m in (MEAN, DYNAMIC))
    assert still
    assert not set(still) & set(adaptive)
    assert [f.value for f in still] == sorted(f.value for f in still)


def test_text_without_published_figures_has_none():
    assert figures_for("aesop") == ()


def test_the_posts_own_counts():
    assert post_combinations(2) == 9_604
    assert post_combinations(3) == 941_192
    # The post rounds it to 5.46e59.
    assert post_combinations(30) == pytest.approx(5.46e59, rel=2e-3)
