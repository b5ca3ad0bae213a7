"""getUpdates and webhooks: how the bot learns what happened."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from bot.sandbox.calls import Call, Method
from bot.sandbox.webhook import Target
from bot.sandbox.wire import JsonObject, bad_request, conflict

LONGEST_POLL = 50  # seconds; Telegram waits no longer whatever ``timeout`` says
CONNECTIONS = range(1, 101)  # Bot API, setWebhook max_connections
WEBHOOK_PORTS = frozenset({80, 88, 443, 8443})
SECRET_TOKEN = re.compile(r"[A-Za-z0-9_-]{0,256}")
WEBHOOK_IS_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_updates(call: Call) -> list[JsonObject]:
    if call.webhook.target is not None:
        raise conflict(WEBHOOK_IS_ACTIVE)
    given = call.parameters
    if "allowed_updates" in given:
        call.world.updates.allow(given["allowed_updates"])
    limit = given.get("limit", 100)
    if limit < 1:
        limit = 100
    within = min(max(given.get("timeout", 0), 0), LONGEST_POLL)
    return await call.world.updates.poll(given.get("offset", 0), limit, within, call.is_gone)


async def set_webhook(call: Call) -> bool:
    given = call.parameters
    if given["url"]:
        _check_url(urlsplit(given["url"]))
    if not SECRET_TOKEN.fullmatch(given.get("secret_token", "")):
        raise bad_request("secret token contains unallowed characters")
    connections = given.get("max_connections", 40)
    if connections not in CONNECTIONS:
        connections = 40
    if "allowed_updates" in given:
        call.world.updates.allow(given["allowed_updates"])
    target = Target(given["url"], given.get("secret_token", ""), connections, given.get("ip_address"))
    await _replace(call, target if given["url"] else None)
    call.world.updates.interrupt("terminated by setWebhook request")
    return True


async def delete_webhook(call: Call) -> bool:
    await _replace(call, None)
    return True


def get_webhook_info(call: Call) -> JsonObject:
    return call.webhook.info()


async def _replace(call: Call, target: Target | None) -> None:
    if call.parameters.get("drop_pending_updates"):
        call.world.updates.drop_all()
    await call.webhook.set(target)


def _check_url(url: SplitResult) -> None:
    """Telegram wants HTTPS on four ports; a bot on this machine may do without either."""
    if not url.hostname:
        raise bad_request("bad webhook: invalid webhook URL specified")
    if _is_loopback(url.hostname) and url.scheme in {"http", "https"}:
        return
    if url.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (url.port or 443) not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


METHODS: Mapping[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
