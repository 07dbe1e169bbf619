"""The commands of the How it works tab."""

from __future__ import annotations

import pytest

from tests.views import visiting
from tests.views.images_page import ship, visit, words_of


@pytest.fixture
def shipped(home, learned):
    return ship(learned("images", "quick").checkpoint)


@pytest.mark.usefixtures("shipped")
def test_commands_are_those_of_the_address_also_after_a_reload() -> None:
    chosen = {"images_top": "5", "images_fit": "crop", "images_network": "gone"}
    test = visit(images_tab="How it works", **chosen)
    assert "--top-n 5" in test.code[0].value
    assert "--fit crop" in test.code[0].value
    assert "gone" not in test.code[0].value
    assert "middle square" in words_of(test)
    test = visiting.open_page("images", images_tab="How it works", images_top=7)
    assert "--top-n 7" in test.code[0].value
    again = visiting.reloaded("images", test, "How it works")
    assert again.code[0].value == test.code[0].value
