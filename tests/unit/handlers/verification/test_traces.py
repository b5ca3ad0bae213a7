"""What those who looked said can be taken along, and leaves no trace of whoever erases themselves."""

from __future__ import annotations

from typing import cast

from storage import my_data
from tests.unit.handlers.verification.fixes import doubt, fixed, report, said
from tests.unit.handlers.world import COURIER, OTHER_COURIER, WORKER, World, button


def erase(world: World, who: int) -> None:
    world.press(who, button(world.say(who, "/deleteme"), "erase:"))


def exported(world: World, who: int, part: str) -> list[dict[str, object]]:
    """A part of the document that somebody can take with them."""
    return cast(list[dict[str, object]], my_data.export(world.transaction, world.member(who))[part])


def object_in_words(world: World, words: str) -> None:
    fixed(world)
    doubt(world, reason="other")
    world.say(COURIER, words)


def test_a_verdict_is_in_what_they_can_take_with_them(world: World) -> None:
    object_in_words(world, "盖子还是松的")
    (kept,) = exported(world, COURIER, "verdicts")
    assert (kept["report"], kept["verdict"], kept["words"]) == (
        report(world).number,
        "not_fixed",
        "盖子还是松的",
    )


def test_what_they_are_offered_is_in_it_too_while_they_are(world: World) -> None:
    fixed(world)
    world.say(OTHER_COURIER, "/nearby")
    world.location(OTHER_COURIER, (30.5, 114.31))
    (kept,) = exported(world, OTHER_COURIER, "offered_to_look_at")
    assert kept["report"] == report(world).number


def test_whoever_erases_themselves_leaves_a_verdict_without_words(world: World) -> None:
    object_in_words(world, "盖子还是松的")
    erase(world, COURIER)
    assert [(one.is_fixed, one.words) for one in said(world)] == [(False, "")]
    assert world.transaction.all("SELECT * FROM verification_asks") == []


def test_the_number_of_whoever_is_erased_goes_from_the_words_of_others(world: World) -> None:
    object_in_words(world, f"打 {WORKER} 没人接")
    erase(world, WORKER)
    assert str(WORKER) not in said(world)[0].words
