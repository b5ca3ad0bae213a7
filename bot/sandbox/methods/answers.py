"""What the bot answers without writing: to presses, and by reactions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.queries import Answer
from bot.sandbox.sending import destination, entry_of
from bot.sandbox.wire import JsonObject, bad_request

ANSWER_LIMIT = 200  # characters: Bot API, answerCallbackQuery
EMOJI = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳
❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃
🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷
🤷‍♀ 😡
"""
REACTIONS = frozenset(EMOJI.split())  # Bot API, ReactionTypeEmoji


def answer_callback_query(call: Call) -> bool:
    given = call.parameters
    text = given.get("text", "")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = Answer(text, given.get("show_alert", False), given.get("url"))
    call.world.queries.answer(given["callback_query_id"], answer)
    return True


def set_message_reaction(call: Call) -> bool:
    """The bot's one reaction to a message, or none."""
    reactions: list[JsonObject] = call.parameters.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [str(reaction.get("emoji", "")).replace("\ufe0f", "") for reaction in reactions]
    if not REACTIONS.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    destination(call.world, call.parameters["chat_id"])
    message = entry_of(call, "react").message
    world = call.world
    world.history.react(message["chat"]["id"], message["message_id"], world.profile.bot_id, emoji)
    return True


METHODS: Mapping[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
}
