"""Other people's figures on SQuAD, and the preset with the post's parameters."""

from __future__ import annotations

import pytest

from engine.reading.analysis.published import FIGURES, POST_PARAMETERS, PRETRAINED
from engine.reading.config import PRESETS, difference


def test_pretrained_systems_are_not_compared_with_ours():
    assert not {f.system for f in PRETRAINED} & {f.system for f in FIGURES}
    assert all(figure.note for figure in PRETRAINED)
    best = max(f.value for f in FIGURES if f.metric == "f1")
    assert best == 83.8  # QANet, the best without a pretrained language model


@pytest.mark.parametrize(
    ("name", "field", "value"), [each for each in POST_PARAMETERS if each[1]]
)
def test_preset_post_has_the_posts_parameters(name, field, value):
    ours = getattr(PRESETS["post"], field)
    if name == "Characters of a question word":
        assert ours >= int(value)  # one length for both, that of the paragraph
    else:
        assert str(ours) == value
    assert PRESETS["post"].modelling_layers == 3


def test_card_says_what_of_the_paper_is_missing():
    assert "M²" in difference(PRESETS["bidaf"])
    assert difference(PRESETS["baseline"]) == ""
