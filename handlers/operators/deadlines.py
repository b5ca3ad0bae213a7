"""``import-deadlines``: how long each category of reports may take, and when people work."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Command
from handlers.operators import deadlines_file
from handlers.operators.faults import Fault, answer
from storage import deadlines, working_times


def import_deadlines(command: Command, context: Context) -> None:
    """Put what ``file`` says in the place of what was said before; what it leaves out stays as it is.

    Deadlines that reports have already stay too. Answers ``{"categories", "working_hours", "weekdays", "holidays",
    "workdays"}``, how many of each are in force, or ``{"faults": [words]}`` and has changed nothing.
    """
    file = command.arguments.get("file")
    faults = (
        [Fault("deadlines_no_object")] if not isinstance(file, dict) else list(deadlines_file.faults_of(file))
    )
    if faults or not isinstance(file, dict):
        answer(faults, command, context)
        return
    times = deadlines_file.times(file, working_times.read(context.transaction))
    working_times.replace(context.transaction, times)
    if "deadlines" in file:
        deadlines.replace_all(context.transaction, deadlines_file.allowances(file, times))
    context.result = {
        "categories": deadlines.count(context.transaction),
        "working_hours": len(times.hours),
        "weekdays": len(times.weekdays),
        "holidays": len(times.holidays),
        "workdays": len(times.workdays),
    }
