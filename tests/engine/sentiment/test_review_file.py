"""Files of reviews: lines and tables, valid and invalid."""

from __future__ import annotations

import pytest

from engine.errors import TextError
from engine.sentiment import review_file


def read(text, name="reviews.csv"):
    return review_file.read(text.encode(), name)


def test_lines_are_reviews_and_empty_ones_are_not():
    uploaded = read("Fine.\n\n  \nDull.\r\n", "reviews.txt")
    assert uploaded.texts == ("Fine.", "Dull.")
    assert uploaded.lines == (1, 4)
    assert not uploaded.left_out


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('id,Text,stars\n1,"Good, I say",4\n2,Dull,1\n', "a.csv"),
        ('id;review;stars\n1;"Good, I say";4\n2;Dull;1\n', "a.csv"),
        ("id\tphrase\n1\tGood, I say\n2\tDull\n", "a.tsv"),
        ('"Good, I say"\nDull\n', "a.csv"),
        ('review\n"Good, I say"\nDull\n', "A.CSV"),
    ],
)
def test_text_column_is_found(text, name):
    assert read(text, name).texts == ("Good, I say", "Dull")


def test_quoted_review_can_have_lines_and_quotes():
    uploaded = read('text,stars\n"one\ntwo ""three""",4\nfour,1\n')
    assert uploaded.texts == ('one\ntwo "three"', "four")
    assert uploaded.lines == (2, 4)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b'text,n\n"never closed,1\nDull,2\n', "a.csv", "line 2: a quote"),
        (b'text,n\n"one" two,1\n', "a.csv", "line 2: a quote"),
        (b"title,stars\nHeat,5\n", "a.csv", "no column called .text.*.title"),
        (b"text\nA caf\xe9 film\n", "a.csv", r"not UTF-8: byte \d+ \(line 2\)"),
        ("text\nfine\n".encode("utf-16"), "a.csv", "is not"),
        (b"PK\x03\x04\0\0", "a.txt", "is not a text"),
        (b"", "a.txt", "is empty"),
        (b" \n \n", "a.csv", "is empty"),
        (b"text,n\n", "a.csv", "contains no reviews"),
        (b"text\n\x07\x1b\n", "a.csv", "no readable text"),
        (b"a" * (review_file.MOST_BYTES + 1), "a.txt", "the limit is"),
        (
            b"a\n" * (review_file.MOST_REVIEWS + 1),
            "a.txt",
            "reviews; 5,000 is the maximum",
        ),
    ],
)
def test_bad_file_is_refused_in_a_sentence(content, name, message):
    with pytest.raises(TextError, match=message) as refused:
        review_file.read(content, name)
    assert str(refused.value).endswith(".")


def test_review_can_have_any_length():
    uploaded = read("fine\n" + "very " * 20_000 + "\ndull\n", "a.txt")
    assert len(uploaded.texts) == 3
    assert not uploaded.left_out


def test_html_is_read_as_text():
    assert read("<script>x</script>\n", "a.txt").texts == ("<script>x</script>",)
