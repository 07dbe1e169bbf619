"""What a page loads before anybody opens a tab: no Plotly, which weighs 4.7 MB."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from engine.registry import NAMES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["", "ngrams", "runs", *NAMES])
def test_first_paint_loads_no_plotly(visitor, page):
    loaded = []
    visitor.page.on("request", lambda request: loaded.append(request.url))
    visitor.open(page)
    visitor.page.wait_for_load_state("networkidle")
    assert loaded
    assert not [url for url in loaded if re.search("plotly", url, re.IGNORECASE)]
    visitor.no_failure()


def test_explored_chart_loads_plotly_with_its_tab(visitor):
    loaded = []
    visitor.page.on("request", lambda request: loaded.append(request.url))
    visitor.open("reading")
    visitor.tab("Data")
    chart = visitor.by_key("reading_data_paragraph").get_by_role("figure")
    expect(chart).to_be_visible()
    assert [url for url in loaded if re.search("plotly", url, re.IGNORECASE)]
