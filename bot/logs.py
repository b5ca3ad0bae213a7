"""Logging to standard error: lines for people, or JSON for machines. Neither ever holds a token."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping

import structlog

from bot.request import scrub


def configure(level: str, as_json: bool) -> None:
    """Set up structlog and the standard library's logging. `level` is ``debug``, ``info``, ``warning`` or ``error``."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _scrub_all,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")


def _scrub_all(
    logger: object, method: str, event: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = scrub(value)
    return event
