"""Files of reviews: lines and tables, valid and invalid."""

from __future__ import annotations

import csv
import io
import random

import pytest

from engine.errors import LoupeError, TextError
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
        ("\n  \nid;review\n1;Good, I say\n2;Dull\n", "a.csv"),  # blank lines first
        ("id|review\n1|Good, I say\n2|Dull\n", "a.csv"),
        ("sep=;\r\nid;review\r\n1;Good, I say\r\n2;Dull\r\n", "a.csv"),
        ("\nSEP=|\nid|review\n1|Good, I say\n2|Dull\n", "a.csv"),
        ("sep=\t\nid\treview\n1\tGood, I say\n2\tDull\n", "a.csv"),
    ],
)
def test_text_column_is_found(text, name):
    assert read(text, name).texts == ("Good, I say", "Dull")


def test_all_columns_of_a_table_are_kept():
    uploaded = read("id,text,id,\n1,Good, I say,7,x\n2,\n3,Dull\n")
    assert uploaded.columns == ("id", "text", "id (3)", "column 4")
    assert uploaded.cells == (("1", "Good, I say", "7", "x"), ("3", "Dull", "", ""))
    assert not read("Good\nDull\n").columns


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


def test_quotes_between_tabs_are_letters():
    uploaded = read('id\ttext\n1\t"Dull" is too kind\n2\tso "good\n', "a.tsv")
    assert uploaded.texts == ('"Dull" is too kind', 'so "good')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_tables_of_spreadsheets_are_read_in_their_encoding(encoding):
    content = "id;review\r\n1;Très “bon”\r\n".encode(encoding)
    uploaded = review_file.read(content, "a.csv")
    assert uploaded.texts == ("Très “bon”",)
    assert ("Windows-1252" in uploaded.note) == (encoding == "cp1252")


def test_what_shows_nothing_is_left_out():
    uploaded = read("fine\n\u200b\u3164\n", "a.txt")
    assert uploaded.texts == ("fine",)
    assert uploaded.left_out == ("Line 2 has no readable text.",)
    table = read("id,review\n1,fine\n2,\n", "a.csv")
    assert [row.cells for row in table.unreadable] == [("2", "")]


def test_2000_damaged_tables_are_read_or_refused_with_a_sentence():
    """A table that is not damaged is read right; any other gets rows or a sentence."""
    source = random.Random(7)
    refused = []
    for number in range(2000):
        cells = ["".join(source.choices('a é,;|\n"', k=6)) + "x" for _ in range(3)]
        written = io.StringIO()
        table = csv.writer(written, delimiter=source.choice(",;|"))
        table.writerows([("id", "review"), *enumerate(cells)])
        text, name = written.getvalue(), "a.csv"
        if number % 4:
            text, name = _damaged(text, source), source.choice(("b.csv", "b.tsv", "b"))
        encoding = source.choice(["utf-8", "utf-16", "cp1252"])
        try:
            texts = review_file.read(text.encode(encoding, "replace"), name).texts
        except LoupeError as error:
            refused.append((name, str(error)))
            continue
        assert texts == tuple(cells) or name != "a.csv"
    assert len(refused) > 50
    for name, sentence in refused:
        assert sentence.endswith(".")
        assert name != "a.csv", sentence


def _damaged(text, source):
    """Return a text with a few characters changed."""
    signs = list(text)
    for _ in range(source.randint(1, 5)):
        odd = source.choice('a,;|\t"\n\r\\=&<\0\ufeff\u200b')
        signs[source.randrange(len(signs))] = odd
    return "".join(signs)
