"""Training on one's own text: watched, reloaded, stopped, resumed, asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Visitor, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def own_server(tmp_path):
    """A server for this test alone, that may be stopped and started again."""
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def trainer(browser, own_server):
    """A visitor of that server."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visitor(context.new_page(), own_server.address)
    context.close()


def says(page: Page, words: str) -> None:
    """Assert that the panel comes to say how the run stands."""
    expect(page.get_by_text(words, exact=True).first).to_be_visible()


def start(visitor: Visitor, text: str) -> None:
    """Paste a text, ask for more epochs than anyone waits for, start."""
    visitor.open("language?language_tab=Train")
    visitor.choose("language_data", "My own data")
    visitor.fill("language_own_text", text)
    visitor.page.get_by_text("All settings").click()
    visitor.fill("language_quick_epochs", "10000")
    visitor.press("language_start")


def test_training_outlives_reload_second_tab_and_server(
    trainer, own_server, sample_text
):
    start(trainer, sample_text)
    says(trainer.page, "Running.")
    expect(trainer.by_key("language_loss_chart")).to_be_visible()

    trainer.page.reload()
    says(trainer.page, "Running.")

    second = Visitor(trainer.page.context.new_page(), own_server.address)
    second.open("language?language_tab=Train")
    says(second.page, "Running.")
    second.page.close()

    own_server.stop()
    own_server.start()
    trainer.open("language?language_tab=Train")
    says(trainer.page, "Running.")

    trainer.button("Stop").click()
    says(trainer.page, "Stopped.")
    trainer.button("Resume").click()
    says(trainer.page, "Running.")
    trainer.button("Stop").click()
    says(trainer.page, "Stopped.")
    trainer.no_failure()

    # What it learned so far stands in the picker, and on the page of all runs.
    trainer.tab("Try")
    trainer.by_key("language_network").locator("input").click()
    own = trainer.page.get_by_role("option", name="Own run: pasted.txt")
    own.first.click()
    expect(trainer.by_key("language_result").locator(".mark")).not_to_have_count(0)
    trainer.open("runs")
    expect(trainer.page.get_by_text("pasted.txt").first).to_be_visible()
    trainer.no_failure()
