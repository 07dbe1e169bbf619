"""Training on one's own text: watched, reloaded, paused, stopped, resumed, asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driver import Visitor, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def own_server(tmp_path):
    """A server for this test alone, that may be stopped and started again."""
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def trainer(visiting, own_server):
    """A visitor of that server."""
    return visiting(own_server)


def says(visitor: Visitor, words: str) -> None:
    """Assert that the panel comes to say how the run stands."""
    expect(visitor.text(words, exact=True)).to_be_visible()


def start(visitor: Visitor, text: str) -> None:
    """Paste a text, ask for more epochs than anyone waits for, start."""
    visitor.open("language?language_tab=Train&language_preset=quick")
    visitor.choose("language_data", "My own data")
    visitor.fill("language_own_text", text)
    visitor.page.get_by_text("All settings").click()
    visitor.fill("language_quick_epochs_40", "10000")  # 40: fitted to this text
    visitor.by_key("language_start").get_by_role("button").dblclick()


def start_on_a_phone(trainer, text: str) -> None:
    """Start a training; the form is a screen long: the panel comes into view."""
    trainer.page.set_viewport_size({"width": 390, "height": 844})
    start(trainer, text)
    says(trainer, "Running.")
    expect(trainer.text("Running.", exact=True)).to_be_in_viewport()
    expect(trainer.button("Stop")).to_be_in_viewport()
    trainer.fits()


def zoom_into_the_curve(trainer) -> None:
    """Drag across the curve while it grows; the part stays, and everything returns."""
    expect(trainer.text("Drag across the chart")).to_be_visible()
    trainer.settle()  # the page is drawn whole once more when the run has begun
    trainer.drag_across("language_loss_chart", 0.3, 0.6)
    everything = trainer.page.get_by_role("button", name="Show everything")
    expect(everything).to_be_visible()
    expect(trainer.page).to_have_url(re.compile("language_from_epoch=.*_to_epoch="))
    everything.click()
    expect(everything).to_have_count(0)
    expect(trainer.page).not_to_have_url(re.compile("_from_epoch"))


def pause_and_take_a_step(trainer) -> None:
    """Pause, reload, train on one batch, continue, and pause again."""
    trainer.button("Pause").click()
    says(trainer, "Paused.")
    trainer.page.reload()
    says(trainer, "Paused.")
    trainer.button("Train on one batch").click()
    expect(trainer.text("the loss on its batch")).to_be_visible()
    trainer.button("Continue").click()
    says(trainer, "Running.")
    trainer.button("Pause").click()
    says(trainer, "Paused.")


def test_training_outlives_reload_second_tab_and_server(
    trainer, own_server, sample_text
):
    start_on_a_phone(trainer, sample_text)
    assert len(list((own_server.home / "runs" / "language").iterdir())) == 1
    trainer.page.set_viewport_size({"width": 1280, "height": 900})
    expect(trainer.by_key("language_loss_chart")).to_be_visible()
    zoom_into_the_curve(trainer)

    trainer.page.reload()
    says(trainer, "Running.")

    second = Visitor(trainer.page.context.new_page(), own_server.address)
    second.open("language?language_tab=Train")
    says(second, "Running.")
    second.page.close()

    pause_and_take_a_step(trainer)
    own_server.stop()
    own_server.start()
    trainer.open("language?language_tab=Train")
    says(trainer, "Paused.")

    trainer.button("Stop").click()
    says(trainer, "Stopped.")
    trainer.button("Resume").click()
    says(trainer, "Running.")
    trainer.button("Stop").click()
    says(trainer, "Stopped.")
    trainer.no_failure()

    # What it learned so far writes, and is on the page of all runs.
    trainer.button("Let it write").click()
    network = trainer.by_key("language_network").locator("input")
    expect(network).to_have_value(re.compile("Own run: pasted.txt"))
    expect(trainer.by_key("language_result").locator(".mark")).not_to_have_count(0)
    trainer.open("runs")
    expect(trainer.text("pasted.txt")).to_be_visible()
    trainer.no_failure()
