"""Every page in a browser: no error, text that can be read, what a keyboard needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.charts import named_pictures
from tests.browser.driver import Visitor
from ui.frame import PAGES

pytestmark = pytest.mark.browser

CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
ADDRESSES = ["", *(page.name for page in PAGES[1:])]
HEADS = {"": "Loupe", **{page.name: page.title for page in PAGES[1:]}}
# The browser's tries to find the server below a page's address are Streamlit's.
EXPECTED = re.compile(r"/_stcore/(health|host-config)")
FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused.shadowRoot) focused = focused.shadowRoot.activeElement;
  return focused.place ?? null;
}"""


def arrive(visitor: Visitor, title: str) -> None:
    """Wait until a page is drawn to its end."""
    heading = visitor.page.get_by_role("heading", level=1, name=title, exact=True)
    expect(heading).to_be_visible()
    visitor.settle()


def test_no_page_and_no_change_of_page_logs_an_error(visitor):
    errors: list[str] = []
    visitor.page.on("pageerror", lambda error: errors.append(str(error)))
    visitor.page.on(
        "console",
        lambda message: (
            errors.append(f"{message.text} {message.location['url']}")
            if message.type == "error" and not EXPECTED.search(message.location["url"])
            else None
        ),
    )
    visitor.open()
    menu = visitor.page.get_by_test_id("stSidebar")
    for page in [*PAGES[1:], PAGES[0]]:
        label = "Overview" if page.name == "overview" else page.title
        menu.get_by_text(label, exact=True).click()
        arrive(visitor, page.title)
        visitor.no_failure()
    assert not errors


def test_every_text_can_be_read_and_no_first_paint_loads_plotly(visitor):
    """Plotly weighs 4.7 MB: a page loads it with the first chart to explore."""
    loaded: list[str] = []
    visitor.page.on("request", lambda request: loaded.append(request.url))
    tabs = ["language?language_tab=How+it+works", "images?images_tab=Train"]
    for address in [*ADDRESSES, *tabs]:
        visitor.page.emulate_media(color_scheme="light")
        visitor.open(address)
        arrive(visitor, HEADS[address.partition("?")[0]])
        for scheme in ("light", "dark"):
            visitor.in_scheme(scheme)
            measured = visitor.page.evaluate(CONTRAST)
            assert measured["texts"] > 10, address
            assert not measured["faint"], (address, scheme)
        visitor.no_failure()
        assert loaded
        assert not [url for url in loaded if "plotly" in url.lower()], address


# Axes and legends of Plotly’s charts, which come a moment after the page around them.
READABLE_CHARTS = f"""() => {{
  const {{ charted, faint }} = ({CONTRAST})();
  return charted > 10 && !Object.keys(faint).length;
}}"""


def test_explored_chart_loads_plotly_and_the_others_are_named_pictures(visitor):
    loaded = []
    visitor.page.on("request", lambda request: loaded.append(request.url))
    visitor.open("reading")
    assert not [url for url in loaded if "plotly" in url.lower()]
    visitor.tab("Data")
    chart = visitor.by_key("reading_data_paragraph").get_by_role("figure")
    expect(chart).to_be_visible()
    assert [url for url in loaded if "plotly" in url.lower()]
    for scheme in ("light", "dark"):
        visitor.in_scheme(scheme)
        visitor.page.wait_for_function(READABLE_CHARTS)
    visitor.tab("Results")
    named_pictures(visitor)


def test_focus_in_the_menu_differs_from_the_current_page(visitor):
    visitor.open("runs")
    arrive(visitor, "Runs")
    links = visitor.page.get_by_test_id("stSidebar").get_by_role("link")
    other, current = links.nth(1), links.nth(6)
    ring = "link => getComputedStyle(link).outlineStyle"
    other.focus()
    visitor.page.keyboard.press("Shift+Tab")
    visitor.page.keyboard.press("Tab")
    assert other.evaluate(ring) == "solid"
    assert current.evaluate(ring) == "none"


def test_embedded_page_has_no_menu_and_no_header(visitor):
    menu = visitor.page.get_by_test_id("stSidebar")
    header = visitor.page.get_by_test_id("stHeader")
    visitor.open("runs")
    arrive(visitor, "Runs")
    expect(menu).to_be_visible()
    expect(header).to_be_visible()
    visitor.open("runs?embed=true")
    arrive(visitor, "Runs")
    expect(menu).to_be_hidden()
    expect(header).to_be_hidden()
    visitor.page.get_by_role("link", name="Language: train a network").click()
    arrive(visitor, "Language")
    expect(menu).to_be_hidden()


def test_text_stays_in_place_and_focus_in_it_after_a_branch_by_keyboard(visitor):
    visitor.open("language?language_seed=8")
    before = visitor.written()
    result = visitor.by_key("language_result")
    # How often neither the growing nor the whole text was to be seen.
    visitor.page.evaluate("""() => {
      window.gone = 0;
      const look = () => {
        const place = document.querySelector("[class*=st-key-growing_language]");
        if (place && place.getBoundingClientRect().height < 20) window.gone += 1;
        requestAnimationFrame(look);
      };
      look();
    }""")
    result.locator(".mark").nth(40).click()
    result.locator("button.name:enabled").first.press("Enter")
    expect(visitor.page.get_by_role("button", name="Stop").first).to_be_disabled()
    visitor.written_after(before)

    assert visitor.page.evaluate(FOCUSED) == 40
    assert visitor.page.evaluate("window.gone") == 0
    status = visitor.by_key("announced_language").get_by_role("status")
    expect(status).to_contain_text("Text written: ")


def test_card_of_a_character_opens_for_a_pointer_that_moves_only(visitor):
    visitor.open("language")
    visitor.written()
    mark = visitor.by_key("language_result").locator(".mark").nth(30)
    card = visitor.by_key("language_result").locator(".card")
    mark.dispatch_event("mousemove")  # as of a pointer that rests: it moved by nothing
    expect(card).to_be_hidden()
    visitor.page.mouse.move(640, 5)
    mark.hover()
    expect(card).to_be_visible()
