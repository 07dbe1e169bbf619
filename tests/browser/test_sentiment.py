"""The sentiment page in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.charts import named_pictures

pytestmark = pytest.mark.browser

NETWORKS = (
    *("Bag of word vectors", "Character CNN"),
    *("LSTM", "Bidirectional LSTM with attention"),
)
TABS = ("Look inside", "Many reviews", "Train", "Results", "How it works")


def test_own_review_is_classified_by_all_networks_and_shared_by_its_url(visitor):
    review = "A <script>window.evil = 1</script><b id=evil>dull</b> zzxxqqy film."
    visitor.open("sentiment")
    visitor.fill("sentiment_text", review)

    page = visitor.page
    expect(visitor.text("“zzxxqqy”")).to_be_visible()
    for network in NETWORKS:
        name = re.compile(f"^{re.escape(network)}$")
        expect(page.locator(".bars .title", has_text=name)).to_be_visible()
        expect(page.locator(".stars .who", has_text=name)).to_be_visible()
    assert page.evaluate("window.evil === undefined")  # nor an element of that id

    expect(page).to_have_url(re.compile("sentiment_text="))
    page.goto(page.url)
    field = visitor.by_key("sentiment_text").locator("textarea")
    expect(field).to_have_value(review)
    visitor.no_failure()


def test_bag_ignores_word_order(visitor):
    visitor.open("sentiment?sentiment_example=order-good")
    visitor.by_key("sentiment_change").get_by_text("shuffle words").click()

    bag = visitor.page.locator(".bars .title", has_text="Bag of word vectors: ")
    expect(bag).to_have_text("Bag of word vectors: unchanged")
    # Before and after are on one scale, for each network.
    expect(visitor.page.locator(".stars .before")).not_to_have_count(0)
    visitor.no_failure()


def test_time_machine_takes_all_networks_back(visitor):
    visitor.open("sentiment")
    visitor.slide("sentiment_epoch", -2)

    words = visitor.page.get_by_text("All networks with their weights after epoch")
    expect(words).to_be_visible()
    visitor.no_failure()


def test_charts_are_named_and_a_cell_opens_by_click_and_by_keyboard(visitor):
    visitor.open("sentiment?sentiment_tab=Results")
    named_pictures(visitor)
    visitor.click_cell("sentiment_results_confusion", 0, 1, of=5)

    expect(
        visitor.page.get_by_text("very negative, classified as negative")
    ).to_be_visible()

    for field, chosen in (("True class", "neutral"), ("Predicted class", "positive")):
        visitor.page.get_by_label(field).focus()
        visitor.page.keyboard.type(chosen)
        visitor.page.keyboard.press("Enter")
        visitor.settle()
    expect(visitor.page.get_by_text("neutral, classified as positive")).to_be_visible()
    visitor.no_failure()


def test_every_tab_fits_a_phone(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open("sentiment?sentiment_change=negate")
    visitor.fits()
    for tab in TABS:
        visitor.tab(tab)
        visitor.no_failure()
        visitor.fits()
