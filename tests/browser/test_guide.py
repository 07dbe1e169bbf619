"""A guide walked in the browser by keyboard, half on a laptop and half on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from views.sentiment.guide import stops

pytestmark = pytest.mark.browser
PAGE = "sentiment"
LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def test_guide_is_walked_from_first_to_last_stop(visitor) -> None:
    visitor.open(PAGE)
    visitor.press(f"{PAGE}_guide_open")
    count = len(stops())
    for number in range(1, count + 1):
        if number == count // 2 + 1:
            visitor.fits(LAPTOP["width"])
            visitor.page.set_viewport_size(PHONE)
        radio = visitor.by_key(f"{PAGE}_guide_choice_{number}").get_by_role("radio")
        expect(radio.first).to_be_attached()
        if number == count:
            visitor.by_key(f"{PAGE}_guide_own_{number}").locator("input").fill("Dull.")
        radio.first.focus()
        visitor.page.keyboard.press("Space")
        visitor.press(f"{PAGE}_guide_answer_{number}")
        visitor.press(f"{PAGE}_guide_show_{number}")
        expect(visitor.by_key(f"{PAGE}_guide_stop_{number}")).to_contain_text("✓")
        if number < count:
            visitor.press(f"{PAGE}_guide_next")
    visitor.settle()
    visitor.fits(PHONE["width"])
    visitor.no_failure()
    assert f"{PAGE}_guide={count}" in visitor.page.url
    assert "sentiment_text=Dull." in visitor.page.url
    with visitor.page.expect_download() as sheet:
        visitor.press(f"{PAGE}_guide_sheet")
    text = sheet.value.path().read_text(encoding="utf-8")
    assert text.count("<section>") == count
    assert "of 5 stars" in text
    visitor.press(f"{PAGE}_guide_close")
    expect(visitor.by_key(f"{PAGE}_guide_open")).to_contain_text("Continue")
