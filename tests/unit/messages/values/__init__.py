"""What the messages can be given, and which there must be, gathered from every capability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.unit.messages.values import (
    away,
    broadcasts,
    casebook,
    consents,
    corrections,
    deadlines,
    deferral,
    desk,
    dialogue,
    duplicates,
    fallback,
    fixing,
    handover,
    hazards,
    honours,
    invitations,
    leaving,
    mutes,
    my_reports,
    mydata,
    people,
    points,
    registration,
    reports,
    routing,
    settings,
    shared,
    shop,
    shop_desk,
    training,
    upkeep,
    verification,
)
from tests.unit.messages.values.expected import Expected

EVERYTHING: Sequence[Expected] = (
    away.EXPECTED,
    broadcasts.EXPECTED,
    casebook.EXPECTED,
    consents.EXPECTED,
    corrections.EXPECTED,
    deadlines.EXPECTED,
    duplicates.EXPECTED,
    dialogue.EXPECTED,
    fallback.EXPECTED,
    hazards.EXPECTED,
    fixing.EXPECTED,
    deferral.EXPECTED,
    desk.EXPECTED,
    fallback.EXPECTED,
    handover.EXPECTED,
    invitations.EXPECTED,
    leaving.EXPECTED,
    mutes.EXPECTED,
    my_reports.EXPECTED,
    mydata.EXPECTED,
    people.EXPECTED,
    points.EXPECTED,
    honours.EXPECTED,
    registration.EXPECTED,
    reports.EXPECTED,
    routing.EXPECTED,
    settings.EXPECTED,
    shared.EXPECTED,
    shop.EXPECTED,
    shop_desk.EXPECTED,
    training.EXPECTED,
    upkeep.EXPECTED,
    verification.EXPECTED,
)


def together(capabilities: Sequence[Expected]) -> Mapping[str, Sequence[object]]:
    """The values of every variable; one that several capabilities name takes the values of them all."""
    values: dict[str, list[object]] = {}
    for capability in capabilities:
        for variable, samples in capability.values.items():
            values.setdefault(variable, []).extend(samples)
    return values


VALUES = together(EVERYTHING)
LABELS = [label for capability in EVERYTHING for label in capability.labels]
TEXTS = {text for capability in EVERYTHING for text in capability.texts}
