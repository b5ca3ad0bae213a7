"""``/mydata``: what is kept about somebody, in a message to read and a document to keep."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from handlers.context import Context
from handlers.events import Message, Press
from handlers.housekeeping import CONTENTS_KEPT, DAY
from messages import catalogue
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import consents, inbox, my_data
from storage.consents import Purpose
from storage.members import Member, Role
from storage.outbox import Lane

BUTTONS: Keyboard = (
    (Button("menu.consents", "consents"),),
    (Button("mydata.erase_all", "deleteme", style="danger"),),
)


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
        buttons=BUTTONS,
        mine=_overview(context.actor, context),
        received_days=inbox.KEPT // DAY,
        said_days=CONTENTS_KEPT // DAY,
    )
    _send_document(context.actor, context)


def _overview(member: Member, context: Context) -> Overview:
    profile = my_data.profile(context.transaction, member.id)
    met_at = datetime.fromtimestamp(profile.met_at / 1000, context.surroundings.timezone)
    return Overview(
        name=member.name,
        phone=profile.phone,
        station=None if profile.station is None else profile.station[context.language],
        role=_role(member, context.language),
        agreed=[one for one in Purpose if consents.is_given(context.transaction, member.id, one)],
        reports=profile.reports,
        drafts=profile.drafts,
        since=met_at.date().isoformat(),
    )


def _role(member: Member, language: Language) -> str:
    """What somebody is on the team; without a role in force, how they stand with it."""
    roles = [catalogue.label(language, f"mydata.{role}") for role in Role if role in member.roles]
    return " · ".join(roles) or catalogue.label(language, f"mydata.{member.standing}")


def _send_document(member: Member, context: Context) -> None:
    """The row only names the document: it is written when it is sent, and the outbox keeps no second copy."""
    parameters = {
        "document": {"written": "my_data", "member": member.id},
        "caption": catalogue.text(context.language, "mydata/document", {}),
        "parse_mode": "HTML",
    }
    context.call("sendDocument", context.here, parameters, lane=Lane.REPLY)
