"""Grids, who answers for them, and the version of their outlines."""

from __future__ import annotations

import pytest

from storage import grids, members
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.members import MemberId, Role, Standing

WEST = Grid(GridId("west"), "西网格", "West grid", "{}", -100)


def worker(transaction: Transaction, user_id: int, standing: Standing = Standing.ACTIVE) -> MemberId:
    member = members.add(transaction, "telegram", user_id, "x", None, 0, standing)
    members.give_role(transaction, member.id, Role.GRID_WORKER)
    return member.id


def test_a_grid_is_found_as_it_was_saved(transaction: Transaction) -> None:
    grids.save(transaction, WEST, [])
    assert grids.get(transaction, WEST.id) == WEST
    assert grids.all_grids(transaction) == [WEST]
    with pytest.raises(KeyError):
        grids.get(transaction, GridId("east"))


@pytest.mark.parametrize(("language", "name"), [("zh", "西网格"), ("en", "West grid")])
def test_a_grid_has_a_name_in_each_language(language: str, name: str) -> None:
    assert WEST.name(language) == name


def test_only_active_grid_workers_answer_for_a_grid(transaction: Transaction) -> None:
    active, left = worker(transaction, 1), worker(transaction, 2, Standing.LEFT)
    courier = members.add(transaction, "telegram", 3, "x", None, 0, Standing.ACTIVE).id
    grids.save(transaction, WEST, [active, left, courier])
    assert grids.worker_ids(transaction, WEST.id) == [active]


def test_saving_again_replaces_the_workers(transaction: Transaction) -> None:
    first, second = worker(transaction, 1), worker(transaction, 2)
    grids.save(transaction, WEST, [first])
    grids.save(transaction, WEST, [second])
    assert grids.worker_ids(transaction, WEST.id) == [second]


def test_saving_again_keeps_who_came_by_an_invitation(transaction: Transaction) -> None:
    listed, invited = worker(transaction, 1), worker(transaction, 2)
    grids.save(transaction, WEST, [listed])
    grids.assign(transaction, invited, [WEST.id])
    grids.save(transaction, WEST, [])
    assert grids.worker_ids(transaction, WEST.id) == [invited]


def test_the_version_changes_with_the_outlines_and_with_nothing_else(transaction: Transaction) -> None:
    versions = []
    for grid in (WEST, WEST, Grid(WEST.id, "新", "New", "{}"), Grid(WEST.id, "新", "New", "{ }")):
        grids.save(transaction, grid, [])
        grids.renew_version(transaction)
        versions.append(grids.version(transaction))
    assert versions[0] == versions[1] == versions[2] != versions[3]
