"""What is to be in order whenever the process starts."""

from __future__ import annotations

from handlers import commands_menu
from handlers.context import Context
from handlers.events import Tick


def process_started(_tick: Tick, context: Context) -> None:
    """Show the commands menu of this version."""
    commands_menu.show_to_everybody(context)
