from __future__ import annotations

import json

import pytest

from engine.errors import DataDamagedError, DataMissingError
from engine.reading import data
from engine.reading.analysis import counting, dev_questions, statistics
from engine.reading.analysis.dev_questions import ReferenceAnswer, distinct_answers
from engine.reading.analysis.statistics import (
    ANSWER,
    DEV,
    LAST,
    PARAGRAPH,
    PLACE,
    QUESTION,
    TRAIN,
    Counts,
    Statistics,
)
from tests.contract import contexts


@pytest.fixture(scope="module")
def paragraphs():
    return data.read(contexts.squad(), "ours.json").paragraphs


@pytest.fixture(scope="module")
def counted(paragraphs) -> Statistics:
    part = counting.part_of(paragraphs)
    marked = tuple(
        tuple((one.start, one.end) for one in asked.references)
        for asked in dev_questions.from_paragraphs(paragraphs)
    )
    characters = counting.characters_of(paragraphs)
    return Statistics({TRAIN: part, DEV: part}, characters, marked, {"train": "0"})


class TestCounts:
    COUNTS = Counts(((1, 2), (2, 1), (7, 1), (30, 1)))

    def test_median_and_shares(self):
        assert self.COUNTS.total == 5
        assert self.COUNTS.median == 2
        assert self.COUNTS.largest == 30
        assert self.COUNTS.up_to(7) == 0.8
        assert self.COUNTS.up_to(0) == 0

    def test_histogram_has_every_bin_below_its_end(self):
        found = self.COUNTS.histogram(4, 12)
        assert [low for low, _ in found] == [0, 4, 8]
        assert [share for _, share in found] == pytest.approx([0.6, 0.2, 0])


class TestPart:
    def test_every_question_is_counted_once(self, counted, paragraphs):
        part = counted.parts[TRAIN]
        questions = data.count(paragraphs)
        assert part.questions == questions
        assert part.paragraphs == part.articles == len(paragraphs)
        assert part.counts[PARAGRAPH].total == len(paragraphs)
        for name in (QUESTION, ANSWER, LAST, PLACE):
            assert part.counts[name].total == questions
        assert sum(part.kinds.values()) == questions
        assert sum(part.shares.values()) == pytest.approx(1)

    def test_lengths_are_those_of_the_text(self, counted):
        part = counted.parts[TRAIN]
        assert part.counts[ANSWER].pairs[0][0] == 1  # “1874”
        assert part.counts[LAST].largest <= part.counts[PARAGRAPH].largest
        assert part.counts[PLACE].pairs[0][0] >= 0
        assert part.counts[PLACE].largest < statistics.PARTS


class TestCharacters:
    def test_vocabulary_is_of_the_answers(self, counted):
        found = counted.characters
        assert set(found.vocabulary) <= set(found.answers) <= set(found.texts)
        assert found.small <= len(found.texts)
        assert 0 < found.covered <= 1

    def test_the_replaced_are_the_others(self, counted):
        found = counted.characters
        replaced = found.replaced()
        assert not {c for c, _ in replaced} & set(found.vocabulary)
        counts = [count for _, count in replaced]
        assert counts == sorted(counts, reverse=True)

    def test_ranks_go_down_and_reach_the_last(self, counted):
        found = counted.characters
        ranks = found.ranked(10)
        assert ranks[-1][0] == len(found.texts)
        assert [n for _, n in ranks] == sorted((n for _, n in ranks), reverse=True)


class TestFile:
    def test_it_says_what_was_counted(self, counted):
        assert statistics.from_text(statistics.to_text(counted)) == counted

    def test_missing_and_damaged_files_are_told(self, tmp_path):
        path = tmp_path / "statistics.json"
        with pytest.raises(DataMissingError, match="counting"):
            statistics.load(path)
        path.write_text('{"parts": 3}')
        with pytest.raises(DataDamagedError, match="cannot be read"):
            statistics.load(path)

    def test_the_shipped_one_is_of_the_published_dev_file_and_notes_the_other(self):
        found = statistics.load()
        wanted = data.SOURCE.counts
        assert found.parts[TRAIN].questions == wanted["training_questions"]
        assert found.parts[DEV].questions == wanted["dev_questions"]
        assert len(found.marked) == wanted["dev_questions"]
        assert all(found.marked)
        train, dev = (file.sha256 for file in data.SOURCE.files)
        assert found.digests[DEV] == dev
        assert found.digests[TRAIN] != train
        assert "question ids are not SQuAD’s own" in found.note

    def test_the_shipped_one_has_no_text(self):
        kept = json.loads(statistics.ASSET.read_text(encoding="utf-8"))
        for counts in (kept["characters"]["texts"], kept["characters"]["answers"]):
            assert all(len(character) == 1 for character in counts)


class TestDevQuestions:
    def test_equal_answers_are_one_with_several_people(self):
        answers = [data.Answer("Berg", 4), data.Answer("a", 1), data.Answer("Berg", 4)]
        assert distinct_answers(answers) == (
            ReferenceAnswer("Berg", 4, 8, 2),
            ReferenceAnswer("a", 1, 2, 1),
        )

    def test_they_stand_in_the_order_of_the_file(self, paragraphs):
        found = dev_questions.from_paragraphs(paragraphs)
        assert [one.number for one in found] == list(range(data.count(paragraphs)))
        for one in found:
            assert one.references
            for references in one.references:
                assert one.context[references.start : references.end] == references.text

    def test_answer_is_compared_with_all_references(self):
        asked = dev_questions.from_samples()[0]
        assert asked.score("the Marta Lind").exact
        assert asked.agreeing("marta lind") == asked.annotators == 1
        assert asked.agreeing("Tomas Berg") == 0
        assert asked.score("Tomas Berg").f1 == 0

    def test_without_the_data_there_are_none(self, tmp_path):
        assert not dev_questions.is_available(tmp_path)
        with pytest.raises(DataMissingError):
            dev_questions.read(tmp_path)
