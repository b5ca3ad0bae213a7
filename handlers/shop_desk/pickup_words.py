"""What a coordinator reads about something that lies there: what it is, for whom, and why it is not handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from handlers.shop import offers
from handlers.shop.lifecycle import Refusal
from messages import catalogue, times
from messages.catalogue import Language
from storage import goods, members, paper_pickups
from storage.members import Member, MemberId
from storage.redemptions import Redemption


@dataclass(frozen=True, slots=True)
class Card:
    """Something that lies there: enough to find it on the shelf and to see who should be there for it."""

    code: str
    name: str
    who: str
    price: int
    until: str


def card(redemption: Redemption, context: Context) -> Card:
    """What is shown to whoever acts."""
    return Card(
        code=redemption.code,
        name=goods.get(context.transaction, redemption.goods_id).name(context.language),
        who=who(members.get(context.transaction, redemption.member_id), context.language),
        price=redemption.price,
        until=offers.last_day(redemption.collect_by, context.language, context),
    )


def who(member: Member, language: Language) -> str:
    """Somebody as a list may say it that lies on a counter: one character, and the end of their number."""
    return catalogue.label(
        language, "shop_desk.who", {"name": masked(member.name), "digits": f"{member.id % 100:02d}"}
    )


def masked(name: str) -> str:
    """The first character of a name, and that there is more; nothing of a name that has no more."""
    return f"{name[0]}*" if len(name) > 1 else "*"


def in_words(refusal: Refusal, redemption: Redemption, context: Context) -> str:
    """Why it is not handed out, or not taken back, and what to do now."""
    seen = card(redemption, context)
    ended = paper_pickups.handed_at(context.transaction, redemption) or context.now
    values = {
        "name": seen.name,
        "who": seen.who,
        "until": seen.until,
        "when": times.moment(context.language, context.local_time_of(ended)),
        "by": _by(redemption, context),
    }
    return catalogue.label(context.language, f"pickup_refused.{refusal}", values)


def named(redemption: Redemption) -> Sequence[MemberId]:
    """Whom these words may name."""
    return [redemption.member_id, *([] if redemption.ended_by is None else [redemption.ended_by])]


def _by(redemption: Redemption, context: Context) -> str:
    if redemption.ended_by is None:
        return catalogue.label(context.language, "shop_desk.somebody")
    if redemption.ended_by == context.actor.id:
        return catalogue.label(context.language, "shop_desk.you")
    name = members.get(context.transaction, redemption.ended_by).name
    return name or catalogue.label(context.language, "shop_desk.somebody")
