"""Opens a page of a few lines, a function, by a link."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

_SECONDS = 30


def open_link(page: Callable[[], None], **query: str) -> AppTest:
    """Return a page as a link opens it.

    Args:
        page: Draws it; what it needs it imports itself.
        **query: What stands behind the question mark of the link.
    """
    test = AppTest.from_function(page, default_timeout=_SECONDS)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test
