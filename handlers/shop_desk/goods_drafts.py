"""Goods that are put together or changed: what is missing is asked for, one question at a time, then shown whole."""

from __future__ import annotations

from enum import StrEnum

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.shop import buttons
from handlers.shop.buttons import number_in
from handlers.shop_desk import amounts, home
from handlers.shop_desk.amounts import OFFERED_LIMITS
from messages.keyboards import Button, Keyboard
from storage import goods, goods_drafts
from storage.goods_drafts import DraftState, GoodsDraft, Said, terms_of

PREVIEW = "goods.preview"
PER_ROW = 3


class Item(StrEnum):
    """What is said about goods. Each has its question, ``goods.<item>``, and ``shop_desk/ask_<item>``."""

    NAME = "name"
    ENGLISH = "english"
    PRICE = "price"
    PHOTO = "photo"
    LIMIT = "limit"
    LOW = "low"  # asked only when somebody wants to change it


def begin(press: Press, context: Context) -> None:
    """New goods, or on with those that were begun."""
    draft = goods_drafts.draft_of(context.transaction, context.actor.id)
    if draft is None:
        token = context.surroundings.new_token()
        draft = goods_drafts.open_draft(context.transaction, context.actor.id, token, context.now)
    proceed(draft, press, context)


def revise(press: Press, context: Context) -> None:
    """Change what is offered from now on; another draft that lies open is gone on with first."""
    chosen = buttons.read(press, context)
    if chosen is None:
        return
    begun = goods_drafts.draft_of(context.transaction, context.actor.id)
    if begun is not None and begun.goods != chosen.id:
        context.answer(press, "stock_refused.finish_first", alert=True)
        proceed(begun, press, context)
        return
    if begun is not None and begun.goods_version != chosen.version:  # it was begun from what is no longer so
        goods_drafts.end(context.transaction, begun, DraftState.DISCARDED)
        begun = None
    token = context.surroundings.new_token()
    draft = begun or goods_drafts.open_draft(
        context.transaction, context.actor.id, token, context.now, chosen
    )
    proceed(draft, press, context)


def proceed(draft: GoodsDraft, event: Message | Press, context: Context) -> None:
    """Ask for the first thing that is missing; when nothing is, show the whole."""
    missing = first_missing(draft.said)
    if missing is None:
        preview(draft, event, context)
    else:
        ask(draft, missing, event, context)


def first_missing(said: Said) -> Item | None:
    """What to ask for next."""
    told = {
        Item.NAME: said.name_zh,
        Item.ENGLISH: said.name_en,
        Item.PRICE: said.price,
        Item.PHOTO: said.photo,
        Item.LIMIT: said.most,
    }
    return next((item for item, value in told.items() if value is None), None)


def ask(draft: GoodsDraft, item: Item, event: Message | Press, context: Context) -> None:
    """Ask one question, with what is chosen most as buttons."""
    asking.expect(context, f"goods.{item}", draft.token)
    context.show(event, f"shop_desk/ask_{item}", buttons=choices(draft, item, context))


def choices(draft: GoodsDraft, item: Item, context: Context) -> Keyboard:
    """What is chosen most, and the way out."""
    offered: list[Button] = []
    if item is Item.ENGLISH:
        offered = [button("shop_desk.same_name", "goods_set", draft, item, 0)]
    elif item is Item.PHOTO:
        offered = [button("shop_desk.no_photo", "goods_set", draft, item, 0)]
    elif item is Item.LIMIT:
        offered = [button("shop_desk.no_limit", "goods_set", draft, item, 0)]
        offered += [
            button(f"shop_desk.limit_{limit.per}", "goods_set", draft, item, number, most=limit.most)
            for number, limit in enumerate(OFFERED_LIMITS, start=1)
        ]
    rows = [offered[start : start + PER_ROW] for start in range(0, len(offered), PER_ROW)]
    return [*rows, [button("shop_desk.discard", "goods_drop", draft)]]


