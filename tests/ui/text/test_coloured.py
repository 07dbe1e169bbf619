import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.language.analysis import branch
from engine.language.analysis.compare import compare
from engine.language.piece import Choice, Piece, Reading
from ui.downloads import characters_csv
from ui.palette import ALL_CLASSES, PROBABILITY_CLASSES, UNDERLINED
from ui.text import coloured

ROW = (Choice("a", 0.6, 0.9), Choice("<", 0.3, 0.1))
PIECE = Piece("a<\n", np.array([0.6, 0.003, 0.99]), (ROW, ROW, ()))


def test_markup_stays_text_while_it_is_being_written() -> None:
    html = coloured.streamed_html(coloured.shaded_html(PIECE), given="<script>")
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert ">&lt;<" in html


def test_unlikely_characters_are_underlined_and_not_only_paler() -> None:
    html = coloured.shaded_html(PIECE)
    before, after = html.split("&lt;")
    assert "underline dotted" in before.rsplit("<span", 1)[1]
    assert "underline dotted" not in after


def test_text_that_grows_part_by_part_is_the_whole_text() -> None:
    parts = (coloured.shaded_html(PIECE, start) for start in (0, 2))
    first, rest = coloured.shaded_html(Piece("a<", PIECE.probability[:2], ())), parts
    assert next(rest) == first + next(rest)


def test_branch_from_a_browser_counts_only_if_it_was_offered() -> None:
    offered = coloured._branch({"place": 1, "character": "<"}, PIECE)
    assert offered == coloured.Branch(1, "<")
    for chosen in (
        None,
        "text",
        {"place": 1, "character": "z"},
        {"place": 2, "character": "a"},
        {"place": -1, "character": "a"},
        {"place": 99, "character": "a"},
        {"place": "1", "character": "a"},
    ):
        assert coloured._branch(chosen, PIECE) is None


def test_branch_keeps_the_text_before_and_its_own_probability() -> None:
    start = branch.branch(PIECE, 1, "a")
    assert start.text == "aa"
    assert start.probability.tolist() == [0.6, 0.6]
    assert start.choices == (ROW, ROW)
    assert PIECE.probability[1] == 0.003
    with pytest.raises(ValueError, match="alternative"):
        branch.branch(PIECE, 0, "z")
    with pytest.raises(ValueError, match="not a position"):
        branch.branch(PIECE, 3, "a")


def test_comparison_subtracts_the_second_from_the_first() -> None:
    other = Piece(PIECE.text, np.array([0.3, 0.006, 0.99]), PIECE.choices)
    comparison = compare(PIECE.text, Reading(PIECE, {}), Reading(other, {"x": "y"}))
    assert comparison.difference == pytest.approx([-np.log(2), np.log(2), 0])
    assert comparison.expected == (ROW[0], ROW[0], None)
    assert comparison.totals()[0][0] == pytest.approx(PIECE.nats.sum())
    with pytest.raises(ValueError, match="characters"):
        compare("longer", Reading(PIECE, {}))


def test_every_shade_of_every_palette_has_its_own_name() -> None:
    names = [shade.name for shade in ALL_CLASSES]
    assert len(set(names)) == len(names)
    assert set(UNDERLINED) < set(names)


def test_table_quotes_what_would_break_it() -> None:
    table = characters_csv('",', {"nats": [1.0, 0.25]})
    assert table == 'position,character,nats\r\n0,"""",1.0\r\n1,",",0.25\r\n'


def page() -> None:
    import numpy as np

    from engine.language.piece import EMPTY, Choice, Piece
    from ui.palette import PROBABILITY_CLASSES, SURPRISE_CLASSES
    from ui.text.coloured import coloured_text, coloured_values
    from ui.text.marks import legend

    row = (Choice("a", 0.6, 0.9),)
    coloured_text(Piece("a", np.array([0.6]), (row,)), "one", on_branch=print)
    coloured_text(EMPTY, "none")
    coloured_values("ab", [0.1, 9.0], SURPRISE_CLASSES, "two", ["x", "y"], "label")
    legend(PROBABILITY_CLASSES, "Probability:")


def test_texts_and_legend_are_drawn() -> None:
    test = AppTest.from_function(page, default_timeout=30).run()
    assert not test.exception
    legend = str(test.get("html")[-1].proto)
    for shade in PROBABILITY_CLASSES:
        assert shade.words in legend
