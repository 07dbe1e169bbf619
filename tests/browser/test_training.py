"""Training on one's own text: watched, reloaded, stopped and resumed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def _start(visitor, text: str) -> None:
    """Paste a text, ask for more epochs than anyone waits for, start."""
    visitor.open("language")
    visitor.tab("Train")
    visitor.choose("language_data", "My own text")
    visitor.fill("language_own_text", text)
    visitor.page.get_by_text("All settings").click()
    visitor.fill("language_quick_epochs", "10000")
    visitor.press("language_start")


def test_training_is_found_after_a_reload_stops_and_goes_on(visitor, sample_text):
    _start(visitor, sample_text)
    panel = visitor.page
    expect(panel.get_by_text("Training.", exact=True)).to_be_visible()
    expect(visitor.by_key("language_loss_chart")).to_be_visible()

    panel.reload()
    expect(panel.get_by_text("Training.", exact=True)).to_be_visible()
    visitor.button("Stop").click()
    expect(panel.get_by_text("Stopped.", exact=True)).to_be_visible()

    visitor.button("Resume").click()
    expect(panel.get_by_text("Training.", exact=True)).to_be_visible()
    visitor.button("Stop").click()
    expect(panel.get_by_text("Stopped.", exact=True)).to_be_visible()
    visitor.no_failure()


def test_stopped_run_can_write(visitor, sample_text):
    visitor.open("language")
    visitor.tab("Train")
    if visitor.button("Resume").count() == 0:
        _start(visitor, sample_text)
        visitor.button("Stop").click()
    expect(visitor.page.get_by_text("Stopped.", exact=True)).to_be_visible()
    visitor.open("runs")
    expect(visitor.page.get_by_text("pasted.txt").first).to_be_visible()
    visitor.no_failure()
