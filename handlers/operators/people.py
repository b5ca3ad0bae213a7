"""``import-people``: who is on the team, as what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from handlers import commands_menu
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from handlers.operators.faults import Fault, answer
from handlers.registration import submission
from handlers.registration.names import LONGEST_NAME, cleaned
from messages.catalogue import Language
from storage import consents, members
from storage.consents import Purpose
from storage.database import Transaction
from storage.members import MemberId, Role, Standing

CHANNEL = "telegram"  # whose user ids the file names


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of the file. `language` is None to leave it as it is; `consents` are on paper already."""

    user_id: int
    name: str
    standing: Standing
    roles: frozenset[Role]
    language: Language | None
    consents: frozenset[Purpose]


def import_people(command: Command, context: Context) -> None:
    """Make everybody in ``people`` be as the file says; others stay as they are.

    Answers ``{"added", "updated"}``, or ``{"faults": [words]}`` and has changed nothing.
    """
    entries = command.arguments.get("people")
    faults = list(_faults(entries))
    if faults or not isinstance(entries, list):
        answer(faults, command, context)
        return
    people = [_person(entry) for entry in entries]
    added = sum(_save(person, context) for person in people)
    for person in people:
        if person.standing is Standing.PENDING:
            _hand_in(person, context)
    context.result = {"added": added, "updated": len(entries) - added}


def _save(person: Person, context: Context) -> bool:
    """Returns whether they are new."""
    known = members.find(context.transaction, CHANNEL, person.user_id)
    member = known or members.add(
        context.transaction, CHANNEL, person.user_id, person.name, None, context.now
    )
    members.revise(context.transaction, member.id, person.name, person.standing, person.roles)
    if person.language is not None:
        members.set_language(context.transaction, member, person.language)
    _record_consents(member.id, person.consents, context)
    commands_menu.follow(members.get(context.transaction, member.id), context)
    return known is None


def _hand_in(person: Person, context: Context) -> None:
    """Whoever waits is shown to those who decide, of whom some may stand further down in the file."""
    member = members.find(context.transaction, CHANNEL, person.user_id)
    assert member is not None  # it has just been saved
    submission.hand_in_imported(member, person.name, context)


def _record_consents(member: MemberId, purposes: frozenset[Purpose], context: Context) -> None:
    """What the file says was agreed to; an answer that somebody gave themselves is not overruled."""
    answered = {consent.purpose for consent in consents.history(context.transaction, member)}
    for purpose in sorted(purposes - answered):
        consents.record(context.transaction, member, purpose, given=True, now=context.now)


def known_user(transaction: Transaction, user_id: object) -> members.Member | None:
    """Whom a file means by a user id."""
    return members.find(transaction, CHANNEL, user_id) if is_user_id(user_id) else None


def is_user_id(value: object) -> TypeGuard[int]:
    """Whether it can be one: a positive whole number (Telegram's have up to 52 bits)."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**52


def _person(entry: Mapping[str, object]) -> Person:
    """An entry that has no faults."""
    roles, agreed = entry.get("roles", []), entry.get("consents", [])
    assert isinstance(roles, list)
    assert isinstance(agreed, list)
    return Person(
        user_id=int(str(entry["user_id"])),
        name=cleaned(str(entry["name"])),
        standing=Standing(str(entry.get("standing", Standing.ACTIVE))),
        roles=frozenset(Role(role) for role in roles),
        language=choice(Language, entry.get("language")),
        consents=frozenset(Purpose(purpose) for purpose in agreed),
    )


def _faults(entries: object) -> Iterator[Fault]:
    if not isinstance(entries, list):
        yield Fault("people_no_list")
        return
    for index, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            yield from _faults_of(index, entry)
        else:
            yield Fault("person_no_object", {"index": index})
    ids = Counter(entry.get("user_id") for entry in entries if isinstance(entry, dict) and _has_id(entry))
    yield from (Fault("person_twice", {"user_id": id_}) for id_, times in ids.items() if times > 1)


def _has_id(entry: Mapping[str, object]) -> bool:
    return is_user_id(entry.get("user_id"))


def _faults_of(index: int, entry: Mapping[str, object]) -> Iterator[Fault]:
    name, standing = entry.get("name"), entry.get("standing", Standing.ACTIVE)
    language = entry.get("language")
    if not _has_id(entry):
        yield Fault("person_user_id", {"index": index, "value": entry.get("user_id")})
    if not isinstance(name, str) or not 0 < len(cleaned(name)) <= LONGEST_NAME:
        yield Fault("person_name", {"index": index, "longest": LONGEST_NAME})
    if choice(Standing, standing) is None:
        yield Fault("person_standing", {"index": index, "value": standing, "known": ", ".join(Standing)})
    if language is not None and choice(Language, language) is None:
        yield Fault("person_language", {"index": index, "value": language, "known": ", ".join(Language)})
    yield from _faults_of_roles(index, entry.get("roles", []))
    yield from _faults_of_consents(index, entry.get("consents", []))


def _faults_of_roles(index: int, roles: object) -> Iterator[Fault]:
    if not isinstance(roles, list):
        yield Fault("person_roles", {"index": index})
        return
    for role in roles:
        if choice(Role, role) is None:
            yield Fault("person_role", {"index": index, "value": role, "known": ", ".join(Role)})


def _faults_of_consents(index: int, agreed: object) -> Iterator[Fault]:
    if not isinstance(agreed, list):
        yield Fault("person_consents", {"index": index})
        return
    for purpose in agreed:
        if choice(Purpose, purpose) is None:
            yield Fault("person_consent", {"index": index, "value": purpose, "known": ", ".join(Purpose)})
