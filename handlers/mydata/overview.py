"""``/mydata``: what is kept about somebody, in a message to read and a document to keep."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from handlers.context import Context
from handlers.events import Message, Press
from handlers.housekeeping import CONTENTS_KEPT, DAY
from handlers.mydata import correcting, profile
from messages import catalogue
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import consents, inbox, my_data, stations
from storage.consents import Purpose
from storage.members import Member, Role


@dataclass(frozen=True, slots=True)
class Overview:
    """What the message says. `role` is in words; `since` is the day of the first contact, by the clocks here."""

    name: str
    phone: str | None
    station: str | None
    role: str
    agreed: Collection[Purpose]
    reports: int
    drafts: int
    since: str


def show(_event: Message | Press, context: Context) -> None:
    """Say what is kept, and send all of it as a document."""
    context.say(
        "mydata/overview",
        buttons=_buttons(context),
        mine=_overview(context.actor, context),
        received_days=inbox.KEPT // DAY,
        said_days=CONTENTS_KEPT // DAY,
    )
    context.send_document({"written": "my_data", "member": context.actor.id}, "mydata/document")


def _buttons(context: Context) -> Keyboard:
    correct = [[Button("correct.open", "correct")]] if correcting.may_correct(context) else []
    return [
        *correct,
        [Button("menu.consents", "consents")],
        [Button("mydata.erase_all", "deleteme", style="danger")],
    ]


def _overview(member: Member, context: Context) -> Overview:
    kept = my_data.profile(context.transaction, member.id)
    said = profile.of(member, context)
    station = None if said.station_id is None else stations.find(context.transaction, said.station_id)
    met_at = datetime.fromtimestamp(kept.met_at / 1000, context.surroundings.timezone)
    return Overview(
        name=said.name or member.name,
        phone=said.phone,
        station=None if station is None else station.name(context.language),
        role=_role(member, context.language),
        agreed=[one for one in Purpose if consents.is_given(context.transaction, member.id, one)],
        reports=kept.reports,
        drafts=kept.drafts,
        since=met_at.date().isoformat(),
    )


def _role(member: Member, language: Language) -> str:
    """What somebody is on the team; without a role in force, how they stand with it."""
    roles = [catalogue.label(language, f"mydata.{role}") for role in Role if role in member.roles]
    return " · ".join(roles) or catalogue.label(language, f"mydata.{member.standing}")
