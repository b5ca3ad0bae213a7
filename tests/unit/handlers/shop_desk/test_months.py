"""A month of the shop and what became of a donation: as a message, as a table and as a picture; nobody is named."""

from __future__ import annotations

import csv
import io

import pytest

from bot import documents, pictures
from bot.documents import Erased
from messages.pictures.chart import Chart
from storage import goods
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop_desk import desk
from tests.unit.handlers.shop_desk.test_offline import written
from tests.unit.handlers.world import COORDINATOR, World, button, only, words
from tests.unit.messages.pictures.reading import opened

NAMED = {"language": "zh", "timezone": "Asia/Shanghai"}


@pytest.fixture
def busy(world: World) -> World:
    """Two pieces collected by one courier, one more chosen."""
    for _ in range(2):
        desk.handed_over(world)
    desk.lying(world)
    return world


def test_a_month_keeps_person_times_and_people_apart(busy: World) -> None:
    said = words(busy.press(COORDINATOR, "stock_month"))
    assert "领取 2 人次 · 1 人" in said
    assert f"发出 {3 * shopping.POINTS} 分 · 换走 {2 * shopping.PRICE} 分" in said
    assert f"留着 {shopping.PRICE} 分" in said
    assert "某某公司 · 保温杯：收 9，发 2" in said


def test_the_month_before_has_its_own_figures_and_the_next_is_not_offered(busy: World) -> None:
    rows = busy.press(COORDINATOR, "stock_month")
    assert not [one for one in words(rows) if "下个月" in one]
    before = busy.press(COORDINATOR, button(rows, "stock_month:"))
    assert "领取 0 人次 · 0 人" in words(before)


@pytest.mark.parametrize("month", ["209901", "202613", "000001", "x", "20261"])
def test_a_month_that_cannot_be_is_refused(busy: World, month: str) -> None:
    for name in ("stock_month", "stock_table", "stock_chart"):
        assert "失效" in desk.answer(busy.press(COORDINATOR, f"{name}:{month}"))


def test_the_table_has_the_figures_and_every_donor(busy: World) -> None:
    rows = busy.press(COORDINATOR, button(busy.press(COORDINATOR, "stock_month"), "stock_table:"))
    named = only(rows, "sendDocument").parameters["document"]
    assert isinstance(named, dict)
    table = list(csv.reader(io.StringIO(written(busy, "shop_month", month=named["month"]))))
    assert ["领取人次", "2"] in table
    assert ["领取人数", "1"] in table
    assert table[-1] == ["某某公司", "保温杯", "9", "2", "0"]


def test_the_chart_shows_twelve_months(busy: World) -> None:
    rows = busy.press(COORDINATOR, button(busy.press(COORDINATOR, "stock_month"), "stock_chart:"))
    named = only(rows, "sendPhoto").parameters["photo"]
    assert isinstance(named, dict)
    drawing = pictures.prepare(busy.transaction, named)
    (chart,) = drawing.args  # type: ignore[attr-defined]
    assert isinstance(chart, Chart)
    assert len(chart.labels) == 12
    assert [series.values[-1] for series in chart.series] == [3 * shopping.POINTS, 2 * shopping.PRICE, 0]
    assert opened(drawing()).width > 500


def test_a_donor_reads_what_became_of_their_gift_and_of_nobody(busy: World) -> None:
    (one,) = goods.everything(busy.transaction)
    listed = busy.press(COORDINATOR, button(desk.page(busy, one), "stock_batches:"))
    rows = busy.press(COORDINATOR, button(listed, "stock_receipt:"))
    said = words(rows)
    assert "骑手领走 2 件（2 人次，1 人）" in said
    assert "已换未取 1 件" in said
    assert "还在小站 6 件" in said
    assert "李" not in said
    document = written(busy, "donor_receipt", batch=desk.newest_batch(busy, one).id, now=busy.now)
    assert "骑手领走 2 件（2 人次，1 人）" in document
    assert "<b>" not in document


def test_there_is_no_receipt_of_what_never_came(world: World) -> None:
    with pytest.raises(Erased):
        documents.write(world.transaction, {"written": "donor_receipt", "batch": 7, "now": 0, **NAMED})
