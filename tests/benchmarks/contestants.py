"""Two bots that echo: this heart, and a bare python-telegram-bot Application.

``python -m tests.benchmarks.contestants heart|ptb:CONCURRENT ADDRESS`` echoes until its standard input is closed,
then prints the seconds of CPU spent since it began to receive.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from random import Random
from time import process_time
from zoneinfo import ZoneInfo

import uvloop
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot import logs
from bot.api import TelegramApi
from bot.app import open_database
from bot.carriers import Carriers
from bot.clock import SystemClock
from bot.delivery import Delivery
from bot.downloads import Downloads
from bot.engine import Engine, Handled, Rules
from bot.intake import Intake, Polling
from bot.pacing import Pacer
from bot.request import AiohttpRequest
from bot.sending import Sending
from handlers import fallback
from handlers.address import Address
from handlers.apology import apologize
from handlers.context import Context
from handlers.events import Message
from handlers.route import MessageRoute
from handlers.router import Router
from handlers.surroundings import Surroundings
from messages.catalogue import Language
from storage.outbox import Lane

TOKEN = "1:benchmark"


async def run_heart(address: str) -> float:
    """Every update is on disk before it is acknowledged, every answer before it is sent; no pacing."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        clock = SystemClock()
        database = await open_database(Path(folder) / "bot.sqlite3", clock.now())
        request = AiohttpRequest()
        await request.initialize()
        api = TelegramApi(request, address, TOKEN)

        def on_handled(handled: Sequence[Handled]) -> None:
            delivery.take(row for one in handled for row in one.rows)

        engine = Engine(database, _rules(), clock, on_handled)
        downloads = Downloads(api, clock)
        carriers = Carriers(Sending(database, api), downloads, downloads.give_up)
        delivery = Delivery(database, carriers, Pacer(0, 0, 0), clock, Random(), engine.wake)
        polling = Polling(api, Intake(database, clock, engine.wake), engine.update_kinds)
        started = process_time()
        parts = [asyncio.create_task(part) for part in (engine.run(), delivery.run(), polling.run())]
        await _until_told()
        spent = process_time() - started
        for part in parts:
            part.cancel()
        await asyncio.wait(parts)
        await request.shutdown()
        await database.close()
        return spent


def _rules() -> Rules:
    def echo(message: Message, context: Context) -> None:
        assert context.sender is not None
        assert context.sender.chat_id is not None
        chat = Address(context.event.channel, context.sender.chat_id, Language.EN)
        context.call("sendMessage", chat, {"text": message.text}, lane=Lane.REPLY)

    ids = count(1)
    surroundings = Surroundings(lambda: next(ids), lambda: "token", ZoneInfo("Asia/Shanghai"))
    routes = [MessageRoute("echo", echo, has=("text",))]
    return Rules(Router(routes, fallback.refuse), surroundings, apologize)


async def run_ptb(address: str, concurrent: int) -> float:
    """As installed: httpx, its own Updater, updates in memory only."""
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{address}/bot")
    application = builder.concurrent_updates(concurrent).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    async with application:
        await application.start()
        assert application.updater is not None
        started = process_time()
        await application.updater.start_polling()
        print("polling: yes", flush=True)
        await _until_told()
        spent = process_time() - started
        await application.updater.stop()
        await application.stop()
    return spent


async def _echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def _until_told() -> None:
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Run one of them."""
    kind, address = sys.argv[1:]
    logs.configure("warning", as_json=False)
    if kind == "heart":
        spent = uvloop.run(run_heart(address))  # as `light-cavalry run` does
    else:
        spent = asyncio.run(run_ptb(address, int(kind.removeprefix("ptb:"))))
    print(f"cpu: {spent}", flush=True)


if __name__ == "__main__":
    main()
