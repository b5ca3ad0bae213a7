"""What people do to messages that are there: press a button, react, vote."""

from collections.abc import Iterable

from aiohttp import web

from bot.sandbox.human.answers import done, post
from bot.sandbox.human.fields import read_fields, wrong
from bot.sandbox.keys import CROWD, WORLD
from bot.sandbox.queries import Answer
from bot.sandbox.wire import JsonObject

PATIENCE = 5.0  # real seconds for the bot to answer a press


def routes() -> Iterable[web.RouteDef]:
    yield post("press", press)
    yield post("react", react)
    yield post("vote", vote)


async def press(request: web.Request) -> web.Response:
    """The bot's answer to a button, None if none came in time; URL and copy buttons give their value."""
    fields = await read_fields(request, ("from", "chat", "message_id", "text", "data", "wait"))
    fields.one_of(("text", "data"))
    patience = fields.get("wait", float, PATIENCE)
    pressed = request.app[CROWD].press(
        fields.need("from", int),
        fields.need("message_id", int),
        fields.get("chat", int),
        text=fields.get("text", str),
        data=fields.get("data", str),
    )
    if pressed.query_id is None:
        return done(pressed.value or pressed.message)
    answer = await request.app[WORLD].queries.wait(pressed.query_id, patience)
    return done(answer and _seen(answer))


async def react(request: web.Request) -> web.Response:
    """Someone's reactions to a message are now these; an empty array takes them away."""
    fields = await read_fields(request, ("from", "chat", "message_id", "emoji"))
    request.app[CROWD].react(
        fields.need("from", int),
        fields.need("message_id", int),
        fields.strings("emoji"),
        fields.get("chat", int),
    )
    return done()


async def vote(request: web.Request) -> web.Response:
    """Someone chooses options of a poll, by their places from 0; none takes the vote back."""
    fields = await read_fields(request, ("from", "poll_id", "options"))
    options = fields.integers("options")
    if len(set(options)) != len(options):
        raise wrong("'options' names an option twice")
    return done(request.app[CROWD].vote(fields.need("from", int), fields.need("poll_id", str), options))


def _seen(answer: Answer) -> JsonObject:
    seen: JsonObject = {"text": answer.text, "show_alert": answer.show_alert}
    return seen if answer.url is None else {**seen, "url": answer.url}
