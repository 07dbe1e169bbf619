"""The candidates of an answer: cards whose rules mark the answer in its paragraph."""

from __future__ import annotations

from engine.reading.analysis.dev_questions import ReferenceAnswer
from engine.reading.answers import Candidate
from ui.format import percent
from views.reading import candidates


class TestCandidates:
    def test_places_that_overlap_are_all_marked(self) -> None:
        found = [
            Candidate("<b>Marta Lind", (4, 17), (1, 3), 0.5),
            Candidate("Lind &", (13, 19), (2, 4), 0.25),
        ]
        drawn = candidates.to_html(
            "The <b>Marta Lind & co", found, [ReferenceAnswer("Lind", 13, 17, 1)]
        )
        assert '<span class="at0">&lt;b&gt;Marta </span>' in drawn
        assert '<span class="at0 at1 given first last">Lind</span>' in drawn
        assert '<span class="at1"> &amp;</span>' in drawn
        assert f"{percent(0.5)} · 2 words" in drawn
        assert "<b>" not in drawn

    def test_without_candidates_the_right_answer_is_framed(self) -> None:
        drawn = candidates.to_html(
            "Marta Lind", [], [ReferenceAnswer("Lind", 6, 10, 1)]
        )
        assert '<span class="given first last">Lind</span>' in drawn
        assert "radio" not in drawn
