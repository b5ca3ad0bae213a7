"""Trainings: the buttons of who offers one, of who comes, and of who ticks off who came."""

from __future__ import annotations

from storage import trainings
from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.rows import button
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import COORDINATOR, COURIER, World


def training_page(world: World) -> Rows:
    """The page of a published training; no courier has signed up."""
    return world.press(COORDINATOR, coordinating.data("training_open", coordinating.published(world)))


def training_list(world: World) -> Rows:
    coordinating.published(world)
    return world.say(COORDINATOR, "/training")


def training_card(world: World) -> Rows:
    coordinating.published(world)
    return world.say(COURIER, "/training")


def signed_up(world: World) -> Rows:
    """The courier's card, with which they can withdraw."""
    return world.press(COURIER, button(training_card(world), "training_join"))


def moved_training(world: World) -> Rows:
    """What the courier hears, who has signed up."""
    signed_up(world)
    return coordinating.change(world, coordinating.newest(world), "where", "驿站门口")


def calling_off(world: World) -> Rows:
    world.press(COORDINATOR, button(training_page(world), "training_cancel"))
    return world.say(COORDINATOR, "老师病了")


def begun_training(world: World) -> Rows:
    """The page of a training that has begun; the courier had signed up."""
    training = coordinating.published(world, when=coordinating.ahead(5))
    coordinating.join(world, training, COURIER)
    world.now += 5 * coordinating.HOUR
    return world.press(COORDINATOR, coordinating.data("training_open", training))


def attendance(world: World) -> Rows:
    return world.press(COORDINATOR, button(begun_training(world), "attendance:"))


def asked_day(world: World) -> Rows:
    coordinating.begin(world)
    return world.say(COORDINATOR, "心肺复苏")


def asked_hour(world: World) -> Rows:
    return world.press(COORDINATOR, button(asked_day(world), "training_day:"))


def own_training(world: World, who: int) -> str:
    """A training that somebody is putting together themselves; what comes back stands for it."""
    return trainings.open_draft(world.transaction, world.member(who).id, f"own{who}", world.now).token


DEEDS = Deeds(
    buttons={
        "training_card": training_page,
        "training_join": training_card,
        "training_withdraw": signed_up,
        "training_cannot": moved_training,
        "training_open": training_list,
        "training_revise": training_page,
        "training_ask": coordinating.drafted,
        "training_day": asked_day,
        "training_set": asked_hour,
        "training_publish": coordinating.drafted,
        "training_discard": coordinating.drafted,
        "training_cancel": training_page,
        "training_call_off": calling_off,
        "attendance": begun_training,
        "attended": attendance,
        "attended_all": attendance,
        "attendance_close": attendance,
    },
    open={"training": "training", "training_list": "training_list:0", "training_new": "training_new"},
    answers={
        "training.topic": lambda world, who: world.say(who, "心肺复苏"),
        "training.when": lambda world, who: world.say(who, coordinating.ahead(72)),
        "training.where": lambda world, who: world.say(who, "南湖驿站"),
        "training.places": lambda world, who: world.say(who, "20"),
        "training.points": lambda world, who: world.say(who, "2"),
        "planning.preview": lambda world, who: world.say(who, "25"),
        "training.reason": lambda world, who: world.say(who, "老师病了"),
    },
    subjects={
        "training.topic": own_training,
        "training.when": own_training,
        "training.where": own_training,
        "training.places": own_training,
        "training.points": own_training,
        "planning.preview": own_training,
        "training.reason": lambda world, who: coordinating.published(world).token,
    },
    kept=("trainings", "sign_ups"),
    refusals=("training_refused.",),
)
