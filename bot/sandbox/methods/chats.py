"""Asking about chats and their members, and leaving them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.membership import Membership, chat_member
from bot.sandbox.sending import readable
from bot.sandbox.wire import JsonObject, bad_request

NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(call: Call) -> JsonObject:
    chat = readable(call.world, call.parameters["chat_id"])
    return {**chat, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}


def get_chat_member(call: Call) -> JsonObject:
    world, user_id = call.world, call.parameters["user_id"]
    chat_id = readable(world, call.parameters["chat_id"])["id"]
    group = world.people.groups.get(chat_id)
    if user_id == world.profile.bot_id:
        return chat_member(world.profile.user(), group.bot_status if group else "member")
    if user_id not in world.people.people:
        raise bad_request("user not found")
    is_here = chat_id == user_id
    status = group.statuses.get(user_id, "left") if group else "member" if is_here else "left"
    return chat_member(world.people.person(user_id).user(), status)


def leave_chat(call: Call) -> bool:
    chat_id = readable(call.world, call.parameters["chat_id"])["id"]
    group = call.world.people.groups.get(chat_id)
    if group is None:
        raise bad_request("chat member status can't be changed in private chats")
    Membership(call.world).set_bot_status(group, "left")
    return True


METHODS: Mapping[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
}
