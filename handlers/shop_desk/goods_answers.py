"""Answers about goods, typed, sent or pressed: what is understood fills the draft, the rest is answered with why."""

from __future__ import annotations

from dataclasses import replace

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Effect, Message, Press
from handlers.shop.buttons import number_in
from handlers.shop_desk import amounts
from handlers.shop_desk.amounts import MOST_LIMIT, MOST_PIECES, MOST_PRICE, NumberFault
from handlers.shop_desk.goods_drafts import Item, answered, ask, choices, proceed, read
from messages.keyboards import Button
from storage import goods, goods_drafts, members
from storage.goods import Per
from storage.goods_drafts import UNLIMITED, DraftState, GoodsDraft, Photo, Said
from storage.outbox import Lane

PHOTO_ENDED = "goods photo"  # the effect of its download


def take_name(message: Message, context: Context, token: str) -> None:
    """What it is called."""
    _take_words(message, Item.NAME, token, context)


def take_english(message: Message, context: Context, token: str) -> None:
    """What it is called in English."""
    _take_words(message, Item.ENGLISH, token, context)


def take_price(message: Message, context: Context, token: str) -> None:
    """How many points one costs."""
    _take_number(message, Item.PRICE, MOST_PRICE, token, context)


def take_limit(message: Message, context: Context, token: str) -> None:
    """How many one person may have in a month."""
    _take_number(message, Item.LIMIT, MOST_LIMIT, token, context)


def take_low(message: Message, context: Context, token: str) -> None:
    """How many are left when coordinators want to hear of it."""
    _take_number(message, Item.LOW, MOST_PIECES, token, context)


def take_photo(message: Message, context: Context, token: str) -> None:
    """What it looks like; the bytes are fetched while the questions go on."""
    draft = answered(token, context)
    if draft is None:
        return
    if not message.message.photo:
        ask(draft, Item.PHOTO, message, context)
        return
    photo = message.message.photo[-1]  # Bot API: sizes of one photo, the largest last
    context.download(photo.file_id, PHOTO_ENDED, draft=draft.token)
    _fill(draft, replace(draft.said, photo=Photo.COMING, photo_sha256=None), message, context)


def take_at_preview(message: Message, context: Context, token: str) -> None:
    """Something typed when all is said: it is shown once more."""
    draft = answered(token, context)
    if draft is not None:
        proceed(draft, message, context)


def choose(press: Press, context: Context) -> None:
    """One of the offered answers was pressed."""
    draft = read(press, context)
    if draft is None:
        return
    item, number = choice(Item, [*press.arguments, "", ""][2]), number_in([*press.arguments, "", "", ""][3])
    said = None if item is None or number is None else _chosen(draft.said, item, number)
    if said is None:
        fallback.unknown_button(press, context)
    else:
        _fill(draft, said, press, context)


def photo_ended(effect: Effect, context: Context) -> None:
    """A photo is stored, or will never come. It belongs to the draft, or to what has become of it meanwhile."""
    draft = goods_drafts.find_by_token(context.transaction, str(effect.result["draft"]))
    if draft is None or draft.said.photo is not Photo.COMING:
        return
    if not effect.ok:
        _photo_lost(draft, context)
        return
    sha256 = str(effect.result["sha256"])
    draft = goods_drafts.save(
        context.transaction, draft, replace(draft.said, photo=Photo.HERE, photo_sha256=sha256)
    )
    if draft.state is DraftState.APPLIED and draft.goods is not None:
        made = goods.get(context.transaction, draft.goods)
        goods.change(context.transaction, made, replace(made.terms, photo_sha256=sha256))


def _photo_lost(draft: GoodsDraft, context: Context) -> None:
    goods_drafts.save(context.transaction, draft, replace(draft.said, photo=Photo.NONE))
    maker = members.get(context.transaction, draft.made_by)
    ways = [[Button("shop_desk.home", "stock")]]
    context.say("shop_desk/photo_lost", to=context.to_member(maker), lane=Lane.REPLY, buttons=ways)


def _chosen(said: Said, item: Item, number: int) -> Said | None:
    match item:
        case Item.ENGLISH if number == 0:
            return replace(said, name_en=said.name_zh)
        case Item.PHOTO if number == 0:
            return replace(said, photo=Photo.NONE, photo_sha256=None)
        case Item.LIMIT if number == 0:
            return replace(said, most=UNLIMITED, per=None)
        case Item.LIMIT if number <= len(amounts.OFFERED_LIMITS):
            limit = amounts.OFFERED_LIMITS[number - 1]
            return replace(said, most=limit.most, per=limit.per)
    return None


def _take_words(message: Message, item: Item, token: str, context: Context) -> None:
    draft = answered(token, context)
    if draft is None:
        return
    words = amounts.one_line(message.text)
    if not 0 < len(words) <= amounts.LONGEST_NAME:
        longest, ways = amounts.LONGEST_NAME, choices(draft, item, context)
        context.say("shop_desk/wrong_words", buttons=ways, length=len(words), longest=longest)
    elif item is Item.NAME:
        _fill(draft, replace(draft.said, name_zh=words), message, context)
    else:
        _fill(draft, replace(draft.said, name_en=words), message, context)


def _take_number(message: Message, item: Item, most: int, token: str, context: Context) -> None:
    draft = answered(token, context)
    if draft is None:
        return
    number = amounts.read_number(message.text, most, least=0 if item is Item.LOW else 1)
    if isinstance(number, NumberFault):
        ways = choices(draft, item, context)
        context.say("shop_desk/wrong_number", buttons=ways, fault=number, most=most)
    elif item is Item.PRICE:
        _fill(draft, replace(draft.said, price=number), message, context)
    elif item is Item.LIMIT:
        _fill(draft, replace(draft.said, most=number, per=Per.MONTH), message, context)
    else:
        _fill(draft, replace(draft.said, low_at=number), message, context)


def _fill(draft: GoodsDraft, said: Said, event: Message | Press, context: Context) -> None:
    proceed(goods_drafts.save(context.transaction, draft, said), event, context)
