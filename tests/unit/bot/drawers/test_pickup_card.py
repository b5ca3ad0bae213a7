"""The code of what somebody has chosen, as it is read for the picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import pictures
from bot.documents import Erased
from messages.pictures.pickup_card import PickupCard
from storage import redemptions, settings
from storage.redemptions import Redemption
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.world import COURIER, PEOPLE, World
from tests.unit.messages.pictures.reading import opened


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "bot.sqlite3")
    world.command("import-people", people=PEOPLE)
    shopping.on_offer(world)
    shopping.with_points(world)
    yield world
    world.close()


def named(redemption: Redemption, language: str = "zh") -> dict[str, object]:
    told = {"language": language, "timezone": "Asia/Shanghai"}
    return {"drawn": "pickup_card", "redemption": redemption.id, **told}


def shown(world: World, redemption: Redemption, language: str = "zh") -> PickupCard:
    drawing = pictures.prepare(world.transaction, named(redemption, language))
    (card,) = drawing.args  # type: ignore[attr-defined]
    assert isinstance(card, PickupCard)
    return card


def test_the_code_leads_a_camera_to_the_bot(world: World) -> None:
    settings.write(world.transaction, settings.IDENTITY, '{"username": "cavalry_bot"}')
    redemption = shopping.taken(world)
    card = shown(world, redemption)
    assert (card.title, card.code) == ("保温杯", redemption.code)
    assert card.qr_payload == f"https://t.me/cavalry_bot?start=pickup_{redemption.token}"
    assert card.lines == ("南湖驿站 · 博爱小站", "留到 10月5日 周一")


def test_while_the_bot_does_not_know_its_name_the_code_stands_alone(world: World) -> None:
    redemption = shopping.taken(world)
    assert shown(world, redemption).qr_payload == redemption.code


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_drawn_in_its_reader_s_language(world: World, language: str) -> None:
    redemption = shopping.taken(world)
    drawing = pictures.prepare(world.transaction, named(redemption, language))
    assert opened(drawing()).width == 1080
    assert shown(world, redemption, language).title == {"zh": "保温杯", "en": "Thermos"}[language]


def test_what_is_over_is_not_drawn(world: World) -> None:
    redemption = shopping.taken(world)
    redemptions.cancel(world.transaction, redemption, world.member(COURIER).id, world.now)
    with pytest.raises(Erased):
        pictures.prepare(world.transaction, named(redemption))
