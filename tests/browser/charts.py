"""What every chart owes a person who does not see it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.driver import Visitor


def named_pictures(visitor: Visitor) -> None:
    """Assert that each chart of the page is a picture with a name."""
    charts = visitor.page.get_by_test_id("stEChartsChart")
    expect(charts.first).to_be_visible()
    visitor.settle()
    for chart in charts.all():
        expect(chart).to_have_role("img")
        expect(chart).to_have_accessible_name(re.compile(r"\w+ \w+"))
