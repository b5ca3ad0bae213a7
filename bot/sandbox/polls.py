"""Polls and quizzes, and who voted for what."""

from __future__ import annotations

from bot.sandbox.store import Counter, Store
from bot.sandbox.wire import JsonObject, bad_request


class Polls:
    """Polls by id; votes are counted from what each person chose last."""

    KINDS = frozenset({"poll"})

    def __init__(self, store: Store) -> None:
        self._store = store
        self._number = Counter(store, "poll")
        self._polls: dict[str, JsonObject] = {}
        self._votes: dict[str, dict[int, list[int]]] = {}
        for key, body in store.load("poll"):
            self._polls[key] = body["poll"]
            self._votes[key] = dict(body["votes"])

    def open(self, question: JsonObject, options: list[JsonObject], **settings: object) -> JsonObject:
        """A new poll; ``question`` and each option carry ``text`` and maybe entities. Returns the Poll."""
        poll_id = f"5{self._number.next():012d}"
        self._polls[poll_id] = {
            "id": poll_id,
            **question,
            "options": [
                {"persistent_id": str(place), **option, "voter_count": 0}
                for place, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
            **settings,
        }
        self._votes[poll_id] = {}
        self._save(poll_id)
        return self.get(poll_id)

    def get(self, poll_id: str) -> JsonObject:
        """The Poll as it stands. Refuses with 400 when there is none."""
        if poll_id not in self._polls:
            raise bad_request("poll not found")
        return self._polls[poll_id]

    def vote(self, poll_id: str, user_id: int, options: list[int]) -> JsonObject:
        """Somebody chooses; none at all takes the vote back. Refuses what the poll does not allow with 400."""
        poll = self.get(poll_id)
        if poll["is_closed"]:
            raise bad_request("poll has already been closed")
        if any(option not in range(len(poll["options"])) for option in options):
            raise bad_request("there is no such option")
        if len(options) > 1 and not poll["allows_multiple_answers"]:
            raise bad_request("the poll takes one answer")
        if poll["type"] == "quiz" and user_id in self._votes[poll_id]:
            raise bad_request("a quiz is answered once")
        self._votes[poll_id].pop(user_id, None)
        if options:
            self._votes[poll_id][user_id] = options
        return self._count(poll_id)

    def close(self, poll_id: str) -> JsonObject:
        """No more votes. Refuses with 400 when it is closed already."""
        if self.get(poll_id)["is_closed"]:
            raise bad_request("poll has already been closed")
        self._polls[poll_id] = {**self._polls[poll_id], "is_closed": True}
        self._save(poll_id)
        return self._polls[poll_id]

    def clear(self) -> None:
        self._polls.clear()
        self._votes.clear()
        self._store.forget(self.KINDS)

    def _count(self, poll_id: str) -> JsonObject:
        votes = self._votes[poll_id]
        counted = [
            {**option, "voter_count": sum(place in chosen for chosen in votes.values())}
            for place, option in enumerate(self._polls[poll_id]["options"])
        ]
        self._polls[poll_id] = {
            **self._polls[poll_id],
            "options": counted,
            "total_voter_count": len(votes),
        }
        self._save(poll_id)
        return self._polls[poll_id]

    def _save(self, poll_id: str) -> None:
        votes = list(self._votes[poll_id].items())
        self._store.save("poll", poll_id, {"poll": self._polls[poll_id], "votes": votes})
