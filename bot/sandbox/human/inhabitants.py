"""Who exists: people, groups, who belongs where, who has blocked the bot."""

from collections.abc import Iterable

from aiohttp import web

from bot.sandbox.human.answers import done, get, post
from bot.sandbox.human.fields import read_fields
from bot.sandbox.keys import MEMBERSHIP, ROLES, WORLD
from bot.sandbox.people import Group, Person
from bot.sandbox.wire import JsonObject


def routes() -> Iterable[web.RouteDef]:
    yield post("users", put_person)
    yield get("users", list_people)
    yield post("chats", put_group)
    yield get("chats", list_groups)
    yield post("members", set_member)
    yield post("migrate", migrate)
    yield post("block", block)


async def put_person(request: web.Request) -> web.Response:
    """A person exists, or is known under other names from now on."""
    fields = await read_fields(request, ("id", "first_name", "last_name", "username", "language_code"))
    person = request.app[WORLD].people.put_person(
        fields.need("id", int),
        fields.need("first_name", str),
        fields.get("last_name", str),
        fields.get("username", str),
        fields.get("language_code", str),
    )
    return done(_seen_person(request, person))


async def list_people(request: web.Request) -> web.Response:
    return done([_seen_person(request, person) for person in request.app[WORLD].people.people.values()])


async def put_group(request: web.Request) -> web.Response:
    """A supergroup with these members exists; the bot is in it."""
    fields = await read_fields(request, ("id", "title", "members"))
    members = fields.integers("members")
    group = request.app[WORLD].people.put_group(fields.need("id", int), fields.need("title", str), members)
    return done(_seen_group(group))


async def list_groups(request: web.Request) -> web.Response:
    groups = request.app[WORLD].people.groups.values()
    return done([_seen_group(group) for group in groups if group.migrated_to is None])


async def set_member(request: web.Request) -> web.Response:
    """Someone, or the bot, joins, leaves, is kicked or promoted."""
    fields = await read_fields(request, ("chat", "user", "status"))
    request.app[MEMBERSHIP].set_status(
        fields.need("chat", int), fields.need("user", int), fields.need("status", str)
    )
    return done()


async def migrate(request: web.Request) -> web.Response:
    """A group gets another id; returns the new chat."""
    fields = await read_fields(request, ("chat",))
    new_id = request.app[MEMBERSHIP].migrate(fields.need("chat", int))
    return done(_seen_group(request.app[WORLD].people.groups[new_id]))


async def block(request: web.Request) -> web.Response:
    """A person blocks the bot, or lets it in again."""
    fields = await read_fields(request, ("from", "blocked"))
    request.app[MEMBERSHIP].set_blocked(fields.need("from", int), fields.need("blocked", bool))
    return done()


def _seen_person(request: web.Request, person: Person) -> JsonObject:
    return {**person.user(), "role": request.app[ROLES].get(person.id), "blocked": person.has_blocked}


def _seen_group(group: Group) -> JsonObject:
    return {
        **group.chat(),
        "members": [{"user": user, "status": status} for user, status in group.statuses.items()],
    }
