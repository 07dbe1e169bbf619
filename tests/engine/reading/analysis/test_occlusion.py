"""Deleting words, the surface of all spans, sentences: against hand-made cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.reading.analysis import excerpt, occlusion, span_surface
from engine.reading.analysis.excerpt import around, centre, nearest, part, sentences
from engine.reading.analysis.samples import SAMPLES
from engine.reading.answers import Candidate, Reading
from engine.reading.encoding import Encoded
from engine.reading.tokens import tokenise


def reading(context="A goat cut the grass.", question="Who cut it?", span=(0, 2)):
    """Return a reading whose attention falls with each word."""
    text, asked = tokenise(context), tokenise(question)
    size = len(text)
    shares = np.arange(size, 0, -1, dtype=np.float32)
    start_probabilities, end_probabilities = (
        np.full(size, 0.1 / size),
        np.full(size, 0.1 / size),
    )
    start_probabilities[span[0]] += 0.9
    end_probabilities[span[1] - 1] += 0.9
    found = Candidate(text.cut(*span), (0, 1), span, 0.8)
    flow = np.tile(np.linspace(0, 1, len(asked), dtype=np.float32), (size, 1))
    return Reading(
        text, asked, (found,), 0.7, True, start_probabilities, end_probabilities,
        flow / flow.sum(1)[:, None],
        shares / shares.sum(), (), 1, 0,
    )  # fmt: skip


class Needy:
    """Halves the probability without “goat”, and gives a tenth without “Who”."""

    def __init__(self) -> None:
        self.items = 0

    def word_table(self):
        class Numbers:
            def ids(self, words):
                return np.array([hash(word) % 2**31 for word in words], np.int32)

        return Numbers()

    def span_probabilities(self, items, words):
        self.items += len(items)
        goat, who = words.ids(["goat", "Who"])
        return np.array(
            [
                0.8
                * (1.0 if goat in item.context else 0.5)
                * (1.0 if who in item.question else 0.1)
                for item in items
            ]
        )


def test_each_word_is_deleted_once_and_the_span_moves_along():
    whole = Encoded(np.arange(5), np.arange(3), (1, 3))
    found = occlusion.without_each(whole)
    assert [len(item.context) for item in found] == [4] * 5 + [5] * 3
    assert [item.span for item in found] == [
        *((0, 2), (1, 2), (1, 2), (1, 3), (1, 3)),
        *((1, 3),) * 3,
    ]
    assert found[3].context.tolist() == [0, 1, 2, 4]


def test_what_leaves_nothing_is_not_deleted():
    whole = Encoded(np.arange(3), np.arange(1), (1, 2))
    found = occlusion.without_each(whole)
    assert [item is None for item in found] == [False, True, False, True]


def test_needed_words_pull():
    read, reader = reading("The old goat cut the grass.", span=(3, 4)), Needy()
    found = occlusion.measure(reader, read)
    assert (
        reader.items == occlusion.forward_passes(read) - 1
    )  # one word is all there is
    assert found.probability == pytest.approx(0.8)
    assert np.isnan(found.context[3])
    context, question = found.contributions()
    np.testing.assert_allclose(context, [0, 0, 0.4, 0, 0, 0, 0])
    np.testing.assert_allclose(question, [0.72, 0, 0, 0])
    assert occlusion.most_needed(read, found) == ("Who", pytest.approx(0.08))
    rows = occlusion.table(read, found)
    assert [row["word"] for row in rows] == [*read.context.words, *read.question.words]
    assert rows[3]["without it"] == ""


def test_long_context_is_deleted_around_the_answer_only():
    read = reading("word " * 5000 + "goat " + "word " * 5000, span=(5000, 5001))
    reader = Needy()
    found = occlusion.measure(reader, read)
    assert found.end - found.start == excerpt.MOST_WORDS
    assert reader.items < occlusion.forward_passes(read) < 310
    assert found.start < 5000 < found.end
    assert len(occlusion.table(read, found)) == excerpt.MOST_WORDS + 4


def test_agreement_knows_same_reverse_and_too_few():
    effects = -np.arange(8.0)
    same = occlusion.agreement(effects, np.arange(8.0))
    assert (same.tau, same.words, same.shared) == (pytest.approx(1), 8, same.top)
    assert same.by_chance == 2
    other = occlusion.agreement(effects, np.arange(8.0)[::-1])
    assert (other.tau, other.shared) == (pytest.approx(-1), 0)
    assert occlusion.agreement(np.array([1, 2, np.nan]), np.ones(3)) is None
    assert occlusion.agreement(np.zeros(5), np.arange(5.0)) is None


def test_answer_itself_is_not_compared():
    read = reading("One old goat cut the long grass.", span=(2, 3))
    found = occlusion.measure(Needy(), read)
    effects = np.linspace(0.8, 0.1, len(found.context))
    agreed = occlusion.context_agreement(
        replace(found, context=0.8 - effects), read.query_to_context
    )
    assert agreed.words == len(read.context) - 1
    assert agreed.tau == pytest.approx(1)
    assert occlusion.question_agreement(found, np.arange(4.0)).words == 4


def test_surface_holds_every_span_around_the_best():
    read = reading(" ".join(sample.context for sample in SAMPLES), span=(200, 203))
    found = span_surface.of(read, 5)
    best = found.best
    assert (best.start, best.end) == (200, 203)
    assert found.start <= 200
    assert found.end >= 203
    row, column = best.start - found.start, best.end - 1 - found.start
    assert found.values[row, column] == found.values.max() == best.probability
    assert not found.values[row, column + 3 :].any()
    assert not np.tril(found.values, -1).any()
    size = len(read.context)
    every = [
        read.start_probabilities[i] * read.end_probabilities[j]
        for i in range(size) for j in range(size)
        if 0 <= j - i < 5
    ]  # fmt: skip
    assert found.fitting == pytest.approx(sum(every))
    assert found.shown < found.fitting


@pytest.mark.parametrize("max_answer_words", [1, 17, 100])
def test_surface_of_one_word_and_of_long_spans(max_answer_words):
    found = span_surface.of(reading("Gull", span=(0, 1)), max_answer_words)
    assert found.values.shape == (1, 1)
    wide = span_surface.of(
        reading("word " * 200, span=(50, 50 + max_answer_words)), max_answer_words
    )
    assert wide.best.end - wide.best.start == max_answer_words
    assert wide.start <= 50
    assert wide.end >= 50 + max_answer_words


def test_sentences_end_where_a_person_would_end_them():
    text = (
        "Dr. A. Lind built it in 1874. “Who?” asked he. It is 3.5 m high "
        "(so they say.) The U.S. navy paid!\n\nAnd a heading\n\nLast"
    )
    tokens = tokenise(text)
    assert [tokens.cut(*span) for span in sentences(tokens)] == [
        "Dr. A. Lind built it in 1874.",
        "“Who?” asked he.",
        "It is 3.5 m high (so they say.)",
        "The U.S. navy paid!",
        "And a heading",
        "Last",
    ]


def test_sentences_cover_our_paragraphs():
    for sample in SAMPLES:
        tokens = tokenise(sample.context)
        found = sentences(tokens)
        assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
        assert found[-1][1] == len(tokens)
        assert len(found) in (3, 4)
    assert sentences(tokenise("")) == []


def test_parts_of_a_context():
    tokens = tokenise("One came. Two came. Three came. Four came.")
    assert tokens.cut(*around(tokens, (4, 5), 0)) == "Two came."
    assert tokens.cut(*around(tokens, (2, 4), 0)) == "One came. Two came."
    assert tokens.cut(*around(tokens, (0, 1), 1)) == "One came. Two came."
    alone = part(tokens, 3, 6)
    assert alone.text == "Two came."
    assert alone.cut(0, 2) == "Two came"
    assert part(tokens, 2, 2).text == ""
    assert nearest(10, (4, 5), 300) == (0, 10)
    assert nearest(1000, (999, 1000), 300) == (700, 1000)
    read = reading(span=(1, 2))
    assert centre(read) == centre(replace(read, candidates=())) == (1, 2)
