"""Opens a page of the app without a browser."""

from __future__ import annotations

from dataclasses import dataclass

from streamlit.testing.v1 import AppTest

from engine.checkpoints.checkpoint import PROJECT

APP = PROJECT / "app.py"
_SECONDS = 90  # for the first look at Keras


def visit(page: str = "", /, **query: str | list[str]) -> AppTest:
    """Return a page as a visitor's link opens it; without a name the overview.

    Args:
        page: Name of its file, "reading".
        **query: What stands behind the question mark of its address.
    """
    test = AppTest.from_file(str(APP), default_timeout=_SECONDS)
    for name, value in query.items():
        test.query_params[name] = value
    if page:
        test.switch_page(f"pages/{page}.py")
    test.run()
    assert not test.exception
    return test


def link_of(test: AppTest) -> dict[str, str | list[str]]:
    """Return what stands behind the question mark of a page's address now."""
    return dict(test.query_params)


def open_page(page: str, /, **state: object) -> AppTest:
    """Return a page of a visitor whose session already holds this state."""
    test = AppTest.from_file(str(APP), default_timeout=_SECONDS)
    for name, value in state.items():
        test.session_state[name] = value
    test.switch_page(f"pages/{page}.py").run()
    assert not test.exception
    return test


def reloaded(page: str, test: AppTest, tab: str) -> AppTest:
    """Return a page as a new session opens it from the address of another.

    `AppTest` does not show parameters that Streamlit writes, so the tab is named.
    """
    address = {name: test.query_params[name] for name in test.query_params}
    return visit(page, **{**address, f"{page}_tab": tab})


@dataclass(frozen=True)
class Warming:
    """Replaces the thread that imports Keras, so that none outlives a test."""

    alive: bool

    def is_alive(self) -> bool:
        return self.alive
