"""Tables of numbers: coloured by value, names escaped, cells that choose."""

from __future__ import annotations

import re

from ui.charts.grid import Grid, Row, _markup


def test_colour_says_sign_and_size() -> None:
    html = _markup([Grid("weights", [Row("", [2.0, -1.0, 0.0])])], "")
    cells = re.findall(r'class="(\w)" style="--a:([\d.]+)"[^>]*>([^<]+)<', html)
    assert cells == [
        ("p", "0.55", "+2.00"),
        ("n", "0.28", "−1.00"),
        ("n", "0.00", "+0.00"),
    ]


def test_number_that_rounds_to_zero_has_no_minus() -> None:
    html = _markup([Grid("", [Row("h", [-0.004])], small=True)], "")
    assert ">0.00<" in html
    assert 'title="−0.00400"' in html


def test_names_of_a_user_are_text_and_not_markup() -> None:
    grid = Grid("<i>", [Row("<b>", [1.0])], ["<script>"], [("<u>", 1)])
    html = _markup([grid, "<img>"], "")
    assert not re.search("<(i|b|u|script|img)>(?!×)", html.replace("<b>&lt;img", ""))
    assert "&lt;script&gt;" in html


def test_cells_of_the_choice_are_framed_and_empty_ones_choose_nothing() -> None:
    rows = [Row(name, [None, 1.0, 2.0], choices=["", "a", "b"]) for name in "xy"]
    html = _markup([Grid("", rows)], "b")
    assert html.count('class="p chosen"') + html.count('class="chosen p"') == 2
    assert html.count("data-id") == 4
