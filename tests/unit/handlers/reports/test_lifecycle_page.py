"""The page about a report's life says what the code does."""

from __future__ import annotations

from docs.make_reports_page import PAGE, page


def test_the_page_follows_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"
