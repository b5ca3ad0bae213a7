"""People are found by a part of their name or their number, and only those who are on the team or wait to be."""

from __future__ import annotations

import pytest

from storage import members, people, people_searches
from storage.database import Transaction
from storage.members import MemberId, Standing
from storage.people import Order
from storage.people_searches import KEPT, Search


def add(transaction: Transaction, *names: str, standing: Standing = Standing.ACTIVE) -> list[MemberId]:
    first = transaction.number("SELECT count(*) FROM members") + 1
    return [
        members.add(transaction, "telegram", user_id, name, None, 0, standing).id
        for user_id, name in enumerate(names, first)
    ]


def names(transaction: Transaction, words: str, limit: int = 10, offset: int = 0) -> list[str]:
    return [person.name for person in people.find_by_name(transaction, words, limit, offset)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("王", ["王伟", "王秀英"]),
        ("秀", ["李秀", "王秀英"]),
        ("TOM", ["Tom Li", "tommy"]),
        ("m l", ["Tom Li"]),
        ("赵", []),
        ("", ["Tom Li", "tommy", "李秀", "王伟", "王秀英"]),
    ],
)
def test_a_part_of_a_name_finds_those_who_have_it(
    transaction: Transaction, words: str, found: list[str]
) -> None:
    add(transaction, "王秀英", "tommy", "李秀", "Tom Li", "王伟")
    assert sorted(names(transaction, words)) == sorted(found)
    assert people.count_by_name(transaction, words) == len(found)


@pytest.mark.parametrize(("sign", "found"), [("%", ["100%"]), ("_", ["a_b"]), ("!", ["嗨!"]), ("'", [])])
def test_signs_that_sql_knows_stand_for_themselves(
    transaction: Transaction, sign: str, found: list[str]
) -> None:
    add(transaction, "100%", "a_b", "嗨!", "李")
    assert names(transaction, sign) == found


def test_pages_follow_each_other_by_name_or_from_the_newest_on(transaction: Transaction) -> None:
    add(transaction, "c", "a", "d", "b")
    assert names(transaction, "", 3) + names(transaction, "", 3, 3) == ["a", "b", "c", "d"]
    newest = people.find_by_name(transaction, "", 3, 0, Order.NEWEST)
    assert [person.name for person in newest] == ["b", "d", "a"]


@pytest.mark.parametrize(
    ("standing", "is_found"),
    [
        (Standing.ACTIVE, True),
        (Standing.PENDING, True),
        (Standing.STRANGER, False),
        (Standing.LEFT, False),
    ],
)
def test_only_those_are_found_who_are_on_the_team_or_wait(
    transaction: Transaction, standing: Standing, is_found: bool
) -> None:
    (id_,) = add(transaction, "李强", standing=standing)
    assert bool(names(transaction, "李")) == is_found
    assert (people.find_by_number(transaction, id_) is not None) == is_found


@pytest.mark.parametrize("sql", [people.BY_NAME])
def test_names_are_looked_for_in_the_index_alone(transaction: Transaction, sql: str) -> None:
    plan = transaction.all(f"EXPLAIN QUERY PLAN {sql}", {"pattern": "%x%", "limit": 8, "offset": 0})
    steps = [str(row["detail"]) for row in plan]
    assert any("members_on_the_team" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


def test_a_newer_search_replaces_the_older_and_is_forgotten_after_a_day(transaction: Transaction) -> None:
    (id_,) = add(transaction, "刘敏")
    for token, words in (("t1", "王"), ("t2", "李")):
        people_searches.remember(transaction, id_, Search(token, words), 1000)
    assert people_searches.last_of(transaction, id_) == Search("t2", "李")
    assert people_searches.forget_old(transaction, 1000 + KEPT - 1) == 0
    assert people_searches.forget_old(transaction, 1000 + KEPT) == 1
