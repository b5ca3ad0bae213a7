"""What leads to the coordinators' side of the shop."""

from __future__ import annotations

from handlers.leading import privately
from handlers.route import COORDINATORS, AnswerRoute, CommandRoute, EffectRoute, PressRoute, Route, TickRoute
from handlers.shop_desk import (
    gifts,
    goods_answers,
    goods_drafts,
    handing_out,
    home,
    low_stock,
    months,
    open_pickups,
    pickup,
    receipts,
    stock_taking,
)

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(pickup.QUESTION, pickup.take_codes, pickup.give_up, who=COORDINATORS),
    AnswerRoute("goods.name", goods_answers.take_name, goods_drafts.give_up, who=COORDINATORS),
    AnswerRoute("goods.english", goods_answers.take_english, goods_drafts.give_up, who=COORDINATORS),
    AnswerRoute("goods.price", goods_answers.take_price, goods_drafts.give_up, who=COORDINATORS),
    AnswerRoute(
        "goods.photo",
        goods_answers.take_photo,
        goods_drafts.give_up,
        has=("photo", "text"),
        who=COORDINATORS,
    ),
    AnswerRoute("goods.limit", goods_answers.take_limit, goods_drafts.give_up, who=COORDINATORS),
    AnswerRoute("goods.low", goods_answers.take_low, goods_drafts.give_up, who=COORDINATORS),
    AnswerRoute(goods_drafts.PREVIEW, goods_answers.take_at_preview, goods_drafts.give_up, who=COORDINATORS),
    AnswerRoute("gift.donor", gifts.take_donor, gifts.give_up, who=COORDINATORS),
    AnswerRoute("gift.quantity", gifts.take_quantity, gifts.give_up, who=COORDINATORS),
    AnswerRoute("gift.best_before", gifts.take_best_before, gifts.give_up, who=COORDINATORS),
    AnswerRoute("gift.preview", gifts.take_at_preview, gifts.give_up, who=COORDINATORS),
    AnswerRoute(stock_taking.QUESTION, stock_taking.take_count, stock_taking.give_up, who=COORDINATORS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("pickup", privately(pickup.begin), who=COORDINATORS),
    CommandRoute("stock", privately(home.show), who=COORDINATORS),
    PressRoute("stock", home.show, who=COORDINATORS),
    PressRoute("stock_pickup", pickup.begin, who=COORDINATORS, bare=True),
    PressRoute("pickup_give", handing_out.give, who=COORDINATORS),
    PressRoute("pickup_undo", handing_out.undo, who=COORDINATORS),
    PressRoute("stock_open", open_pickups.show, who=COORDINATORS),
    PressRoute("stock_print", open_pickups.export, who=COORDINATORS, bare=True),
    PressRoute("stock_goods", home.open_page, who=COORDINATORS),
    PressRoute("stock_switch", home.switch, who=COORDINATORS),
    PressRoute("goods_new", goods_drafts.begin, who=COORDINATORS, bare=True),
    PressRoute("goods_revise", goods_drafts.revise, who=COORDINATORS),
    PressRoute("goods_ask", goods_drafts.ask_again, who=COORDINATORS),
    PressRoute("goods_set", goods_answers.choose, who=COORDINATORS),
    PressRoute("goods_save", goods_drafts.save, who=COORDINATORS),
    PressRoute("goods_drop", goods_drafts.discard, who=COORDINATORS),
    PressRoute("gift_new", gifts.begin, who=COORDINATORS),
    PressRoute("gift_ask", gifts.ask_again, who=COORDINATORS),
    PressRoute("gift_set", gifts.choose, who=COORDINATORS),
    PressRoute("gift_confirm", gifts.confirm, who=COORDINATORS),
    PressRoute("gift_drop", gifts.discard, who=COORDINATORS),
    PressRoute("gift_undo", gifts.undo, who=COORDINATORS),
    PressRoute("stock_count", stock_taking.ask_count, who=COORDINATORS),
    PressRoute("stock_set", stock_taking.adjust, who=COORDINATORS),
    PressRoute("stock_past", stock_taking.show_past, who=COORDINATORS),
    PressRoute("stock_off", stock_taking.write_off, who=COORDINATORS),
    PressRoute("stock_batches", receipts.list_batches, who=COORDINATORS),
    PressRoute("stock_receipt", receipts.show, who=COORDINATORS),
    PressRoute("stock_month", months.show, who=COORDINATORS),
    PressRoute("stock_table", months.send_table, who=COORDINATORS),
    PressRoute("stock_chart", months.send_chart, who=COORDINATORS),
    EffectRoute(goods_answers.PHOTO_ENDED, goods_answers.photo_ended),
    TickRoute("low stock", low_stock.look),
)
