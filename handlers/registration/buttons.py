"""Buttons that speak of a registration: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import fallback, station_choice
from handlers.context import Context
from handlers.events import Press
from handlers.registration.lifecycle import DeclineReason, Refusal
from handlers.registration.names import LONGEST_NAME, cleaned
from handlers.station_choice import Shelf
from messages.catalogue import Language
from messages.keyboards import Button, Keyboard
from storage import members, registrations
from storage.database import Transaction
from storage.registrations import Registration


@dataclass(frozen=True, slots=True)
class PressedRegistration:
    """What a button claims to be about: a registration, and the version it was made for."""

    registration: Registration
    version: int


def read(press: Press, context: Context) -> PressedRegistration | None:
    """The registration of a press; None, and the press is answered, when the button speaks of none."""
    token, version = [*press.arguments, "", ""][:2]
    registration = registrations.find_by_token(context.transaction, token)
    if registration is None or not (version.isascii() and version.isdigit() and len(version) < 10):
        fallback.unknown_button(press, context)
        return None
    return PressedRegistration(registration, int(version))


def refuse(press: Press, refusal: Refusal, registration: Registration, context: Context) -> None:
    """Say precisely why a press changes nothing."""
    decider = registration.decided_by
    name = "" if decider is None else members.get(context.transaction, decider).name
    about = [] if decider is None else [decider]
    context.answer(press, f"registration_refused.{refusal}", alert=True, about=about, name=name)


def consent(registration: Registration, language: Language) -> Keyboard:
    """Agree or not; and, on this first screen, the other language."""
    other = Language.EN if language is Language.ZH else Language.ZH
    return [
        [Button("registration.agree", _data("join_agree", registration), style="success")],
        [Button("registration.no_thanks", _data("join_disagree", registration))],
        [Button(f"language.{other}", f"language:{other}")],
    ]


def name(registration: Registration, called: str) -> Keyboard:
    """The name that they have at the channel, if it can serve as one."""
    offered = cleaned(called)[:LONGEST_NAME]
    if not offered:
        return ()
    return [[Button("registration.use_name", _data("join_name", registration), values={"name": offered})]]


def stations(
    registration: Registration, shelf: Shelf, language: Language, transaction: Transaction
) -> Keyboard:
    """The delivery stations to choose from."""
    return station_choice.keyboard(
        shelf, lambda chosen: _data("join_station", registration, chosen), language, transaction
    )


def decisions(registration: Registration) -> Keyboard:
    """Let them in, or not."""
    return [
        [
            Button("registration.approve", _data("approve", registration), style="success"),
            Button("registration.decline", _data("decline", registration)),
        ]
    ]


def reasons(registration: Registration) -> Keyboard:
    """Why not; and a way back."""
    choices = [
        [Button(f"decline_reason.{reason}", _data("decline_because", registration, reason))]
        for reason in DeclineReason
    ]
    return [*choices, [Button("menu.back", _data("reconsider", registration))]]


def _data(action: str, registration: Registration, *chosen: str) -> str:
    return ":".join([action, registration.token, str(registration.version), *chosen])
