"""What travels: Bot API objects as JSON, and refusals in Telegram's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

# The sandbox hands Bot API objects on and looks into few of their fields, so they stay the JSON they travel as;
# schema.json describes them and the tests hold them against it. An object that was published is never
# changed in place: edits make a new one, so queued updates keep showing what was true when they happened.
JsonObject: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Refusal(Exception):
    """An answer other than ``ok``: HTTP status, Telegram's description, and ``parameters`` if it carries any."""

    error_code: int
    description: str
    parameters: JsonObject = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.error_code} {self.description}"

    def body(self) -> JsonObject:
        """The response object as the Bot API words it."""
        body: JsonObject = {"ok": False, "error_code": self.error_code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str, **parameters: int) -> Refusal:
    """400: the call itself is wrong."""
    return Refusal(400, f"Bad Request: {reason}", dict(parameters))


def forbidden(reason: str) -> Refusal:
    """403: the person or group does not want to hear from the bot."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """409: two ways of receiving updates at once."""
    return Refusal(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> Refusal:
    """429: ``retry_after`` in whole seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
