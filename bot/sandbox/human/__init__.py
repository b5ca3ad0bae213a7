"""The human side: what people do, see and arrange, as JSON over HTTP under /sandbox."""

from collections.abc import Iterable
from itertools import chain

from aiohttp import web

from bot.sandbox.human import acts, control, events, faulting, inhabitants, reading, speech


def routes() -> Iterable[web.RouteDef]:
    """Every route below /sandbox."""
    return chain.from_iterable(
        part.routes() for part in (acts, control, events, faulting, inhabitants, reading, speech)
    )
