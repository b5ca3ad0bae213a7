"""``import-departments``: who answers for what no grid can solve."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from handlers.context import Context
from handlers.events import Command
from handlers.operators.faults import Fault, answer
from handlers.operators.people import known_user
from handlers.routing.targets import may_answer
from storage import departments
from storage.database import Transaction
from storage.departments import Department, DepartmentId

ID = re.compile(r"[a-z0-9-]{1,24}")
LONGEST_NAME = 40  # characters; more does not fit on a button


def import_departments(command: Command, context: Context) -> None:
    """Save every entry of ``departments``; departments that the file does not name stay as they are.

    ``member`` is the user id of the contact, a grid worker. Answers ``{"saved", "others"}``, or
    ``{"faults": [words]}`` and has changed nothing.
    """
    entries = command.arguments.get("departments")
    faults = list(_faults(entries, context.transaction))
    if faults or not isinstance(entries, list):
        answer(faults, command, context)
        return
    for entry in entries:
        departments.save(context.transaction, _department(entry, context.transaction))
    others = departments.count(context.transaction) - len(entries)
    context.result = {"saved": len(entries), "others": others}


def _department(entry: Mapping[str, object], transaction: Transaction) -> Department:
    """An entry that has no faults."""
    contact = known_user(transaction, entry["member"])
    assert contact is not None
    return Department(
        DepartmentId(str(entry["id"])),
        str(entry["name_zh"]).strip(),
        str(entry["name_en"]).strip(),
        contact.id,
    )


def _faults(entries: object, transaction: Transaction) -> Iterator[Fault]:
    if not isinstance(entries, list):
        yield Fault("departments_no_list")
        return
    for index, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            yield from _faults_of(index, entry, transaction)
        else:
            yield Fault("department_no_object", {"index": index})
    ids = Counter(str(entry.get("id")) for entry in entries if isinstance(entry, dict))
    yield from (Fault("department_twice", {"id": id_}) for id_, times in ids.items() if times > 1)


def _faults_of(index: int, entry: Mapping[str, object], transaction: Transaction) -> Iterator[Fault]:
    id_, member = entry.get("id"), entry.get("member")
    if not isinstance(id_, str) or not ID.fullmatch(id_):
        yield Fault("department_id", {"index": index, "value": id_})
    for property_ in ("name_zh", "name_en"):
        name = entry.get(property_)
        if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
            yield Fault("department_name", {"index": index, "property": property_, "longest": LONGEST_NAME})
    contact = known_user(transaction, member)
    if contact is None or not may_answer(contact):
        yield Fault("department_member", {"index": index, "value": member})
