"""``offer-training`` publishes a training, or says what is wrong with it."""

from __future__ import annotations

import pytest

from storage.trainings import TrainingState
from tests.unit.handlers.training.coordinating import ahead, newest
from tests.unit.handlers.world import COORDINATOR, COURIER, World, words

OFFER = {"topic": "急救", "place": "驿站", "places": 20, "points": 2, "user_id": COORDINATOR}


def test_a_whole_offer_is_published(world: World) -> None:
    assert world.command("offer-training", **OFFER, starts_at=ahead(72)) == {"offered": "急救"}
    assert newest(world).state is TrainingState.PUBLISHED
    assert "20 个名额" in words(world.say(COURIER, "/training"))


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"user_id": COURIER}, "coordinator"),
        ({"user_id": "x"}, "coordinator"),
        ({"starts_at": "2020-01-01 14:00"}, "within a year"),
        ({"starts_at": None}, "within a year"),
        ({"topic": " "}, "1 to 60"),
        ({"place": 7}, "1 to 120"),
        ({"places": -1}, "0 to 9999"),
        ({"points": 101}, "0 to 100"),
    ],
)
def test_a_wrong_one_is_refused_whole(world: World, wrong: dict[str, object], fault: str) -> None:
    result = world.command("offer-training", **{**OFFER, "starts_at": ahead(72), **wrong})

    assert fault in str(result["faults"])
    assert world.transaction.number("SELECT count(*) FROM trainings") == 0


def test_a_coordinator_with_a_draft_keeps_it(world: World) -> None:
    world.press(COORDINATOR, "training_new")

    assert "faults" in world.command("offer-training", **OFFER, starts_at=ahead(72))
