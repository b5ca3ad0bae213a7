"""Where the server's parts find each other: typed keys of the aiohttp application."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.sandbox.api import BotApi
from bot.sandbox.crowd import Crowd
from bot.sandbox.membership import Membership
from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

WORLD = web.AppKey("world", World)
CROWD = web.AppKey("crowd", Crowd)
MEMBERSHIP = web.AppKey("membership", Membership)
BOT_API = web.AppKey("bot_api", BotApi)
WEBHOOK = web.AppKey("webhook", Webhook)
ROLES = web.AppKey("roles", Mapping[int, str])  # user id → demo role
PLAN = web.AppKey("plan", JsonObject)  # GeoJSON FeatureCollection drawn beside the chats
