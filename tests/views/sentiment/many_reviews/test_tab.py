"""Many reviews: a file or pasted lines in, a table with every answer out."""

from __future__ import annotations

import csv

import pytest

from engine.sentiment.analysis import example
from tests.views.reviewing import visit, words_of
from views.sentiment.many_reviews import table

pytestmark = pytest.mark.usefixtures("networks")


def test_sample_reviews_are_shown_first() -> None:
    test = visit(sentiment_tab="Many reviews", sentiment_network="glove_dnn")
    assert len(test.dataframe[0].value) == len(example.SAMPLES)


def test_truncated_reviews_are_named() -> None:
    test = visit(sentiment_tab="Many reviews", sentiment_network="glove_dnn")
    content = b"A fine film.\n" + b"very " * 20_000
    test.file_uploader(key="sentiment_many_file").upload("r.txt", content).run()
    assert "1 of 2 reviews (line 2)" in words_of(test)


def test_table_has_every_row_of_a_csv() -> None:
    test = visit(sentiment_tab="Many reviews")
    content = b'id,review\n1,A fine film.\n2,"Dull, long."\n'
    test.file_uploader(key="sentiment_many_file").upload("r.csv", content).run()
    assert not test.exception
    listed = test.dataframe[0].value
    assert list(listed["Review"]) == ["A fine film.", "Dull, long."]
    assert listed["Stars"].between(1, 5).all()


def test_labels_give_accuracy_and_columns_stay(monkeypatch) -> None:
    saved: list[str] = []
    monkeypatch.setattr(
        table, "download", lambda label, content, *_: saved.append(content())
    )
    test = visit(
        sentiment_tab="Many reviews",
        sentiment_network="glove_dnn",
        sentiment_many_others="char_cnn",
    )
    content = b"id,review,label\n7,A fine film.,pos\n,,\n6,,neg\n8,Dull.,neg\n"
    content += b"9,Fine.,?\n"
    test.file_uploader(key="sentiment_many_file").upload("r.csv", content).run()
    assert not test.exception
    figures = test.table[0].value
    assert [right[-4:] for right in figures["Right"]] == ["of 2", "of 2"]
    assert "left out of the accuracy: “?”" in words_of(test)
    rows = test.dataframe[0].value
    assert {"Stars, Bag of word vectors", "Stars, Character CNN"} <= set(rows)
    assert list(rows["True class"])[:2] == ["positive", "negative"]
    assert "Line 4 has no readable text." in words_of(test)
    downloaded = list(csv.DictReader(saved[-1].splitlines()))
    assert [row["id"] for row in downloaded] == ["7", "6", "8", "9"]
    assert downloaded[1]["Stars, Character CNN"] == ""


def test_selected_row_is_shown_and_opens_in_try() -> None:
    test = visit(sentiment_tab="Many reviews")
    content = b"A fine film.\nDull and long.\n"
    test.file_uploader(key="sentiment_many_file").upload("r.txt", content).run()
    key = test.dataframe[0].proto.id.rpartition("-")[2]
    assert key.startswith("sentiment_many_")
    test.session_state[key] = {"selection": {"rows": [1]}}
    test.run()
    assert "Dull and long." in [markdown.value for markdown in test.markdown]
    test.button(key="sentiment_many_try").click().run()
    assert not test.exception
    assert test.session_state["sentiment_tab"] == "Try"
    assert test.text_area(key="sentiment_text").value == "Dull and long."


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("r.csv", b'text\n"never closed\n', "quote"),
        ("r.csv", b"id,stars\n1,5\n", "no column"),
        ("r.txt", b"\x00\x01", "zero bytes"),
        ("r.txt", b"", "is empty"),
    ],
)
def test_bad_file_gets_a_message(name, content, message) -> None:
    test = visit(sentiment_tab="Many reviews")
    test.file_uploader(key="sentiment_many_file").upload(name, content).run()
    assert not test.exception
    assert message in test.error[0].value.replace("\\", "")


def test_file_in_another_encoding_is_read_and_the_guess_is_said() -> None:
    test = visit(sentiment_tab="Many reviews")
    content = "A süß fine film.\n".encode("latin-1")
    test.file_uploader(key="sentiment_many_file").upload("r.txt", content).run()
    assert not test.exception
    assert list(test.dataframe[0].value["Review"]) == ["A süß fine film."]
    notes = [*test.caption, *test.info, *test.warning, *test.markdown]
    assert any("not UTF-8" in note.value for note in notes)
