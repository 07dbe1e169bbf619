"""Changes of a review: reproducible, and as described."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.sentiment.analysis import changes
from engine.sentiment.samples import SAMPLES
from engine.sentiment.tokens import first_tokens, tokenise

TEXTS = [sample.text for sample in SAMPLES]


def words(text):
    return [token.word for token in tokenise(text)]


@pytest.mark.parametrize("name", changes.CHANGES)
@pytest.mark.parametrize("text", TEXTS)
def test_same_seed_gives_the_same_changed_text(name, text):
    change = changes.CHANGES[name]
    assert change(text, 5) == change(text, 5)
    assert change(text, 5) != text


@pytest.mark.parametrize("text", TEXTS)
def test_shuffling_keeps_the_bag_of_words(text):
    for seed in range(5):
        shuffled = changes.shuffle_words(text, seed)
        assert Counter(words(shuffled)) == Counter(words(text))
        assert words(shuffled) != words(text)
        assert words(shuffled)[-1] == words(text)[-1]


def test_shuffling_a_long_review_brings_in_no_word_that_was_not_read():
    text = " ".join(f"word{i}" for i in range(2_500))
    shuffled = changes.shuffle_words(text, 1)
    read = [[t.word for t in first_tokens(each)] for each in (text, shuffled)]
    assert sorted(read[0]) == sorted(read[1])
    assert read[0] != read[1]


def test_single_word_is_not_shuffled():
    assert changes.shuffle_words("Dull.") == "Dull."
    assert changes.shuffle_words("very very very") == "very very very"


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Not", "Not"),
        ("It is a good film.", "It is not a good film."),
        ("It isn't good.", "It is good."),
        ("It isn’t good.", "It is good."),
        ("I can't say.", "I can say."),
        ("It won't do.", "It will do."),
        ("Not bad at all.", "Bad at all."),
        ("I will never get back.", "I will get back."),
        ("It's fine.", "It's not fine."),
        ("A warm film.", "It is not true: a warm film."),
        ("It ain't bad.", "It is bad."),
        ("They ain’t bad.", "They are bad."),
        ("Nobody ain't bad.", "Nobody ain't bad."),  # of which verb is it?
        ("I'd watch it.", "I'd not watch it."),
        ("I CAN'T WAIT!", "I CAN WAIT!"),
        ("Can't stand it.", "Can stand it."),
        ("IT ISN'T GOOD", "IT IS GOOD"),
        ("I don\u02bct like it.", "I do like it."),
        ("Is it good?", "Is it not good?"),
        ("Was the film good?", "Was the film good?"),
        ("Lee's film is dull.", "Lee's film is not dull."),
        ("I had fun.", "It is not true: I had fun."),
        ("Love it or not, it is art.", "Love it or not, it is not art."),
        ("Spielberg shines.", "It is not true: Spielberg shines."),
    ],
)
def test_negation_is_added_or_removed(text, negated):
    assert changes.negate(text) == negated


@pytest.mark.parametrize("text", TEXTS)
def test_typos_touch_a_third_of_the_words_and_nothing_else(text):
    typed = changes.add_typos(text, 1)
    before, after = text.split(), typed.split()
    assert len(before) == len(after)
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert 1 <= len(changed) <= 1 + len(before) / 3
    for word, other in changed:
        assert abs(len(word) - len(other)) <= 1
        assert word[:1].lower() in other[:2].lower()


def test_typos_without_letters_leave_the_text():
    assert changes.add_typos("12 ?! 漢") == "12 ?! 漢"


@pytest.mark.parametrize("text", TEXTS)
def test_cutting_keeps_the_first_half(text):
    cut = changes.cut_end(text)
    assert text.startswith(cut)
    assert len(words(cut)) == -(-len(words(text)) // 2)
    assert changes.cut_end("Dull") == "Dull"
