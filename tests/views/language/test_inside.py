"""One step and Influence: worked numbers on the language page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.contract import tiny
from tests.views.visiting import visit
from views.language.look_inside import whole_step


@pytest.fixture
def deep(home, learned) -> None:
    """A network of two layers as the only one that is shipped."""
    tiny.ship("language", learned("language", "best").checkpoint, "deep")


def step():
    return visit("language", language_tab="Look inside", language_view="One step")


@pytest.mark.usefixtures("deep")
class TestOneStep:
    def test_numbers_of_a_unit_and_of_the_draw_are_shown(self) -> None:
        test = step()
        gates, draws = (table.value for table in test.table)
        assert len(gates) == 4
        assert sum(draws[""] == "→") == 1
        assert any("renormalised" in caption.value for caption in test.caption)

    def test_temperature_0_divides_by_nothing(self) -> None:
        test = step()
        test.slider(key="language_temperature").set_value(0.0).run()
        draws = test.table[1].value
        assert set(draws["÷ T = 0"]) == {"–"}
        assert any("always taken" in caption.value for caption in test.caption)

    def test_buttons_step_through_the_text_and_change_the_numbers(self) -> None:
        test = step()
        before = test.table[0].value
        at = test.slider(key="language_step").value
        test.button(key="language_step_on").click().run()
        assert not test.exception
        assert test.slider(key="language_step").value == at + 1
        assert not test.table[0].value.equals(before)
        test.button(key="language_step_back").click().run()
        assert test.table[0].value.equals(before)

    def test_play_stops_at_the_end_of_the_text(self) -> None:
        test = step()
        last = test.slider(key="language_step").max
        test.slider(key="language_step").set_value(int(last) - 1).run()
        test.button(key="language_step_play").click().run()
        test.run()
        assert not test.exception
        assert test.slider(key="language_step").value == last
        assert test.button(key="language_step_play").label == "Play"
        assert test.button(key="language_step_on").disabled

    def test_shorter_text_and_network_keep_every_choice_in_bounds(self) -> None:
        test = step()
        test.slider(key="language_step").set_value(300).run()
        test.text_area(key="language_step_text").set_value("<b>a lamp</b>").run()
        assert not test.exception
        assert test.slider(key="language_step").value <= 13
        assert any("not in its vocabulary" in caption.value for caption in test.caption)


def sums(test) -> str:
    """Return the table that shows a number term by term, as HTML."""
    return next(e.value for e in test.get("html") if "term by term" in e.value)


@pytest.mark.usefixtures("shipped")
class TestWholeStep:
    def test_number_of_a_link_is_shown_as_its_products(self) -> None:
        test = visit(
            "language",
            language_tab="Look inside",
            language_view="One step",
            language_number="forget-3",
        )
        assert "Forget gate of unit 3, term by term" in sums(test)
        for name in ("x4", "h&#x27;8", "bias", "sum", "sigmoid"):
            assert f">{name}</th>" in sums(test)

    def test_chosen_number_stays_while_the_text_is_stepped_through(self) -> None:
        test = step()
        test.selectbox(key="language_number").set_value("logit-5").run()
        before = sums(test)
        assert "Logit of" in before
        assert any("softmax divides" in caption.value for caption in test.caption)
        test.button(key="language_step_on").click().run()
        assert not test.exception
        assert test.selectbox(key="language_number").value == "logit-5"
        assert sums(test) != before

    def test_a_click_chooses_the_number_that_is_followed(self, monkeypatch) -> None:
        state = {whole_step._GRIDS: SimpleNamespace(chosen="cell-2")}
        monkeypatch.setattr(whole_step.st, "session_state", state)
        whole_step._take_click()
        assert state[whole_step._NUMBER] == "cell-2"

    def test_other_networks_offer_the_small_one(self, shipped, deep) -> None:
        path = shipped / "card.json"
        card = path.read_text(encoding="utf-8").replace('"quick"', '"tiny"')
        path.write_text(card, encoding="utf-8")
        test = visit(
            "language",
            language_tab="Look inside",
            language_view="One step",
            language_network="deep",
        )
        test.button(key="language_step_small").click().run()
        assert not test.exception
        assert test.selectbox(key="language_network").value == "tiny"
        assert sums(test)


@pytest.mark.usefixtures("shipped")
def test_unit_is_held_while_the_network_writes() -> None:
    test = visit("language", language_tab="Look inside")
    test.number_input(key="language_unit").set_value(5).run()
    test.button(key="language_hold").click().run()
    assert not test.exception
    assert test.number_input(key="language_held_unit").value == 5
    assert any("output of layer 1, unit 5 held" in m.value for m in test.markdown)

    linked = {"language_held_unit": "3", "language_held_value": "-2.5"}
    test = visit(
        "language",
        language_tab="Look inside",
        language_view="Hold a unit",
        language_held_part="Cell c",
        **linked,
    )
    assert any("cell of layer 1, unit 3 held at −2.5" in m.value for m in test.markdown)


@pytest.mark.usefixtures("shipped")
def test_influence_names_what_is_predicted_and_what_n_grams_see() -> None:
    test = visit("language", language_tab="Look inside", language_view="Influence")
    test.slider(key="language_influence").set_value(40).run()
    assert not test.exception
    sentence = next(c.value for c in test.caption if "10-gram" in c.value)
    assert "of the influence" in sentence
    test.multiselect(key="language_influence_beside").set_value(["0", "1"]).run()
    headings = [m.value for m in test.markdown if m.value.endswith("**")]
    assert [heading.split(", ")[-1] for heading in headings] == [
        "final weights**",
        "untrained**",
        "epoch 1**",
    ]
    shares = [c.value for c in test.caption if "of the influence lies" in c.value]
    assert len(set(shares)) == 4
    linked = test.query_params["language_influence_beside"]
    test.text_area(key="language_step_text").set_value("ab").run()
    assert not test.exception
    assert linked == ["0", "1"]
