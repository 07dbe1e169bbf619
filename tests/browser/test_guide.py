"""Each guide walked in the browser, by keyboard, on a laptop and on a phone."""

from __future__ import annotations

from importlib import import_module

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
OWN = "Who is Dull?"


def answer(visitor, page: str, number: int, stop) -> None:
    """Answer a stop by keyboard with its first choice."""
    radio = visitor.by_key(f"{page}_guide_choice_{number}").get_by_role("radio")
    expect(radio.first).to_be_attached()
    if stop.own:
        visitor.by_key(f"{page}_guide_own_{number}").locator("input").fill(OWN)
    radio.first.focus()
    visitor.page.keyboard.press("Space")
    visitor.press(f"{page}_guide_answer_{number}")


def show(visitor, page: str, number: int, stop) -> None:
    """Let the page be set; its place comes into view, and the stop is ticked."""
    visitor.press(f"{page}_guide_show_{number}")
    expect(visitor.by_key(f"{page}_guide_stop_{number}")).to_contain_text("✓")
    expect(visitor.by_key(stop.place or f"{page}_guide_task").first).to_be_in_viewport()


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("language", LAPTOP, PHONE),
        ("ngrams", PHONE, LAPTOP),
        ("reading", LAPTOP, PHONE),
        ("sentiment", LAPTOP, PHONE),
        ("images", PHONE, LAPTOP),
    ],
)
def test_guide_is_walked_to_its_last_stop(visitor, page, before, after) -> None:
    stops = import_module(f"views.{page}.guide").stops()
    visitor.page.set_viewport_size(before)
    visitor.open(page)
    visitor.press(f"{page}_guide_open")
    for number, stop in enumerate(stops, start=1):
        visitor.press(f"{page}_guide_stop_{number}")
        if number == len(stops) // 2 + 1:
            visitor.fits(before["width"])
            visitor.page.set_viewport_size(after)
        answer(visitor, page, number, stop)
        if page == "images" and stop.own:  # it has to be given a picture first
            expect(visitor.page.get_by_role("alert").first).to_contain_text("picture")
            return
        show(visitor, page, number, stop)
    visitor.settle()
    visitor.fits(after["width"])
    visitor.no_failure()
    assert f"{page}_guide={len(stops)}" in visitor.page.url
    expect(visitor.by_key(f"{page}_guide_task")).to_contain_text("the last stop")


def test_teachers_sheet_is_downloaded_and_the_guide_closed(visitor) -> None:
    visitor.open("sentiment?sentiment_guide=2")
    with visitor.page.expect_download() as sheet:
        visitor.press("sentiment_guide_sheet")
    text = sheet.value.path().read_text(encoding="utf-8")
    assert text.count("<section>") == 8
    assert "of 5 stars" in text
    visitor.press("sentiment_guide_close")
    expect(visitor.by_key("sentiment_guide_open")).to_be_visible()
