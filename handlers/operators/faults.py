"""What is wrong with a file, worded for whoever made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from messages import catalogue
from messages.catalogue import Language


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a label under ``fault.…`` and what fills it."""

    label: str
    values: Mapping[str, object] = field(default_factory=dict)


def answer(faults: Sequence[Fault], command: Command, context: Context) -> None:
    """Answer the command with every fault, in the language it asked for (English unless it did)."""
    language = choice(Language, command.arguments.get("language")) or Language.EN
    words = [catalogue.label(language, f"fault.{fault.label}", fault.values) for fault in faults]
    context.result = {"faults": words}
