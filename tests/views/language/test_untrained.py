"""Epoch 0 on the language page."""

from __future__ import annotations

from tests.views.visiting import visit


def test_untrained_network_writes_on_the_language_page(shipped, ready) -> None:
    test = visit("language", language_epoch="0", language_length="50")
    slider = next(s for s in test.select_slider if s.key == "language_epoch")
    assert slider.value == "0"
    assert slider.options[0] == "0"
    assert "nats per character" in "\n".join(c.value for c in test.caption)
    assert not test.error
