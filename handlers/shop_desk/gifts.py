"""A donation comes in: who gives how many, best before when; shown before it counts, and undone while untouched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.dates import Problem
from handlers.events import Message, Press
from handlers.shop import buttons, offers
from handlers.shop.buttons import number_in
from handlers.shop_desk import amounts, home
from handlers.shop_desk.amounts import NumberFault
from messages.keyboards import Button, Keyboard
from storage import gift_drafts, goods, stock
from storage.gift_drafts import KEEPS, GiftDraft
from storage.goods_drafts import DraftState

DONORS_OFFERED = 4


class GiftItem(StrEnum):
    """What is said about a donation. Each has its question, ``gift.<item>``, and ``shop_desk/ask_<item>``."""

    DONOR = "donor"
    QUANTITY = "quantity"
    BEST_BEFORE = "best_before"


@dataclass(frozen=True, slots=True)
class Shown:
    """A donation as it is read; `best_before` is the last day, empty for what keeps."""

    goods: str
    donor: str
    quantity: int
    best_before: str


def begin(press: Press, context: Context) -> None:
    """Somebody has brought some of these goods."""
    chosen = buttons.read(press, context)
    if chosen is None:
        return
    token = context.surroundings.new_token()
    draft = gift_drafts.open_draft(context.transaction, context.actor.id, chosen.id, token, context.now)
    _go_on(press, draft, context)


def take_donor(message: Message, context: Context, token: str) -> None:
    """Who gives it: an organisation, whose name stays with what it gave."""
    draft = _asked_about(token, context)
    if draft is None:
        return
    donor = amounts.one_line(message.text)
    if not 0 < len(donor) <= amounts.LONGEST_DONOR:
        longest, length = amounts.LONGEST_DONOR, len(donor)
        ways = _choices(draft, GiftItem.DONOR, context)
        context.say("shop_desk/wrong_words", buttons=ways, length=length, longest=longest)
    else:
        context.keep_words_once()
        _fill(message, replace(draft, donor=donor), context)


def take_quantity(message: Message, context: Context, token: str) -> None:
    """How many."""
    draft = _asked_about(token, context)
    if draft is None:
        return
    quantity = amounts.read_number(message.text, amounts.MOST_PIECES)
    if isinstance(quantity, NumberFault):
        ways = _choices(draft, GiftItem.QUANTITY, context)
        context.say("shop_desk/wrong_number", buttons=ways, fault=quantity, most=amounts.MOST_PIECES)
    else:
        _fill(message, replace(draft, quantity=quantity), context)


def take_best_before(message: Message, context: Context, token: str) -> None:
    """Until when it can be given away."""
    draft = _asked_about(token, context)
    if draft is None:
        return
    until = amounts.read_best_before(message.text, context.local_time)
    if isinstance(until, Problem):
        ways = _choices(draft, GiftItem.BEST_BEFORE, context)
        context.say("shop_desk/wrong_day", buttons=ways, problem=until, example=_example(context))
    else:
        _fill(message, replace(draft, best_before=until), context)


def take_at_preview(message: Message, context: Context, token: str) -> None:
    """Something typed when all is said: it is shown again."""
    draft = _asked_about(token, context)
    if draft is not None:
        _preview(message, draft, context)


def choose(press: Press, context: Context) -> None:
    """A donor who has given before, or that it keeps."""
    draft = _read(press, context)
    if draft is None:
        return
    item, value = (
        choice(GiftItem, [*press.arguments, "", ""][2]),
        number_in([*press.arguments, "", "", ""][3]),
    )
    donors = gift_drafts.recent_donors(context.transaction, DONORS_OFFERED)
    if item is GiftItem.DONOR and value is not None and value < len(donors):
        _fill(press, replace(draft, donor=donors[value]), context)
    elif item is GiftItem.BEST_BEFORE and value == KEEPS:
        _fill(press, replace(draft, best_before=KEEPS), context)
    else:
        fallback.unknown_button(press, context)


def ask_again(press: Press, context: Context) -> None:
    """Change one thing of it."""
    draft = _read(press, context)
    if draft is None:
        return
    item = choice(GiftItem, press.arguments[-1])
    if item is None:
        fallback.unknown_button(press, context)
    else:
        _ask(press, draft, item, context)


def confirm(press: Press, context: Context) -> None:
    """It is in the stock from now on."""
    draft = _read(press, context)
    if draft is None:
        return
    if _first_hole(draft) is not None:
        _go_on(press, draft, context)
        return
    gift = gift_drafts.gift_of(draft)
    if gift.best_before is not None and gift.best_before <= context.now:  # the draft has lain for days
        _ask(press, draft, GiftItem.BEST_BEFORE, context)
        return
    token = context.surroundings.new_token()
    batch = stock.receive(context.transaction, gift, token, context.actor.id, context.now)
    gift_drafts.end(context.transaction, draft, DraftState.APPLIED, batch.id)
    asking.settle_about(context, draft.token)
    context.answer(press, "press.received")
    chosen = goods.get(context.transaction, gift.goods)
    ways = [
        [Button("shop_desk.withdraw", f"gift_undo:{batch.token}")],
        [Button("shop_desk.to_goods", f"stock_goods:{chosen.token}"), Button("shop_desk.home", "stock")],
    ]
    context.edit_pressed(press, "shop_desk/received", buttons=ways, gift=_shown(draft, context))


def undo(press: Press, context: Context) -> None:
    """It was entered by mistake, and nobody has chosen any of it."""
    batch = stock.find_by_token(context.transaction, [*press.arguments, ""][0])
    if batch is None:
        fallback.unknown_button(press, context)
        return
    try:
        stock.withdraw(context.transaction, batch, context.actor.id, context.now)
    except stock.TooFew:
        context.answer(press, "stock_refused.batch_touched", alert=True)
        return
    context.answer(press, "press.gift_undone")
    home.show_page(goods.get(context.transaction, batch.gift.goods), press, context)


def discard(press: Press, context: Context) -> None:
    """Nothing comes in."""
    draft = _read(press, context)
    if draft is None:
        return
    gift_drafts.end(context.transaction, draft, DraftState.DISCARDED)
    asking.settle_about(context, draft.token)
    home.show_page(goods.get(context.transaction, draft.goods), press, context)


def give_up(context: Context, token: str) -> None:
    """``/cancel`` instead of an answer: nothing comes in."""
    draft = gift_drafts.find_by_token(context.transaction, token)
    if draft is not None and draft.state is DraftState.DRAFT:
        gift_drafts.end(context.transaction, draft, DraftState.DISCARDED)
    context.say("shop_desk/not_entered", buttons=[[Button("shop_desk.home", "stock")]])


def _read(press: Press, context: Context) -> GiftDraft | None:
    """The open draft of whoever presses, as it is now; else they are told why not."""
    token, version = [*press.arguments, "", ""][:2]
    draft = gift_drafts.find_by_token(context.transaction, token)
    if draft is None or number_in(version) is None:
        fallback.unknown_button(press, context)
        return None
    refusal = _refusal(draft, number_in(version), context)
    if refusal is not None:
        context.answer(press, f"stock_refused.{refusal}", alert=True)
    return draft if refusal is None else None


def _refusal(draft: GiftDraft, version: int | None, context: Context) -> str | None:
    if draft.made_by != context.actor.id:
        return "not_yours"
    if draft.state is not DraftState.DRAFT:
        return f"already_{draft.state}"
    return None if version == draft.version else "out_of_date"


def _asked_about(token: str, context: Context) -> GiftDraft | None:
    draft = gift_drafts.find_by_token(context.transaction, token)
    if draft is not None and _refusal(draft, draft.version, context) is None:
        return draft
    asking.settle(context)
    context.say("shop_desk/not_entered", buttons=[[Button("shop_desk.home", "stock")]])
    return None


def _fill(event: Message | Press, draft: GiftDraft, context: Context) -> None:
    _go_on(event, gift_drafts.save(context.transaction, draft), context)


def _first_hole(draft: GiftDraft) -> GiftItem | None:
    said = {
        GiftItem.DONOR: draft.donor,
        GiftItem.QUANTITY: draft.quantity,
        GiftItem.BEST_BEFORE: draft.best_before,
    }
    return next((item for item, value in said.items() if value is None), None)


def _go_on(event: Message | Press, draft: GiftDraft, context: Context) -> None:
    hole = _first_hole(draft)
    if hole is None:
        _preview(event, draft, context)
    else:
        _ask(event, draft, hole, context)


def _ask(event: Message | Press, draft: GiftDraft, item: GiftItem, context: Context) -> None:
    asking.expect(context, f"gift.{item}", draft.token)
    name = goods.get(context.transaction, draft.goods).name(context.language)
    ways = _choices(draft, item, context)
    context.show(event, f"shop_desk/ask_{item}", buttons=ways, name=name, example=_example(context))


def _preview(event: Message | Press, draft: GiftDraft, context: Context) -> None:
    asking.expect(context, "gift.preview", draft.token)
    context.show(
        event,
        "shop_desk/preview_gift",
        buttons=[
            [_button("shop_desk.receive", "gift_confirm", draft, style="success")],
            [_button(f"shop_desk.{item}", "gift_ask", draft, item) for item in GiftItem],
            [_button("shop_desk.discard", "gift_drop", draft)],
        ],
        gift=_shown(draft, context),
    )


def _shown(draft: GiftDraft, context: Context) -> Shown:
    return Shown(
        goods=goods.get(context.transaction, draft.goods).name(context.language),
        donor=draft.donor or "",
        quantity=draft.quantity or 0,
        best_before=offers.last_day(draft.best_before or None, context.language, context),
    )


def _choices(draft: GiftDraft, item: GiftItem, context: Context) -> Keyboard:
    drop = [_button("shop_desk.discard", "gift_drop", draft)]
    match item:
        case GiftItem.DONOR:
            donors = gift_drafts.recent_donors(context.transaction, DONORS_OFFERED)
            offered = [
                [_button("shop_desk.offered", "gift_set", draft, item, number, text=donor)]
                for number, donor in enumerate(donors)
            ]
            return [*offered, drop]
        case GiftItem.BEST_BEFORE:
            return [[_button("shop_desk.keeps", "gift_set", draft, item, KEEPS)], drop]
    return [drop]


def _button(
    label: str, action: str, draft: GiftDraft, *rest: object, style: str | None = None, **values: object
) -> Button:
    data = ":".join([action, draft.token, str(draft.version), *map(str, rest)])
    return Button(label, data, style, values)


def _example(context: Context) -> str:
    return f"{context.local_time.year + 1}-06-30"
