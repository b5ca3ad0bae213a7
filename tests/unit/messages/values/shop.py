"""What the texts of the shop can be given, and which labels there must be."""

from __future__ import annotations

from handlers.shop.browsing import Item
from handlers.shop.lifecycle import Refusal
from handlers.shop.pickups import Pickup
from storage.goods import Per
from storage.ledger import Standing
from tests.unit.messages.values.expected import Expected

NAME, DAY = "<保温杯>", "11月25日 周三"
ONE, MANY = Pickup("7KQ2XH", NAME, 1, DAY), Pickup("7KQ2XH", NAME, 20, DAY)

EXPECTED = Expected(
    values={
        "standing": [Standing(0, 0, 0, 0), Standing(1, 0, 1, 3), Standing(20, 5, 7, 0)],
        "is_empty": [False, True],
        "is_open": [False, True],
        "until": ["", DAY],
        "opens": ["", DAY],
        "item": [
            Item(NAME, "", 1, "充足", 0, None, 0, 5, ""),
            Item(NAME, "<500 毫升>", 20, "剩 3 件", 1, Per.MONTH, 1, 5, "<还差 15 分>"),
            Item(NAME, "", 20, "换完了", 2, Per.QUARTER, 0, 5, ""),
        ],
        "price": [1, 20],
        "left": [0, 3],
        "pickup": [ONE, MANY],
        "pickups": [[], [ONE], [MANY] * 9],
        "is_new": [False, True],
        "available": [0, 3],
        "lapsed": [0, 1],
    },
    labels=[f"shop_refused.{refusal}" for refusal in Refusal],
)
