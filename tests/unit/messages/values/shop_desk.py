"""What the texts of the shop's desk can be given, and which labels and questions there must be."""

from __future__ import annotations

from handlers.shop_desk.amounts import NumberFault
from handlers.shop_desk.entering import Entry
from handlers.shop_desk.gifts import GiftItem, Shown
from handlers.shop_desk.goods_drafts import Item
from handlers.shop_desk.home import Line
from handlers.shop_desk.months import DonorLine
from handlers.shop_desk.pickup_words import Card
from handlers.shop_desk.receipts import Receipt
from handlers.shop_desk.stock_taking import Past, Reason
from handlers.shop_desk.typed_codes import CodeFault
from storage.goods_drafts import Photo, Said
from storage.redemptions import RedemptionState
from storage.shop_figures import Month, Outcome
from storage.stock import Stock
from tests.unit.messages.values.expected import Expected

NAME, DAY, DONOR = "<保温杯>", "11月25日 周三", "<某某公司>"
CARDS = [Card("7KQ2XH", NAME, "<李>*（尾号 07）", price, DAY) for price in (1, 20)]
LINES = [
    Line(NAME, 1, Stock(3, 1, 2), is_on=True, is_low=True),
    Line(NAME, 5, Stock(9), is_on=True, is_low=False),
    Line(NAME, 5, Stock(), is_on=False, is_low=False),
]
OUTCOMES = [Outcome(9, 1, 1, 5, 1, 2, 0), Outcome(9, 5, 3, 2, 0, 0, 2), Outcome(9, 2, 2, 8, 0, 0, -1)]
SHOWN_FAULTS = ("to_yourself", "not_responsible", "out_of_date", "still_there", "too_late")

EXPECTED = Expected(
    values={
        "lying": CARDS,
        "all_lying": [[], CARDS],
        "entered": [[], [Entry("7KQ2XH", True, NAME), Entry("<x>", False, "<没有>")]],
        "counted": [0, 3, 9],
        "expected": [3, 8],
        "promised": [0, 2],
        "why": ["<没有这个取货码>"],
        "when": [None, "11月25日 周三 14:00"],
        "shelf": [[], LINES],
        "shelved": LINES,
        "limit_words": ["<每月 1 件>"],
        "low_at": [0, 1, 3],
        "has_photo": [False, True],
        "said_of_goods": [Said("<杯>", "<Cup>", price, photo) for price in (1, 5) for photo in Photo],
        "is_change": [False, True],
        "gift": [Shown(NAME, DONOR, 3, until) for until in ("", DAY)],
        "fault": list(NumberFault),
        "past_batches": [[], [Past(DONOR, 3, DAY)]],
        "receipt": [Receipt(DONOR, NAME, DAY, DAY, outcome) for outcome in OUTCOMES],
        "month": ["2026-11"],
        "month_figures": [Month(1, 2, 3, 4, 5, 6)],
        "donor_lines": [[], [DonorLine(DONOR, NAME, 5, 4, off) for off in (0, 1)]],
        "more": [0, 1, 4],
        "running_low": [[(NAME, 0), (NAME, 3)]],
    },
    labels=[
        *(f"pickup_refused.{refusal}" for refusal in SHOWN_FAULTS),
        *(
            f"pickup_refused.already_{state}"
            for state in RedemptionState
            if state is not RedemptionState.HELD
        ),
        *(f"code_fault.{fault}" for fault in CodeFault),
        *(f"variance.{reason}" for reason in Reason),
        *(f"shop_desk.{item}" for item in (*Item, *GiftItem)),
    ],
    texts=[f"shop_desk/ask_{item}" for item in (*Item, *GiftItem)],
)
