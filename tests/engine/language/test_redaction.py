"""Of what was copied from a copyrighted text, only the first characters are shown."""

from __future__ import annotations

import numpy as np
import pytest

from engine.language.piece import EMPTY, Choice, Piece
from engine.language.redaction import hidden_positions, redact
from engine.language.reference import Reference

ORIGINAL = "".join(chr(97 + (i * i) % 26) for i in range(400)) + "".join(
    chr(65 + (i * 7 + i // 9) % 26) for i in range(400)
)
ROW = (Choice("a", 0.5, 0.5),)


def a_piece(text: str) -> Piece:
    return Piece(text, np.ones(len(text)), (ROW,) * len(text))


def test_of_a_copied_run_only_its_first_characters_are_shown():
    for start in range(350, 400, 7):
        copied = ORIGINAL[start : start + 160]
        text = "0123456" + copied + "89"
        hidden = hidden_positions(text, ORIGINAL, 100)
        visible = "".join(c for i, c in enumerate(text) if i not in hidden)
        assert visible == "0123456" + copied[:100] + "89"


def test_hidden_characters_keep_no_alternatives():
    piece = a_piece("abcdef")
    redacted = redact(piece, [4, 5])
    assert redacted.text == "abcd……"
    assert redacted.choices == (ROW,) * 4 + ((), ())
    assert redact(piece, []) is piece


@pytest.mark.parametrize("length", [1, 7, 32, 500])
def test_text_redacted_in_parts_is_the_text_redacted_at_once(length):
    reference = Reference(training_text=ORIGINAL, shown_run=20)
    text = "0123" + ORIGINAL[300:420] + "45" + ORIGINAL[10:60] + ORIGINAL[500:515]
    expected = reference.redacted(a_piece(text))
    parts = [text[i : i + length] for i in range(0, len(text), length)]
    piece, before = EMPTY, ""
    for part in parts:
        piece, before = piece + reference.redacted(a_piece(part), before), before + part
    assert piece.text == expected.text == "".join(reference.redacted_parts(parts))
    assert piece.choices == expected.choices
    assert expected.text.count("…") == 100 + 30


def test_nothing_is_hidden_without_a_limit_or_a_text_to_compare_with():
    for reference in (Reference(training_text=ORIGINAL), Reference(shown_run=20)):
        assert reference.redacted_text(ORIGINAL) == ORIGINAL
