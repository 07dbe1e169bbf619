"""The language page in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_first_visit_shows_a_text_and_writes_a_new_one(visitor):
    visitor.open("language")
    example = visitor.written()
    assert len(example) > 200

    visitor.fill("language_seed", "4711")

    assert len(visitor.written_after(example)) > 200
    visitor.no_failure()


def test_slider_changes_the_text_and_going_back_brings_it_back(visitor):
    visitor.open("language?language_seed=5")
    before = visitor.written()

    visitor.slide("language_temperature", -5)
    cooler = visitor.written_after(before)
    visitor.slide("language_temperature", 5)

    assert cooler != before
    visitor.expect_written(before)


def test_alternative_of_a_character_branches_the_text(visitor):
    visitor.open("language?language_seed=6")
    before = visitor.written()
    result = visitor.by_key("language_result")
    result.locator(".mark").nth(40).click()
    other = result.locator("button.name:enabled").first
    chosen = other.inner_text()
    other.click()
    expect(visitor.button("Undo branch")).to_be_visible()
    after = visitor.written_after(before)

    assert {"space": " ", "new line": "\n"}.get(chosen, chosen) in after
    visitor.press("language_back")
    visitor.expect_written(before)


def test_time_machine_writes_with_the_weights_of_an_earlier_epoch(visitor):
    visitor.open("language?language_seed=7")
    final = visitor.written()

    visitor.slide("language_epoch", -3)
    earlier = visitor.written_after(final)
    visitor.slide("language_epoch", 3)

    assert earlier != final
    visitor.expect_written(final)
    visitor.no_failure()


def test_number_of_the_small_network_is_followed_by_click_and_by_keyboard(visitor):
    visitor.open(
        "language?language_tab=Look+inside&language_view=One+step"
        "&language_network=shakespeare-tiny"
    )
    visitor.page.locator("td[data-id=forget-3]").first.click()
    expect(
        visitor.page.get_by_text("Forget gate of unit 3, term by term")
    ).to_be_visible()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Enter")
    expect(
        visitor.page.get_by_text("Forget gate of unit 4, term by term")
    ).to_be_visible()
    visitor.no_failure()


def test_text_is_clicked_for_influence_and_dragged_over_for_a_span(visitor):
    visitor.open(
        "language?language_tab=Look+inside&language_view=Influence"
        "&language_network=shakespeare-tiny"
    )
    marks = visitor.page.locator(".mark")
    marks.nth(30).click()
    visitor.page.wait_for_url("**language_influence=31**")
    expect(marks.nth(30)).to_have_class(re.compile("framed"))
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**language_influence=32**")

    visitor.open(
        "language?language_tab=Look+inside&language_view=Hidden+units"
        "&language_network=shakespeare-tiny&language_find_by=A+span"
    )
    marks.nth(20).hover()
    visitor.page.mouse.down()
    marks.nth(24).hover()
    visitor.page.mouse.up()
    visitor.page.wait_for_url("**language_span=21-25**")
    visitor.no_failure()


def test_every_tab_opens_on_a_phone(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open("language")
    for tab in ("Look inside", "Train", "Results", "How it works"):
        visitor.tab(tab)
        visitor.no_failure()
        visitor.fits()


def test_menu_of_a_phone_closes_after_a_choice(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open("language")
    visitor.page.get_by_test_id("stExpandSidebarButton").click()
    menu = visitor.page.get_by_test_id("stSidebar")
    expect(menu.get_by_text("Runs")).to_be_in_viewport()
    menu.get_by_text("Runs").click()
    expect(visitor.page).to_have_title("Runs · Loupe")
    expect(menu.get_by_text("Runs")).not_to_be_in_viewport()
    visitor.no_failure()


def test_markup_in_a_prompt_is_shown_as_text(visitor):
    visitor.open("language")
    visitor.fill("language_prompt", "<b id=evil>KING</b>")
    result = visitor.by_key("language_result")
    # The text to point at: the one that grew before it is hidden once this is drawn.
    given = result.locator(".text .given")
    expect(given).to_have_text("<b id=evil>KING</b>")
    expect(given).to_be_visible()
    assert visitor.page.locator("#evil").count() == 0
    visitor.no_failure()


def test_duel_writes_with_network_and_n_grams(visitor):
    visitor.open("ngrams?ngrams_prompt=ROMEO")
    expect(visitor.text("characters/s")).to_be_visible()
    visitor.no_failure()


def test_overview_shows_a_text_at_once_and_links_to_the_page(visitor):
    visitor.open("")
    expect(visitor.page.get_by_text("A network wrote this")).to_be_visible()
    visitor.page.get_by_test_id("stMain").get_by_text("Language", exact=True).click()
    expect(visitor.page.get_by_role("tab", name="Look inside")).to_be_visible()
    visitor.no_failure()
