"""Failures on order: which, and until when."""

from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from typing import TypeVar

from aiohttp import web

from bot.sandbox.faults import HOLD, INTERNAL_ERROR, Fault, FaultKind, FaultScope
from bot.sandbox.human.answers import delete, done, post
from bot.sandbox.human.fields import Fields, read_fields, wrong
from bot.sandbox.keys import WORLD

Choice = TypeVar("Choice", bound=StrEnum)

KNOWN = (
    *("method", "chat", "contains", "kind", "error_code", "retry_after", "scope"),
    *("seconds", "probability", "times", "seed"),
)
ERROR_CODES = range(400, 600)
TOO_MANY_REQUESTS = 429


def routes() -> Iterable[web.RouteDef]:
    yield post("faults", order)
    yield delete("faults", cancel_all)


async def order(request: web.Request) -> web.Response:
    """Orders a failure; returns it with its id."""
    fields = await read_fields(request, KNOWN)
    return done(asdict(request.app[WORLD].faults.add(_fault(fields))))


async def cancel_all(request: web.Request) -> web.Response:
    request.app[WORLD].faults.clear()
    return done()


def _fault(fields: Fields) -> Fault:
    fault = Fault(
        kind=_choice(FaultKind, "kind", fields.need("kind", str)),
        method=fields.get("method", str),
        chat=fields.get("chat", int),
        contains=fields.get("contains", str),
        error_code=fields.get("error_code", int, INTERNAL_ERROR),
        retry_after=fields.get("retry_after", int),
        scope=_choice(FaultScope, "scope", fields.need("scope", str)) if "scope" in fields else None,
        seconds=fields.get("seconds", float, HOLD),
        probability=fields.get("probability", float, 1.0),
        times=fields.get("times", int, 1),
        seed=fields.get("seed", int, 0),
    )
    _check(fault)
    return fault


def _check(fault: Fault) -> None:
    if fault.error_code not in ERROR_CODES:
        raise wrong(f"'error_code' must be one of HTTP's from 400 to 599, not {fault.error_code}")
    if fault.error_code == TOO_MANY_REQUESTS and fault.retry_after is None:
        raise wrong("a 429 needs 'retry_after', in seconds")
    if not 0 <= fault.probability <= 1:
        raise wrong(f"'probability' lies between 0 and 1, {fault.probability} does not")
    if fault.times < 0 or fault.seconds < 0:
        raise wrong("'times' and 'seconds' cannot be negative")


def _choice(choices: type[Choice], name: str, given: str) -> Choice:
    try:
        return choices(given)
    except ValueError:
        raise wrong(f"{name!r} must be one of {', '.join(choices)}, not {given!r}") from None
