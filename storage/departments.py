"""Departments that reports are handed over to, each with the grid worker who has its cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId

DepartmentId = NewType("DepartmentId", str)

COLUMNS = "departments.id, name_zh, name_en, member_id"


@dataclass(frozen=True, slots=True)
class Department:
    """A department, and who is its contact."""

    id: DepartmentId
    name_zh: str
    name_en: str
    member_id: MemberId

    def name(self, language: str) -> str:
        """What it is called in a language (``zh`` or ``en``)."""
        return self.name_zh if language == "zh" else self.name_en


def save(transaction: Transaction, department: Department) -> None:
    """Add a department or replace it by this one."""
    transaction.execute(
        "INSERT INTO departments (id, name_zh, name_en, member_id) VALUES (:id, :name_zh, :name_en, :member)"
        " ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,"
        " member_id = excluded.member_id",
        {
            "id": department.id,
            "name_zh": department.name_zh,
            "name_en": department.name_en,
            "member": department.member_id,
        },
    )


def with_contact(transaction: Transaction) -> list[Department]:
    """Every department whose contact is a grid worker still, by id."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM departments JOIN members ON members.id = member_id"  # noqa: S608
        " JOIN member_roles USING (member_id) WHERE standing = 'active' AND role = 'grid_worker'"
        " ORDER BY departments.id"
    )
    return [_department(row) for row in rows]


def of_contact(transaction: Transaction, member: MemberId) -> Department | None:
    """The department whose contact somebody is; of several, the first by id."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM departments WHERE member_id = :member ORDER BY id LIMIT 1",  # noqa: S608
        {"member": member},
    )
    return None if row is None else _department(row)


def count(transaction: Transaction) -> int:
    """How many departments there are."""
    return transaction.number("SELECT count(*) FROM departments")


def _department(row: Row) -> Department:
    return Department(DepartmentId(row["id"]), row["name_zh"], row["name_en"], MemberId(row["member_id"]))