def preview(draft: GoodsDraft, event: Message | Press, context: Context) -> None:
    """Everything as it will be, to confirm, to change or to give up."""
    asking.expect(context, PREVIEW, draft.token)
    said = draft.said
    items = [button(f"shop_desk.{item}", "goods_ask", draft, item) for item in Item]
    context.show(
        event,
        "shop_desk/preview_goods",
        buttons=[
            [
                button(
                    "shop_desk.apply" if draft.changes else "shop_desk.add",
                    "goods_save",
                    draft,
                    style="success",
                )
            ],
            items[:PER_ROW],
            items[PER_ROW:],
            [button("shop_desk.discard", "goods_drop", draft)],
        ],
        said_of_goods=said,
        limit_words=amounts.limit_in_words(terms_of(said, None).limit, context.language),
        is_change=draft.changes,
    )


def ask_again(press: Press, context: Context) -> None:
    """Change one thing of it."""
    draft = read(press, context)
    if draft is None:
        return
    item = choice(Item, press.arguments[-1])
    if item is None:
        fallback.unknown_button(press, context)
    else:
        ask(draft, item, press, context)


def save(press: Press, context: Context) -> None:
    """It counts from now on; what somebody has chosen before keeps its price."""
    draft = read(press, context)
    if draft is None:
        return
    if first_missing(draft.said) is not None:
        proceed(draft, press, context)
        return
    before = None if draft.goods is None else goods.get(context.transaction, draft.goods)
    if before is not None and before.version != draft.goods_version:
        context.answer(press, "stock_refused.changed_meanwhile", alert=True)
        return
    terms = terms_of(draft.said, None if before is None else before.terms)
    if before is None:
        saved = goods.add(context.transaction, terms, context.surroundings.new_token(), context.now)
    else:
        saved = goods.change(context.transaction, before, terms)
    goods_drafts.end(context.transaction, draft, DraftState.APPLIED, saved.id)
    asking.settle_about(context, draft.token)
    context.answer(press, "press.goods_saved")
    home.show_page(saved, press, context)


def discard(press: Press, context: Context) -> None:
    """Everything stays as it is."""
    draft = read(press, context)
    if draft is None:
        return
    goods_drafts.end(context.transaction, draft, DraftState.DISCARDED)
    asking.settle_about(context, draft.token)
    context.edit_pressed(press, "shop_desk/not_entered", buttons=[[Button("shop_desk.home", "stock")]])


def give_up(context: Context, _token: str) -> None:
    """``/cancel`` instead of an answer: the draft stays, to be gone on with."""
    ways = [[Button("shop_desk.go_on", "goods_new", "success")], [Button("shop_desk.home", "stock")]]
    context.say("shop_desk/kept", buttons=ways)


def read(press: Press, context: Context) -> GoodsDraft | None:
    """The open draft of whoever presses, as it is now; else they are told why not."""
    token, version = [*press.arguments, "", ""][:2]
    draft = goods_drafts.find_by_token(context.transaction, token)
    if draft is None or number_in(version) is None:
        fallback.unknown_button(press, context)
        return None
    refusal = _refusal(draft, number_in(version), context)
    if refusal is not None:
        context.answer(press, f"stock_refused.{refusal}", alert=True)
    return draft if refusal is None else None


def answered(token: str, context: Context) -> GoodsDraft | None:
    """The draft that a typed answer is for; None, and they are told, when it is none any more."""
    draft = goods_drafts.find_by_token(context.transaction, token)
    if draft is not None and _refusal(draft, draft.version, context) is None:
        return draft
    asking.settle(context)
    context.say("shop_desk/not_entered", buttons=[[Button("shop_desk.home", "stock")]])
    return None


def button(
    label: str, action: str, draft: GoodsDraft, *rest: object, style: str | None = None, **values: object
) -> Button:
    """A button about a draft as it is now."""
    return Button(label, ":".join([action, draft.token, str(draft.version), *map(str, rest)]), style, values)


def _refusal(draft: GoodsDraft, version: int | None, context: Context) -> str | None:
    if draft.made_by != context.actor.id:
        return "not_yours"
    if draft.state is not DraftState.DRAFT:
        return f"already_{draft.state}"
    return None if version == draft.version else "out_of_date"
