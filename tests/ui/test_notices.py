"""Text from outside is drawn as it is: no colours, formulas, links or markup."""

import re

import pytest

from ui.notices import plain

OUTSIDE = (":red[x]", "$a$", "<b>bold</b>", "[a](b)", "a & b &amp; c", "`x`", "# x")


@pytest.mark.parametrize("words", OUTSIDE)
def test_each_sign_of_markdown_is_escaped(words):
    assert re.sub(r"\\([^\w\s])", r"\1", plain(words)) == words
    assert not re.search(r"(?<!\\)[\[\]$<>:`#&]", plain(words))


@pytest.mark.parametrize("words", ["www.x.org", "WWW.x.org", "http://x", "me@x.org"])
def test_an_address_is_kept_apart_so_that_it_becomes_no_link(words):
    assert not re.search(r"www\.|//|@x", plain(words).replace("\u2060//", ""), re.I)
    assert plain(words).replace("\u2060", "").replace("\\", "") == words


@pytest.mark.parametrize("words", ["- a", "+ a", "1. a", "one\n2) b"])
def test_a_line_becomes_no_list(words):
    assert re.search(r"\\[-+.)] ", plain(words))


@pytest.mark.parametrize(
    "words",
    [
        ":material/home:",
        ":streamlit:",
        ":smile:",
        "a -- b",
        "a -> b",
        "a <= b",
        "<-> x",
    ],
)
def test_a_name_becomes_no_icon_and_signs_become_no_arrow(words):
    kept = plain(words).replace("\\", "")
    assert kept.replace("\u2060", "") == words
    assert not re.search(r":[\w/]+:|(?<!\S)(--|->|<=|<->)(?!\S)", kept)


def test_a_line_below_becomes_no_heading_and_an_indented_one_no_code():
    assert plain("x\n===") == "x\n\\==="
    assert plain("    code") == "code"
