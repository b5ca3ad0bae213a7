"""People with a telephone: they write, press, photograph and change their minds, whenever it suits them."""

from __future__ import annotations

from functools import partial
from random import Random

from tests.simulation.loop import EPOCH, Agenda
from tests.simulation.telegram import SimulatedTelegram
from tests.simulation.updates import Updates

PEOPLE = tuple(range(1001, 1009))
COORDINATORS = PEOPLE[-2:]  # the others are couriers
ACTING_TIME = 60.0  # seconds within which everything is said
ACTS = 12  # of each person
TALLY_COMMANDS = (
    *("/tally",) * 4,
    *("/tally_often", "/tally_notice", "/tally_later", "/tally_edits", "/tally_button", "/tally_photo"),
    *("/tally_poison", "/tally_broadcast"),
)
JOURNEY = ("/start", "/report", "words", "photo", "place", *("press",) * 4, "edit")
BUTTONS_IN_SIGHT = 12  # of the newest; sometimes somebody scrolls back


class Crowd:
    """Schedules what people do, and remembers what has to come of it."""

    def __init__(self, agenda: Agenda, updates: Updates, telegram: SimulatedTelegram, chance: Random) -> None:
        self.tallied: set[int] = set()  # updates that leave a tally
        self.poisoned: set[int] = set()  # updates that go to the dead letters
        self.photographed: set[int] = set()  # updates whose download comes back as an event with a tally
        self._agenda = agenda
        self._updates = updates
        self._telegram = telegram
        self._chance = chance
        self._queries = 0

    def set_out(self) -> None:
        """Put everything that people will do on the agenda."""
        for person in PEOPLE:
            for _ in range(ACTS):
                self._agenda.after(self._chance.random() * ACTING_TIME, partial(self._act, person))

    def _act(self, person: int) -> None:
        if self._chance.random() < 0.4:
            self._tally(person)
        else:
            self._go_on_a_journey(person, self._chance.choice(JOURNEY))

    def _tally(self, person: int) -> None:
        command = self._chance.choice(TALLY_COMMANDS)
        update = self._say(person, {"text": command})
        if command == "/tally_poison":
            self.poisoned.add(update)
            return
        self.tallied.add(update)
        if command == "/tally_photo":
            self.photographed.add(update)

    def _go_on_a_journey(self, person: int, step: str) -> None:
        match step:
            case "words":
                self._say(person, {"text": f"words {self._chance.randrange(1000)}"})
            case "photo":
                self._photograph(person)
            case "place":
                place = {"latitude": 30.48 + self._chance.random() / 20, "longitude": 114.35}
                self._say(person, {"location": place})
            case "press":
                self._press(person)
            case "edit":
                self._say(person, {"text": "changed", "edit_date": self._date()}, kind="edited_message")
            case command:
                self._say(person, {"text": command})

    def _say(self, person: int, content: dict[str, object], kind: str = "message") -> int:
        text = str(content.get("text", ""))
        if text.startswith("/"):
            content = {**content, "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]}
        message: dict[str, object] = {
            "message_id": self._telegram.next_message_id(),
            "date": self._date(),
            "chat": {"id": person, "type": "private", "first_name": f"P{person}"},
            "from": _user(person),
            **content,
        }
        return self._updates.add(f"chat {person}", kind, message)

    def _photograph(self, person: int) -> None:
        name = f"photo-{self._chance.randrange(100)}"
        size = {"file_id": name, "file_unique_id": f"u-{name}", "width": 32, "height": 24, "file_size": 700}
        self._say(person, {"photo": [size]})

    def _press(self, person: int) -> None:
        buttons = self._telegram.buttons[person]
        if not buttons:
            return
        in_sight = buttons if self._chance.random() < 0.1 else buttons[-BUTTONS_IN_SIGHT:]
        message_id, data = self._chance.choice(in_sight)
        self._queries += 1
        chat = {"id": person, "type": "private"}
        message = {"message_id": message_id, "date": self._date(), "chat": chat, "text": "…"}
        query: dict[str, object] = {
            "id": f"q{self._queries}",
            "chat_instance": "1",
            "from": _user(person),
            "message": message,
            "data": data,
        }
        update = self._updates.add(f"user {person}", "callback_query", query)
        if data.startswith("tally"):
            self.tallied.add(update)

    def _date(self) -> int:
        return EPOCH // 1000 + int(self._agenda.seconds)


def _user(person: int) -> dict[str, object]:
    language = "zh" if person % 2 else "en"
    return {"id": person, "is_bot": False, "first_name": f"P{person}", "language_code": language}


def team() -> list[dict[str, object]]:
    """The people as ``light-cavalry import people`` takes them."""
    return [
        {
            "user_id": person,
            "name": f"P{person}",
            "standing": "active",
            "roles": ["coordinator" if person in COORDINATORS else "courier"],
        }
        for person in PEOPLE
    ]
