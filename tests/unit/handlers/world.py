"""A small world around the handlers: people act, rows come out; a real SQLite file, no network, no event loop.

What tests read those rows with comes along from `rows`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from handlers.context import Context
from handlers.events import read_body, read_sender
from handlers.routes import make_router
from handlers.surroundings import Surroundings
from storage import consents, inbox, members, outbox, photos, report_drafts, reports
from storage.consents import Purpose
from storage.database import Transaction, connect
from storage.inbox import Arrival, EventKind
from storage.members import Member
from storage.outbox import OutboxRow
from storage.reports import Report, ReportId
from tests.unit import new_file
from tests.unit.handlers import checks
from tests.unit.handlers.rows import Shown as Shown
from tests.unit.handlers.rows import button as button
from tests.unit.handlers.rows import category_button as category_button
from tests.unit.handlers.rows import methods as methods
from tests.unit.handlers.rows import only as only
from tests.unit.handlers.rows import shown as shown
from tests.unit.handlers.rows import words as words

COURIER, PENDING, STRANGER, OTHER_COURIER = 1001, 1002, 1003, 1004
WORKER, OTHER_WORKER = 2001, 2002
COORDINATOR, OTHER_COORDINATOR = 3001, 3002
ADMIN = 9001

PEOPLE: list[dict[str, object]] = [
    {"user_id": COURIER, "name": "李强", "roles": ["courier"]},
    {"user_id": OTHER_COURIER, "name": "张伟", "roles": ["courier"]},
    {"user_id": PENDING, "name": "陈晓", "standing": "pending", "roles": ["courier"]},
    {"user_id": WORKER, "name": "王秀英", "roles": ["grid_worker"]},
    {"user_id": OTHER_WORKER, "name": "周敏", "roles": ["grid_worker"]},
    {"user_id": COORDINATOR, "name": "刘敏", "roles": ["coordinator"]},
    {"user_id": OTHER_COORDINATOR, "name": "赵军", "roles": ["coordinator"]},
]

Spot = tuple[float, float]  # latitude, longitude
WEST: Spot = (30.50, 114.31)
EAST: Spot = (30.50, 114.33)
BORDER: Spot = (30.50, 114.32)
FAR_AWAY: Spot = (30.60, 114.50)
START = 1_790_000_000_000  # UTC ms, in September 2026
IMAGE = b"\xff\xd8 a photo \xff\xd9"


def grid(id_: str, west: float, east: float, workers: list[int]) -> dict[str, object]:
    """A rectangle from 30.49 to 30.51 north, as a feature that `import-grids` takes."""
    ring = [[west, 30.49], [east, 30.49], [east, 30.51], [west, 30.51], [west, 30.49]]
    return {
        "type": "Feature",
        "properties": {"id": id_, "name_zh": f"{id_}网格", "name_en": f"{id_} grid", "workers": workers},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def photo_sizes(name: str) -> list[dict[str, object]]:
    """A photo as Telegram lists it, the smaller size first."""
    return [
        {"file_id": f"{name}-{size}", "file_unique_id": f"u-{name}-{size}", "width": size, "height": size}
        for size in (90, 800)
    ]


def collection(*features: dict[str, object]) -> dict[str, object]:
    """Features as one file."""
    return {"type": "FeatureCollection", "features": list(features)}


GRIDS = collection(grid("west", 114.30, 114.32, [WORKER]), grid("east", 114.32, 114.34, [OTHER_WORKER]))


class World:
    """People act; every action is handled at once and returns the rows it made."""

    def __init__(self, path: Path, *, first_id: int = 1, now: int = START) -> None:
        self.now = now
        self.language_code: str | None = "zh-hans"
        self.first_names: dict[int, str] = {}  # what else somebody calls themselves than P and their number
        self.announcements: list[Arrival] = []
        self._path = path
        self._row_ids = count(first_id)
        self._numbers = count(first_id)
        if not path.exists():
            new_file.make(path)
        self._open()

    @property
    def transaction(self) -> Transaction:
        """To look into the database; each statement is kept at once."""
        return Transaction(self._connection)

    def restart(self) -> None:
        """Nothing but the file lives on."""
        self._connection.close()
        self._open()

    def _open(self) -> None:
        self._connection = connect(self._path)
        # The machine does not die in these tests, so nothing has to reach the disk.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._router = make_router()

    def close(self) -> None:
        self._connection.close()

    def say(
        self, who: int, text: str, *, chat: int | None = None, edits: int | None = None
    ) -> list[OutboxRow]:
        content: dict[str, object] = {"text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.message(who, content, chat=chat, edits=edits)

    def photo(
        self,
        who: int,
        name: str = "one",
        *,
        caption: str = "",
        album: str | None = None,
        chat: int | None = None,
        edits: int | None = None,
    ) -> list[OutboxRow]:
        content: dict[str, object] = {"photo": photo_sizes(name)}
        if caption:
            content["caption"] = caption
        if album:
            content["media_group_id"] = album
        return self.message(who, content, chat=chat, edits=edits)

    def image_file(self, who: int, name: str = "file", **document: object) -> list[OutboxRow]:
        named = {"file_id": name, "file_unique_id": f"u-{name}", "mime_type": "image/jpeg"}
        return self.message(who, {"document": {**named, **document}})

    def location(self, who: int, spot: Spot) -> list[OutboxRow]:
        return self.message(who, {"location": {"latitude": spot[0], "longitude": spot[1]}})

    def message(
        self,
        who: int,
        content: Mapping[str, object],
        *,
        chat: int | None = None,
        edits: int | None = None,
    ) -> list[OutboxRow]:
        message = {
            "message_id": edits or next(self._numbers),
            "date": self.now // 1000,
            "from": self._person(who),
            "chat": {"id": chat or who, "type": "supergroup" if chat else "private"},
            **content,
        }
        if edits is not None:
            message["edit_date"] = self.now // 1000
        return self.update("message" if edits is None else "edited_message", message)

    def press(
        self,
        who: int,
        data: str,
        message_id: int = 500,
        *,
        chat_id: int | None = None,
        words_above: str = "",
    ) -> list[OutboxRow]:
        """A button is pressed. Telegram sends a copy of its message along, `words_above` included."""
        chat = {"id": chat_id or who, "type": "supergroup" if chat_id else "private"}
        message = {"message_id": message_id, "date": self.now // 1000, "chat": chat, "text": words_above}
        query = {
            "id": str(next(self._numbers)),
            "from": self._person(who),
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
        return self.update("callback_query", query)

    def membership(self, who: int, status: str) -> list[OutboxRow]:
        change = {
            "chat": {"id": who, "type": "private"},
            "from": self._person(who),
            "date": self.now // 1000,
            "new_chat_member": {"user": {"id": 1, "is_bot": True, "first_name": "bot"}, "status": status},
        }
        return self.update("my_chat_member", change)

    def downloaded(self, row: OutboxRow, image: bytes = IMAGE, place: Spot | None = None) -> list[OutboxRow]:
        sha256 = photos.add(self.transaction, image, 800, 600, self.now)
        stored = {"sha256": sha256, "width": 800, "height": 600, "place": place and list(place)}
        return self._download_ended(row, True, stored)

    def download_failed(self, row: OutboxRow, reason: str) -> list[OutboxRow]:
        return self._download_ended(row, False, {"reason": reason})

    def delivered(self, row: OutboxRow) -> list[OutboxRow]:
        """A message that asked to be told about has arrived."""
        body = {"name": row.effect, "row": row.id, "ok": True, "result": {"reason": None}}
        return self._handle(EventKind.EFFECT, body).rows

    def undelivered(self, row: OutboxRow) -> list[OutboxRow]:
        """A message that asked to be told about did not arrive."""
        body = {"name": row.effect, "row": row.id, "ok": False, "result": {"reason": "blocked"}}
        return self._handle(EventKind.EFFECT, body).rows

    def effect_told(self, body: Mapping[str, object]) -> list[OutboxRow]:
        """Something slow has ended, as `bot.effects` tells it."""
        return self._handle(EventKind.EFFECT, body).rows

    def announce(self, name: str, **result: object) -> list[OutboxRow]:
        """What another capability has announced arrives."""
        return self.effect(name, ok=True, **result)

    def effect(self, name: str, *, ok: bool, **result: object) -> list[OutboxRow]:
        """Something slow has ended."""
        return self._handle(EventKind.EFFECT, {"name": name, "row": 0, "ok": ok, "result": result}).rows

    def tick(self, name: str) -> list[OutboxRow]:
        return self._handle(EventKind.TICK, {"name": name}).rows

    def tick_twice(self, name: str, *, restarted: bool) -> list[OutboxRow]:
        """A tick whose transaction is lost before its COMMIT comes again, perhaps to another process."""
        context = self._context(EventKind.TICK, {"name": name})
        self._attempt(context, {"name": name}, "ROLLBACK")
        if restarted:
            self.restart()
        again = Context(self.transaction, context.event, None, self.now, self._surroundings())
        return self._attempt(again, {"name": name}, "COMMIT").rows

    def command(self, name: str, **arguments: object) -> Mapping[str, object]:
        return self._handle(EventKind.COMMAND, {"name": name, "arguments": arguments}).result or {}

    def agree(self, who: int) -> None:
        """They have let us keep photos and places before."""
        consents.record(
            self.transaction, self.member(who).id, Purpose.PHOTO_AND_PLACE, given=True, now=self.now
        )

    def draft(self, who: int) -> Report | None:
        return report_drafts.draft_of(self.transaction, self.member(who).id)

    def member(self, who: int) -> Member:
        found = members.find(self.transaction, "telegram", who)
        assert found is not None
        return found

    def apart(self, spot: Spot) -> Spot:
        """A spot of the same grid for the next report, 67 m from all there are: it is about something else."""
        column, row = divmod(len(self.all_reports()), 12)
        return spot[0] + 0.0006 * row, spot[1] + 0.0007 * column

    def all_reports(self) -> list[Report]:
        rows = self.transaction.all("SELECT id FROM reports ORDER BY id")
        return [reports.get(self.transaction, ReportId(row["id"])) for row in rows]

    def _person(self, who: int) -> dict[str, object]:
        name = self.first_names.get(who, f"P{who}")
        return {"id": who, "is_bot": False, "first_name": name, "language_code": self.language_code}

    def update(self, kind: str, content: Mapping[str, object]) -> list[OutboxRow]:
        return self._handle(EventKind.UPDATE, {"update_id": next(self._numbers), kind: content}).rows

    def _download_ended(self, row: OutboxRow, ok: bool, result: Mapping[str, object]) -> list[OutboxRow]:
        carried = cast(Mapping[str, object], row.parameters["carried"])
        body = {"name": row.effect, "row": row.id, "ok": ok, "result": {**carried, **result}}
        return self._handle(EventKind.EFFECT, body).rows

    def context_of_message(self, who: int) -> Context:
        """The context of a message that has arrived and is not handled."""
        chat = {"id": who, "type": "private"}
        return self._context(EventKind.UPDATE, {"message": {"from": self._person(who), "chat": chat}})

    def _context(self, kind: EventKind, body: Mapping[str, object]) -> Context:
        key = str(next(self._numbers))
        transaction = self.transaction
        channel = "operator" if kind is EventKind.COMMAND else "telegram"
        inbox.add(transaction, [Arrival(channel, kind, key, json.dumps(body))], self.now)
        event = inbox.waiting(transaction, 1)[0]
        sender = read_sender(event, read_body(event))
        return Context(transaction, event, sender, self.now, self._surroundings())

    def _handle(self, kind: EventKind, body: Mapping[str, object]) -> Context:
        return self._attempt(self._context(kind, body), body, "COMMIT")

    def _attempt(self, context: Context, body: Mapping[str, object], end: str) -> Context:
        context.transaction.execute("BEGIN IMMEDIATE")
        self._router.dispatch(context.event, body, context)
        for row in context.rows:
            outbox.add(context.transaction, row, self.now)
        inbox.finish(context.transaction, context.event.id, self.now)
        context.transaction.execute(end)
        checks.whoever_is_named_is_noted(context.transaction, context.rows)
        checks.what_is_edited_can_be(context.transaction, context.rows)
        if end == "COMMIT":
            self.announcements += context.announcements
        return context

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            next_row_id=lambda: next(self._row_ids),
            new_token=lambda: f"{next(self._numbers):016x}",
            timezone=ZoneInfo("Asia/Shanghai"),
            admins=frozenset({ADMIN}),
        )
