"""What a courier shows in the shop: the code of what they have chosen, for a camera and for the eye."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.documents import About, Erased
from handlers.shop.codes import PREFIX
from messages import times
from messages.catalogue import Language, label
from messages.pictures import pickup_card as card
from messages.pictures.picture import Picture
from storage import goods, redemptions, settings
from storage.database import Transaction
from storage.redemptions import Redemption, RedemptionId, RedemptionState


def pickup_card(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{"redemption": 7}``. Raises documents.Erased when nothing lies there for it any more."""
    redemption = _redemption(transaction, about)
    language, zone = Language(str(about["language"])), ZoneInfo(str(about["timezone"]))
    last = datetime.fromtimestamp((redemption.collect_by - 1) / 1000, zone)
    shown = card.PickupCard(
        language=language,
        code=redemption.code,
        qr_payload=_payload(transaction, redemption),
        title=goods.get(transaction, redemption.goods_id).name(language),
        lines=(
            label(language, "shop.place"),
            label(language, "shop.until", {"day": times.day(language, last)}),
        ),
    )
    return partial(card.pickup_card, shown)


def _redemption(transaction: Transaction, about: About) -> Redemption:
    try:
        redemption = redemptions.get(transaction, RedemptionId(int(str(about["redemption"]))))
    except KeyError as missing:
        raise Erased(f"no redemption {missing}") from missing
    if redemption.state is not RedemptionState.HELD:
        raise Erased(f"redemption {redemption.id} is {redemption.state}")
    return redemption


def _payload(transaction: Transaction, redemption: Redemption) -> str:
    """A link to the bot; while its name is unknown, the code."""
    identity = json.loads(settings.read(transaction, settings.IDENTITY) or "{}")
    username = identity.get("username")
    return f"https://t.me/{username}?start={PREFIX}{redemption.token}" if username else redemption.code
