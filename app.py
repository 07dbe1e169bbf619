"""The overview."""

from ui import frame

frame.open_page("overview")
