"""The commands menu: what a person finds behind the menu button, in their language, the most frequent first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from messages.catalogue import Language, label

EVERYBODY: frozenset[str] = frozenset()
COURIERS = frozenset({"courier"})
WORKERS = frozenset({"grid_worker"})
ANSWERING = WORKERS | {"coordinator"}
DECIDERS = frozenset({"coordinator", "admin"})
TEAM = COURIERS | DECIDERS | {"grid_worker"}


@dataclass(frozen=True, slots=True)
class MenuCommand:
    """A command and the roles that are shown it; `outside`: those without a role are, too."""

    name: str
    roles: frozenset[str] = EVERYBODY
    outside: bool = False

    def is_for(self, roles: Collection[str]) -> bool:
        """Whether somebody in these roles is shown it."""
        if not self.roles or (self.outside and not roles):
            return True
        return not self.roles.isdisjoint(roles)


COMMANDS = (
    MenuCommand("report", COURIERS, outside=True),
    MenuCommand("reports", COURIERS),
    MenuCommand("offshift", COURIERS),
    MenuCommand("nearby", COURIERS),
    MenuCommand("mine", ANSWERING),
    MenuCommand("training", TEAM),
    MenuCommand("waiting", DECIDERS),
    MenuCommand("invite", DECIDERS),
    MenuCommand("broadcast", DECIDERS),
    MenuCommand("search", DECIDERS),
    MenuCommand("points", TEAM),
    MenuCommand("honours", TEAM),
    MenuCommand("shop", COURIERS),
    MenuCommand("pickup", DECIDERS),
    MenuCommand("stock", DECIDERS),
    MenuCommand("award", DECIDERS),
    MenuCommand("point_rules", DECIDERS),
    MenuCommand("people", DECIDERS),
    MenuCommand("rules", DECIDERS),
    MenuCommand("away", WORKERS),
    MenuCommand("back", WORKERS),
    MenuCommand("cancel"),
    MenuCommand("settings"),
    MenuCommand("help"),
    MenuCommand("mydata"),
    MenuCommand("consents"),
    MenuCommand("leave", TEAM),
    MenuCommand("start"),
)


def menu(language: Language, roles: Collection[str] = ()) -> list[dict[str, str]]:
    """What somebody in these roles is shown, as Bot API BotCommand objects, for setMyCommands."""
    return [
        {"command": command.name, "description": label(language, f"command.{command.name}")}
        for command in COMMANDS
        if command.is_for(roles)
    ]
