"""A link carries what a page shows; the classroom view hides what it need not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_copied_link_shows_the_branch_and_says_what_it_leaves_out(visitor):
    context = visitor.page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open("language?language_seed=9&language_length=150")
    before = visitor.written()
    result = visitor.by_key("language_result")
    result.locator(".mark").nth(20).click()
    result.locator("button.name:enabled").first.click()
    expect(visitor.button("Undo branch")).to_be_visible()
    branched = visitor.written_after(before)
    visitor.fill("language_before", "кит " * 200)
    # Copied once the page has drawn what it cannot carry.
    expect(visitor.page.locator("[class*=st-key-not_carried_]").first).to_be_attached()
    status = visitor.by_key("copy_link").get_by_role("status")
    visitor.press("copy_link")
    expect(status).to_contain_text("Link copied. The text to read first is too long")
    visitor.fill("language_before", "")
    visitor.expect_written(branched)
    expect(visitor.by_key("not_carried_The_text_to_read_first")).to_have_count(0)
    visitor.press("copy_link")
    expect(status).to_have_text("Link copied.")

    link = visitor.page.evaluate("navigator.clipboard.readText()")
    visitor.open("runs")
    ends = [visitor.by_key(key).bounding_box() for key in ("page_head", "copy_link")]
    assert len({box["x"] + box["width"] for box in ends}) == 1  # the button is last
    visitor.page.goto(link)
    visitor.settle()
    visitor.expect_written(branched)
    visitor.no_failure()


def test_without_a_clipboard_the_address_is_shown_and_selected(visitor):
    visitor.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    )
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open("runs?view=class")
    visitor.press("copy_link")
    field = visitor.by_key("copy_link").get_by_role("textbox")
    expect(field).to_have_value(visitor.page.url)
    expect(field).to_be_focused()
    visitor.fits()


def test_classroom_view_hides_menu_and_settings_until_they_are_called(visitor):
    visitor.open("language")
    menu, network = (
        visitor.page.get_by_test_id("stSidebar"),
        visitor.by_key("language_network"),
    )
    expect(network).to_be_visible()
    visitor.press("classroom_enter")
    expect(menu).to_be_hidden()
    expect(network).to_be_hidden()
    expect(visitor.by_key("language_temperature")).to_be_hidden()
    assert "view=class" in visitor.page.url
    visitor.by_key("classroom_settings").locator("label").first.click()
    expect(network).to_be_visible()
    visitor.press("classroom_leave")
    expect(menu).to_be_visible()
    assert "view=" not in visitor.page.url
