"""What the bot says about itself: name, descriptions, commands and menu button."""

from __future__ import annotations

from collections.abc import Iterator

from bot.sandbox.store import Store
from bot.sandbox.wire import JsonObject

USERNAME = "sandbox_bot"
DEFAULT_SCOPE: JsonObject = {"type": "default"}


class Profile:
    """The one bot of the sandbox: whatever the token, its digits are the bot's user id.

    Texts are kept by (what, language code), commands by (scope, language code); the empty language is for everyone.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values: dict[str, JsonObject] = dict(store.load("profile"))

    @property
    def bot_id(self) -> int:
        return int(self._values.get("bot_id", {"value": 1})["value"])

    @bot_id.setter
    def bot_id(self, bot_id: int) -> None:
        if bot_id != self.bot_id:
            self._save("bot_id", bot_id)

    def user(self) -> JsonObject:
        """The bot's User, as it stands in messages."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.text("name", "") or "Sandbox",
            "username": USERNAME,
        }

    def set_text(self, what: str, language: str, text: str) -> None:
        """``what``: name, description or short_description; an empty text removes it."""
        self._save(f"{what}/{language}", text)

    def text(self, what: str, language: str) -> str:
        """The text in this language, else the one for everyone, else ""."""
        for key in (f"{what}/{language}", f"{what}/"):
            if text := self._values.get(key, {}).get("value"):
                return str(text)
        return ""

    def set_commands(self, scope: JsonObject, language: str, commands: list[JsonObject]) -> None:
        self._save(f"commands/{_scope_key(scope)}/{language}", commands)

    def commands(self, scope: JsonObject, language: str) -> list[JsonObject]:
        """The commands set for exactly this scope and language."""
        saved = self._values.get(f"commands/{_scope_key(scope)}/{language}", {})
        return list(saved.get("value", []))

    def commands_seen_by(self, user_id: int, language: str) -> list[JsonObject]:
        """The menu in the private chat with a person: the narrowest scope that has commands wins."""
        scopes = ({"type": "chat", "chat_id": user_id}, {"type": "all_private_chats"}, DEFAULT_SCOPE)
        found = (self.commands(scope, spoken) for scope in scopes for spoken in (language, ""))
        return next((commands for commands in found if commands), [])

    def set_menu_button(self, chat_id: int | None, button: JsonObject) -> None:
        """The button of one private chat, or the one that all others have."""
        self._save(f"menu_button/{chat_id or ''}", button)

    def menu_button(self, chat_id: int | None) -> JsonObject:
        keys = (f"menu_button/{chat_id or ''}", "menu_button/")
        found: Iterator[JsonObject] = (self._values[key]["value"] for key in keys if key in self._values)
        return next((button for button in found if button["type"] != "default"), {"type": "commands"})

    def _save(self, key: str, value: object) -> None:
        self._values[key] = {"value": value}
        self._store.save("profile", key, self._values[key])


def _scope_key(scope: JsonObject) -> str:
    return ":".join(str(scope[part]) for part in ("type", "chat_id", "user_id") if part in scope)
