from engine.toy.model import build


def test_probabilities_sum_to_one():
    assert abs(sum(build("Letters.", 1.0).values()) - 1) < 1e-9
