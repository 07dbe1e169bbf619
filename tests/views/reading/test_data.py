from __future__ import annotations

import pytest

from engine.reading.analysis import published, statistics
from tests.views.reading.test_page import visit


def test_it_is_drawn_without_data_or_networks(home) -> None:
    test = visit(reading_tab="Data")
    assert not test.error
    words = " ".join(part.value for part in test.markdown)
    assert "87,599" in words
    assert "10,570" in words


def test_dev_is_another_part(home) -> None:
    test = visit(reading_tab="Data", reading_data_part="dev")
    part = statistics.load().parts[statistics.DEV]
    limit = part.counts[statistics.PARAGRAPH].largest
    assert any(f"longest has {limit}" in c.value for c in test.caption)


def test_posts_figures_stand_beside_ours(home) -> None:
    test = visit(reading_tab="Data")
    tables = " ".join(table.value.to_string() for table in test.table)
    assert f"{published.POST_CHARACTERS:,}" in tables
    for _, _, _, theirs in published.POST_LENGTHS:
        assert f"{theirs:.1f}%" in tables


@pytest.mark.usefixtures("home")
def test_missing_statistics_are_told(monkeypatch, tmp_path) -> None:
    absent = tmp_path / "absent.json"
    load = statistics.load
    monkeypatch.setattr(statistics, "load", lambda: load(absent))
    test = visit(reading_tab="Data")
    assert any("counting" in error.value for error in test.error)
