"""People and what they may do."""

from __future__ import annotations

import pytest

from storage import members
from storage.database import Transaction
from storage.members import MemberId, Role, Standing


def test_somebody_is_found_by_the_id_their_channel_gives_them(transaction: Transaction) -> None:
    added = members.add(transaction, "telegram", 1001, "李强", "zh", 0)
    assert members.find(transaction, "telegram", 1001) == added == members.get(transaction, added.id)
    assert members.find(transaction, "telegram", 1002) is None
    assert members.find(transaction, "wecom", 1001) is None
    with pytest.raises(KeyError):
        members.get(transaction, MemberId(99))


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.ACTIVE])
def test_roles_are_in_force_only_while_somebody_is_active(
    transaction: Transaction, standing: Standing
) -> None:
    id_ = members.add(transaction, "telegram", 1001, "李强", None, 0, standing).id
    members.give_role(transaction, id_, Role.COURIER)
    assert members.get(transaction, id_).roles == frozenset()
    members.set_standing(transaction, id_, Standing.ACTIVE)
    assert members.get(transaction, id_).roles == {Role.COURIER}


def test_revising_takes_away_the_roles_that_are_not_named(transaction: Transaction) -> None:
    id_ = members.add(transaction, "telegram", 1001, "李强", None, 0).id
    for roles in (frozenset({Role.COURIER, Role.ADMIN}), frozenset({Role.COURIER})):
        members.revise(transaction, id_, "李", Standing.ACTIVE, roles)
        assert members.get(transaction, id_).roles == roles
    assert members.get(transaction, id_).name == "李"


def test_only_the_active_are_named_for_a_role(transaction: Transaction) -> None:
    for user_id, standing in ((1, Standing.ACTIVE), (2, Standing.LEFT), (3, Standing.ACTIVE)):
        id_ = members.add(transaction, "telegram", user_id, "x", None, 0, standing).id
        members.give_role(transaction, id_, Role.COORDINATOR)
        members.give_role(transaction, id_, Role.COORDINATOR)
    found = members.with_role(transaction, Role.COORDINATOR)
    assert [member.user_id for member in found] == [1, 3]


def test_people_are_counted_by_standing(transaction: Transaction) -> None:
    for user_id, standing in enumerate([Standing.ACTIVE, Standing.ACTIVE, Standing.LEFT]):
        members.add(transaction, "telegram", user_id, "x", None, 0, standing)
    assert members.standings(transaction) == {"active": 2, "left": 1}
