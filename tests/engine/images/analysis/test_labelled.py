"""Accuracy on a user's own pictures: what counts as right, and how sure that is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from engine.accuracy import accuracy_interval
from engine.errors import LoupeError
from engine.images.analysis.labelled import read_classes, report

CLASSES = ("cat", "dog")


def answered(*names):
    return [SimpleNamespace(best=name) for name in names]


def test_report_counts_only_classes_of_the_network():
    found = report(
        answered("cat", "dog", "dog", "cat"), ["Cat", "cat", "", "tram"], CLASSES
    )
    assert (found.compared.right, found.compared.count) == (1, 2)
    assert found.compared.confusion == [[1, 1], [0, 0]]
    assert found.others == ("tram",)
    assert report(answered("cat"), [""], CLASSES) is None


def test_five_of_five_is_not_certainty():
    low, high = accuracy_interval(5, 5)
    assert low == pytest.approx(0.5655, abs=1e-4)  # Wilson (1927)
    assert high == 1
    assert accuracy_interval(0, 0) == (0, 1)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_table_of_classes_is_read(separator):
    rows = [("file", "class"), ("holiday\\a.png", "cat"), ('"b, 2.png"', " dog")]
    text = "\r\n".join(separator.join(row) for row in rows)
    found = read_classes(b"\xef\xbb\xbf" + text.encode(), "truth.csv")
    assert found["a.png"] == "cat"
    assert found["b, 2.png"] == "dog"


@pytest.mark.parametrize("content", [b"", b"one\ntwo\n", b"\0\0", b"\xff\xfe\xfa"])
def test_other_files_are_refused_in_a_sentence(content):
    with pytest.raises(LoupeError, match=r"truth\.csv"):
        read_classes(content, "truth.csv")
