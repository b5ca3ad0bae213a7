"""The command line: ``light-cavalry --help``. Whatever goes wrong ends in one clear line and a non-zero code."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
import uuid
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, NoReturn

import typer
import uvloop

from bot import failpoints, lock, logs
from bot.api import TokenRefused
from bot.clock import ClockUnreachable
from bot.command_socket import CommandReply, CommandRequest, NoReply, NotListening, send_command
from bot.intake import AnotherPoller
from bot.settings import SettingsError, load_settings
from bot.webhook import AddressRefused
from storage.database import StorageFault
from storage.migrating import MigrationError

WRONG_USE = 2  # exit code: the settings or the arguments are to be changed
FAILED = 1  # exit code: trying again may help
COMMAND_TIMEOUT = 120.0  # seconds; an import of a city's grids takes some

commands = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="The light-cavalry bot."
)
imports = typer.Typer(no_args_is_help=True, help="Load data from files; a wrong file changes nothing.")
commands.add_typer(imports, name="import")


def main() -> None:
    """The console script."""
    try:
        commands()
    except SettingsError as error:
        _end(WRONG_USE, str(error))
    except lock.AlreadyRunning as error:
        _end(FAILED, f"{error}; stop it first, only one may run on a database")
    except (StorageFault, MigrationError, ClockUnreachable, NoReply, OSError) as error:
        _end(FAILED, str(error))
    except TokenRefused:
        _end(WRONG_USE, "BOT_TOKEN was refused by Telegram; copy it again from @BotFather")
    except AddressRefused as error:
        _end(WRONG_USE, f"BOT_WEBHOOK_URL was refused by Telegram: {error}")
    except AnotherPoller:
        _end(FAILED, "another bot receives with the same BOT_TOKEN; stop it, or use a token of its own")


@commands.command()
def run() -> None:
    """Run the bot from its settings (BOT_TOKEN, BOT_DATABASE, … by environment, .env or file)."""
    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format == "json")
    try:
        failpoints.activate_from(os.environ)
    except ValueError as error:
        _end(WRONG_USE, str(error))
    from bot.app import run as run_app

    _run_until_signalled(lambda stop: run_app(settings, stop))


@commands.command()
def sandbox(
    port: Annotated[int, typer.Option(help="where to listen on 127.0.0.1")] = 8081,
    state: Annotated[Path | None, typer.Option(help="file to keep its state in; none: forget it")] = None,
) -> None:
    """Run a local Telegram with a chat page, for trying and testing."""
    from bot.sandbox import server

    print(f"sandbox: http://127.0.0.1:{port}/", flush=True)
    try:
        server.run(port, state)
    except OSError as error:
        _end(FAILED, f"port {port} cannot be used ({error.strerror}); choose another with --port")


@commands.command()
def demo(
    port: Annotated[int, typer.Option(help="where the chat page listens on 127.0.0.1")] = 8081,
    home: Annotated[Path, typer.Option(help="folder to keep everything in")] = Path(".demo"),
    reset: Annotated[bool, typer.Option(help="start over")] = False,
) -> None:
    """Run sandbox, bot and demo people together; the chat page is where to begin."""
    logs.configure("warning", as_json=False)
    from bot.demo import stage

    stage.clear(home, reset)
    _run_until_signalled(lambda stop: stage.play(port, home, stop))


@imports.command("people")
def import_people(file: Path) -> None:
    """Load members and their roles from a JSON file."""
    _print_reply(_command("import-people", _json_file(file)))


@imports.command("grids")
def import_grids(file: Path) -> None:
    """Load grids and their workers from a GeoJSON file."""
    _print_reply(_command("import-grids", {"geojson": _json_file(file)}))


@imports.command("stations")
def import_stations(file: Path) -> None:
    """Load delivery stations from a JSON file."""
    _print_reply(_command("import-stations", _json_file(file)))


@imports.command("goods")
def import_goods(file: Path) -> None:
    """Load goods of the shop, with photos that lie beside the file, and what was donated."""
    from bot import goods_file

    try:
        content = goods_file.read(file)
    except goods_file.Unusable as error:
        _end(WRONG_USE, str(error))
    _print_reply(_command("import-goods", content))


@imports.command("routing")
def import_routing(
    file: Path,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would change")] = False,
) -> None:
    """Load the ordered rules of who gets which reports from a JSON file; they replace all there were."""
    _print_reply(_command("import-routing", {"rules": _json_list(file, "rules"), "dry_run": dry_run}))


@commands.command()
def explain_route(
    category: Annotated[str, typer.Option(help="such as leak")],
    place: Annotated[str, typer.Option(help="latitude,longitude, such as 30.5,114.31")],
    at: Annotated[str | None, typer.Option(help="local time, such as '2026-11-25 19:00'; none: now")] = None,
    language: Annotated[str, typer.Option(help="zh or en")] = "en",
) -> None:
    """Say who would get a report, and why: by the rules, the grid, or the coordinators."""
    asked: dict[str, object] = {"category": category, "place": place, "at": at, "language": language}
    reply = _command("explain-route", asked)
    if not reply.ok or reply.result.get("faults"):
        _print_reply(reply)
    lines = reply.result["lines"]
    assert isinstance(lines, list)
    print(*lines, sep="\n")


@imports.command("departments")
def import_departments(file: Path) -> None:
    """Load departments and their contacts from a JSON file."""
    _print_reply(_command("import-departments", _json_file(file)))


@imports.command("deadlines")
def import_deadlines(file: Path) -> None:
    """Load how long reports may take, working hours and holidays from a JSON file."""
    _print_reply(_command("import-deadlines", {"file": _json_file(file)}))


@commands.command()
def invite(
    role: Annotated[str, typer.Argument(help="courier, grid-worker, coordinator or admin")],
    station: Annotated[str | None, typer.Option(help="the courier's station, by its id")] = None,
    grid: Annotated[
        list[str] | None, typer.Option(help="a grid worker's grid, by its id; may repeat")
    ] = None,
) -> None:
    """Print a link that makes whoever opens it first a member; it works once, within 7 days."""
    arguments: dict[str, object] = {"role": role.replace("-", "_"), "station": station, "grids": grid or []}
    reply = _command("invite", arguments)
    if not reply.ok or reply.result.get("faults"):
        _print_reply(reply)
    print(f"{reply.result['link']}\nworks once, until {reply.result['until']}")


@commands.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="figures for a program")] = False,
) -> None:
    """Say how the bot is and what needs somebody; changes nothing. Exit code 1 when something does."""
    from bot.checkup import examine

    settings = load_settings()
    request = CommandRequest(str(uuid.uuid4()), "status", {})
    try:
        reply = send_command(settings.socket_path, request, COMMAND_TIMEOUT)
        if not reply.ok:
            _print_reply(reply)
        checkup = examine(reply.result, settings, is_running=True)
    except NotListening:
        from bot.offline import read_status

        checkup = examine(read_status(settings.database), settings, is_running=False)
    print(checkup.as_json() if as_json else checkup.as_text())
    if checkup.findings:
        raise typer.Exit(FAILED)


@commands.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="where to put it; none: into BOT_BACKUPS, where it is looked after")
    ] = None,
) -> None:
    """Make a verified copy of the database, whether the bot runs or not."""
    from bot.backups import BACKUPS_KEPT, BackupFailed, by_hand

    settings = load_settings()
    failpoints.activate_from(os.environ)
    try:
        made = by_hand(settings, file)
    except BackupFailed as error:
        _end(FAILED, str(error))
    print(
        f"{made.path}: {made.size} bytes, verified; it holds {made.reports} reports of {made.people} people"
    )
    if file is None:
        _command("backup-made", {"file": made.path.name, "bytes": made.size})
    else:
        print(f"Delete it within {BACKUPS_KEPT} days: people who erase themselves were promised that.")


@commands.command()
def restore(file: Annotated[Path, typer.Argument(help="a copy that `backup` has made")]) -> None:
    """Put a copy in the place of the database, while no bot runs; what was there is kept beside it."""
    from bot.clock import SystemClock
    from bot.restoring import NotRestored
    from bot.restoring import restore as put_in_place

    settings = load_settings()
    try:
        restored = put_in_place(file, settings.database, SystemClock().now(), settings.zone)
    except NotRestored as error:
        _end(FAILED, str(error))
    print(restored.as_text(settings.zone))


@commands.command()
def export(folder: Annotated[Path, typer.Argument(help="a new folder to write into")]) -> None:
    """Write everything as CSV files and photos into a folder, whether the bot runs or not."""
    from bot.backups import BACKUPS_KEPT
    from bot.exporting import NotExported
    from bot.exporting import export as write_all
    from storage.copies import look

    settings = load_settings()
    if not settings.database.exists():
        _end(FAILED, f"there is no database at {settings.database}")
    try:
        exported = look(settings.database, write_all, folder)
    except (NotExported, sqlite3.Error) as error:
        _end(FAILED, str(error))
    print(f"{folder}: {exported.tables} tables with {exported.rows} rows, {exported.photos} photos")
    print(f"It holds what people have told the bot. Delete it within {BACKUPS_KEPT} days.")


def _command(name: str, arguments: dict[str, object]) -> CommandReply:
    """Have the running bot do it; when none runs, do it here."""
    settings = load_settings()
    logs.configure("warning", as_json=False)
    request = CommandRequest(str(uuid.uuid4()), name, arguments)
    try:
        return send_command(settings.socket_path, request, COMMAND_TIMEOUT)
    except NotListening:
        from bot.offline import run_offline

        return asyncio.run(run_offline(settings, request))


def _json_list(file: Path, name: str) -> object:
    """What a file lists, either by itself or under a name."""
    content = _json(file)
    return content.get(name) if isinstance(content, dict) else content


def _json(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        _end(WRONG_USE, f"{file} cannot be read: {error}")


def _json_file(file: Path) -> dict[str, object]:
    content = _json(file)
    if not isinstance(content, dict):
        _end(WRONG_USE, f"{file} holds no JSON object")
    return content


def _print_reply(reply: CommandReply) -> None:
    print(json.dumps(reply.result, ensure_ascii=False, indent=2))
    if not reply.ok or reply.result.get("faults"):
        raise typer.Exit(FAILED)


def _run_until_signalled(serve: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> None:
    async def until_signalled() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await serve(stop)

    uvloop.run(until_signalled())


def _end(code: int, line: str) -> NoReturn:
    print(f"light-cavalry: {' '.join(line.split())}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
