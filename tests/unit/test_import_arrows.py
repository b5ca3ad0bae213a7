"""Imports go one way: bot → handlers → {storage, messages}; the sandbox stands alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS: Mapping[str, frozenset[str]] = {
    "bot.sandbox": frozenset({"bot.sandbox"}),  # could be a product of its own
    "bot": frozenset({"bot", "handlers", "storage", "messages"}),
    "handlers": frozenset({"handlers", "storage", "messages"}),
    "storage": frozenset({"storage"}),
    "messages": frozenset({"messages"}),
}
STARTS_THE_SANDBOX = ("bot.cli", "bot.demo")  # the only ones of the bot that know it exists


def room_of(module: str) -> str | None:
    """The innermost room a module stands in; None if it is not ours."""
    return next((room for room in ROOMS if is_inside(module, room)), None)


def is_inside(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def imports(source: str) -> Iterator[str]:
    """Every module or name that is imported, wherever in the file; relative ones as `.name`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def is_allowed(module: str, imported: str) -> bool:
    """Whether a module may import something; what is not ours is not our business."""
    here, there = room_of(module), room_of(imported)
    if imported.startswith("."):
        return False  # the arrows are to be seen in the line itself
    if there is None or here is None or there in ROOMS[here]:
        return True
    return there == "bot.sandbox" and any(is_inside(module, starter) for starter in STARTS_THE_SANDBOX)


def modules() -> Iterator[tuple[str, str]]:
    """The name and the source of every module of ours."""
    for room in ("bot", "handlers", "storage", "messages"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path.read_text(encoding="utf-8")


def test_no_import_goes_against_the_arrows() -> None:
    against = [
        f"{module} imports {imported}"
        for module, source in modules()
        for imported in imports(source)
        if not is_allowed(module, imported)
    ]
    assert against == []


def test_every_room_has_been_looked_into() -> None:
    assert {room_of(module) for module, _ in modules()} == set(ROOMS)


@pytest.mark.parametrize(
    ("module", "line", "allowed"),
    [
        ("bot.engine", "from handlers import router", True),
        ("handlers.reports", "import storage.reports, messages", True),
        ("handlers.reports", "def f():\n    from bot import clock", False),
        ("storage.inbox", "from messages.keyboards import menu", False),
        ("messages", "import storage", False),
        ("storage.inbox", "import handlers.context", False),
        ("bot.sandbox.wire", "from bot.sandbox import clock", True),
        ("bot.sandbox.wire", "from bot import clock", False),
        ("bot.sandbox.wire", "import storage.inbox", False),
        ("bot.engine", "from bot.sandbox import server", False),
        ("bot.engine", "from bot import sandbox", False),
        ("bot.cli", "from bot.sandbox import server", True),
        ("bot.demo.stage", "import bot.sandbox.server", True),
        ("bot.client", "import bot.sandbox.server", False),
        ("bot.engine", "from . import clock", False),
        ("storage.inbox", "import sqlite3, botany", True),
    ],
)
def test_the_arrows_are_what_they_are_meant_to_be(module: str, line: str, allowed: bool) -> None:
    assert all(is_allowed(module, imported) for imported in imports(line)) == allowed
