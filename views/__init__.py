"""What each page shows, a folder each; `pages/` only arranges it."""
