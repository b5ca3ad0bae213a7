"""What the texts about the people of the team can be given."""

from __future__ import annotations

from storage.members import Member, MemberId, Role, Standing
from tests.unit.messages.values.expected import Expected


def person(standing: Standing, *roles: Role) -> Member:
    return Member(MemberId(1), "telegram", 1, "<李>", None, standing, frozenset(roles))


EXPECTED = Expected(
    values={
        "person": [person(standing) for standing in Standing]
        + [person(Standing.ACTIVE, role) for role in Role]
        + [person(Standing.ACTIVE, *Role)],
        "member": [person(Standing.ACTIVE, Role.COURIER)],
        "facts": [["身份：<骑手>", "报过：3 条"]],
    }
)
