"""On a phone the answer stays in view while its settings are moved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Scrolls to the slider; true once it lies in view, whole and below the answer.
_BOTH_IN_VIEW = """([setting, answer]) => {
  const [slider, shown] = [setting, answer].map(
    (key) => document.querySelector(`.st-key-${key}`));
  slider.scrollIntoView({ block: "center" });
  const [box, above] = [slider, shown].map((e) => e.getBoundingClientRect());
  return above.height > 50 && above.top >= 0 && above.bottom <= box.top
    && box.bottom <= window.innerHeight;
}"""


@pytest.mark.parametrize(
    ("address", "setting", "answer"),
    [
        ("images?images_tab=Augment", "images_contrast", "answer_in_view_images"),
        ("reading", "reading_max_answer_words", "answer_in_view_reading"),
    ],
)
def test_answer_and_slider_are_in_one_view(visitor, address, setting, answer):
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open(address)
    slider, shown = (visitor.by_key(key) for key in (setting, answer))
    expect(shown).to_be_visible()
    expect(slider).to_be_visible()
    # The answer grows until its pictures are drawn: whoever scrolls comes to see both.
    visitor.page.wait_for_function(_BOTH_IN_VIEW, arg=[setting, answer])
    ground = "e => getComputedStyle(e).backgroundColor"
    for scheme in ("light", "dark"):
        visitor.in_scheme(scheme)
        page = visitor.page.get_by_test_id("stApp").evaluate(ground)
        assert shown.locator("xpath=..").evaluate(ground) == page
    visitor.fits()
