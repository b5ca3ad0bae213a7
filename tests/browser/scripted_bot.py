"""A small bot that speaks the Bot API over HTTP."""

from __future__ import annotations

from bot.sandbox.wire import JsonObject
from tests.e2e.sandbox.desk import Desk

POLL = 20  # seconds


class ScriptedBot:
    """Greets, shows buttons, counts photos and names places: enough to exercise everything the page shows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self._desk.bot("getUpdates", offset=offset, timeout=POLL):
                offset = update["update_id"] + 1
                await self._take(update)

    async def _take(self, update: JsonObject) -> None:
        if "callback_query" in update:
            await self._answer(update["callback_query"])
        elif "message" in update:
            message = update["message"]
            kind = next(
                kind for kind in ("text", "photo", "location", "contact", "document") if kind in message
            )
            await getattr(self, f"_on_{kind}")(message)

    async def _answer(self, query: JsonObject) -> None:
        is_alert = query["data"] == "rules"
        text = "Please photograph safely." if is_alert else "Thank you!"
        await self._desk.bot(
            "answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=is_alert
        )
        if not is_alert:
            message = query["message"]
            await self._desk.bot(
                "editMessageText",
                chat_id=message["chat"]["id"],
                message_id=message["message_id"],
                text="Accepted ✓",
            )

    async def _on_text(self, message: JsonObject) -> None:
        chat = message["chat"]["id"]
        if message["text"] == "/start":
            keyboard = [[{"text": "📍 I am here", "request_location": True}], [{"text": "Help"}]]
            await self._desk.bot(
                "sendMessage",
                chat_id=chat,
                text="<b>Welcome</b>, <i>rider</i>! Send a photo &amp; a place.\n<code>&lt;script&gt;</code>",
                parse_mode="HTML",
                reply_markup={"keyboard": keyboard, "resize_keyboard": True},
            )
            return
        rows = [
            [
                {"text": "Accept", "callback_data": "accept", "style": "success"},
                {"text": "Rules", "callback_data": "rules"},
            ],
            [{"text": "Invite", "url": "https://t.me/sandbox_bot?start=welcome"}],
        ]
        text = f"You said: {message['text']}"
        await self._desk.bot("sendMessage", chat_id=chat, text=text, reply_markup={"inline_keyboard": rows})

    async def _on_photo(self, message: JsonObject) -> None:
        chat = message["chat"]["id"]
        await self._desk.bot(
            "setMessageReaction",
            chat_id=chat,
            message_id=message["message_id"],
            reaction=[{"type": "emoji", "emoji": "👍"}],
        )

    async def _on_document(self, message: JsonObject) -> None:
        name = message["document"]["file_name"]
        await self._desk.bot("sendMessage", chat_id=message["chat"]["id"], text=f"A file: {name}")

    async def _on_location(self, message: JsonObject) -> None:
        place = message["location"]
        await self._desk.bot(
            "sendVenue",
            chat_id=message["chat"]["id"],
            latitude=place["latitude"],
            longitude=place["longitude"],
            title="Where you stand",
            address="by the lake",
        )

    async def _on_contact(self, message: JsonObject) -> None:
        await self._desk.bot("sendMessage", chat_id=message["chat"]["id"], text="A contact, thanks")
