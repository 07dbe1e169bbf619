from __future__ import annotations

import numpy as np
import pytest

from engine.checkpoints.checkpoint import PROJECT
from engine.reading.analysis import mistakes, outcomes, tallies
from engine.reading.analysis.mistakes import (
    ELSEWHERE,
    LENGTH,
    LONG,
    NEAR,
    NOWHERE,
    OVERLAP,
    RELATIONS,
    RIGHT,
    SHORT,
    TYPE,
    WRONG,
    excerpt,
    relation,
)
from engine.reading.analysis.outcomes import KINDS, Outcomes
from engine.reading.analysis.published import POST_TYPES

# Six questions, whose answers are right, too long, …, missing.
REFERENCES = (((0, 4),), ((5, 9),), ((5, 9), (20, 30)), ((5, 9),), ((5, 9),), ((5, 9),))


def some() -> Outcomes:
    """Return one outcome of each kind; `what` and `who` take turns."""
    return Outcomes(
        exact=np.array([1, 0, 0, 0, 0, 0], np.float32),
        first_exact=np.array([1, 0, 0, 0, 0, 0], np.float32),
        f1=np.array([1, 0.5, 0.5, 0.4, 0, 0], np.float32),
        probability=np.array([0.9, 0.2, 0.8, 0.5, 0.7, 0.1], np.float32),
        confidence=np.array([0.8, 0.3, 0.7, 0.5, 0.6, 0.2], np.float32),
        kinds=np.array([KINDS.index(k) for k in ("what", "who")] * 3, np.int32),
        contained=outcomes.bits([("what", "is"), ("who",)] * 3),
        contained_words=outcomes.bits([("what",), ("who",)] * 3),
        words=np.array([1, 1, 2, 4, 5, 12], np.int32),
        starts=np.array([0, 3, 22, 7, 12, 0], np.int32),
        ends=np.array([4, 9, 30, 12, 15, 0], np.int32),
    )


def names(found: Outcomes) -> list[str]:
    return [RELATIONS[place] for place in mistakes.relations(found, REFERENCES)]


def test_every_relation_is_found():
    assert names(some()) == [RIGHT, LONG, SHORT, OVERLAP, ELSEWHERE, NOWHERE]


def test_reference_with_the_largest_overlap_counts():
    assert relation((20, 40), [(0, 21), (22, 40)]) == LONG
    assert relation((20, 40), []) == ELSEWHERE


def test_answers_that_touch_share_nothing():
    assert relation((4, 8), [(8, 12), (0, 4)]) == ELSEWHERE


class TestSelect:
    @pytest.mark.parametrize(
        ("which", "places"),
        [
            (WRONG, [2, 4, 3, 1, 5]),
            (NEAR, [2, 3, 1]),
            (RIGHT, [0]),
            (OVERLAP, [3]),
            (NOWHERE, [5]),
        ],
    )
    def test_most_probable_come_first(self, which, places):
        found = some()
        related = mistakes.relations(found, REFERENCES)
        everyone = mistakes.group_mask(found, TYPE, "")
        assert mistakes.select(found, everyone, which, related) == places

    def test_only_those_of_the_group(self):
        found = some()
        here = mistakes.group_mask(found, TYPE, "who")
        assert mistakes.select(found, here, WRONG) == [3, 1, 5]
        here = mistakes.group_mask(found, LENGTH, "4–5")
        assert mistakes.select(found, here, WRONG) == [4, 3]


def test_shares_are_of_the_chosen_questions():
    found = some()
    here = mistakes.group_mask(found, TYPE, "who")
    shares = mistakes.shares(mistakes.relations(found, REFERENCES), here)
    assert {one.name: one.count for one in shares if one.count} == {
        LONG: 1,
        OVERLAP: 1,
        NOWHERE: 1,
    }
    assert sum(one.share for one in shares) == pytest.approx(1)


def test_shares_of_no_question_are_zero():
    found = some()
    here = mistakes.group_mask(found, TYPE, "why")
    shares = mistakes.shares(mistakes.relations(found, REFERENCES), here)
    assert [one.share for one in shares] == [0] * len(RELATIONS)


def test_tallies_by_length_keep_the_order_of_lengths():
    rows = tallies.by_length(some())
    assert [row.name for row in rows] == ["1", "2", "4–5", "9 or more"]
    assert [row.count for row in rows] == [2, 1, 2, 1]
    assert rows[0].exact == 0.5
    assert rows[0].f1 == 0.75
    assert sum(row.share for row in rows) == pytest.approx(1)
    assert sum(row.share_of_zero_f1 for row in rows) == pytest.approx(1)


def test_tallies_by_type_count_every_question_once():
    assert sum(row.count for row in tallies.by_type(some())) == 6


class TestExcerpt:
    TEXT = "a" * 100 + "Tomas Berg" + "b" * 200 + "Marta Lind" + "c" * 100

    def test_places_are_found_again(self):
        places = [(310, 320), (100, 110), (0, 0)]
        text, moved = excerpt(self.TEXT, places, around=5)
        assert [text[a:b] for a, b in moved] == ["Marta Lind", "Tomas Berg", ""]
        assert text == "… aaaaaTomas Bergbbbbb … bbbbbMarta Lindccccc …"

    def test_no_word_is_cut(self):
        text, moved = excerpt("Tomas Berg lit the lamp again.", [(11, 14)], around=7)
        assert text == "… Berg lit the …"
        assert moved == [(7, 10)]

    def test_place_beyond_the_text_ends_with_it(self):
        assert excerpt("Tomas Berg", [(6, 99)]) == ("Tomas Berg", [(6, 10)])

    def test_short_text_stays_whole(self):
        text, moved = excerpt("Tomas lit the lamp.", [(0, 5), (0, 9)])
        assert text == "Tomas lit the lamp."
        assert moved == [(0, 5), (0, 9)]

    def test_without_any_place_there_is_nothing_to_show(self):
        assert excerpt("Tomas lit the lamp.", [(0, 0)]) == ("", [(0, 0)])


def test_pages_hold_every_place_once():
    places = list(range(17))
    pages = range(1, mistakes.page_count(places, 8) + 1)
    shown = [p for page in pages for p in mistakes.page_of(places, page, 8)]
    assert shown == places
    assert mistakes.page_count([], 8) == 1


def test_outcomes_say_the_same_after_a_file(tmp_path):
    found = some()
    outcomes.write(tmp_path / outcomes.FILE, found)
    again = outcomes.read(tmp_path)
    assert names(again) == names(found)


def test_letters_are_counted_as_the_post_counts_them():
    what, who, being = sorted(
        (each for each in tallies.by_letters(some()) if each.count),
        key=lambda each: ["what", "who", "is"].index(each.name),
    )
    assert (what.count, what.as_word, being.count, being.as_word) == (3, 3, 3, 0)
    assert what.share == who.share == being.share == pytest.approx(1 / 3)
    # Three of the five wrong ones are “who”, two have “what” and “is”.
    assert who.share_of_zero_exact == pytest.approx(3 / 7)
    # Of the two with F1 of 0, one is “what” and “is”, the other “who”.
    assert who.share_of_zero_f1 == pytest.approx(1 / 3)


def test_posts_rule_gives_all_its_shares_of_dev_to_the_digit():
    shipped = outcomes.read(PROJECT / "checkpoints" / "reading" / "best")
    counted = {
        each.name: f"{100 * each.share:.1f}" for each in tallies.by_letters(shipped)
    }
    assert counted == {name: f"{dev:.1f}" for name, (dev, *_) in POST_TYPES.items()}
