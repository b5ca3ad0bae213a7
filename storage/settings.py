"""Small facts about the installation itself, by name: its identity at Telegram, how it stopped last time."""

from __future__ import annotations

from storage.database import Transaction

STOPPED_CLEANLY = "stopped_cleanly"
IDENTITY = "identity"  # what getMe last answered, as JSON
WEBHOOK_SECRET = "webhook_secret"  # noqa: S105 - a name
COMMANDS_SHOWN = "commands_shown"  # hash of the commands menu that Telegram was last told


def read(transaction: Transaction, name: str) -> str | None:
    """The value under a name; None when there is none."""
    row = transaction.one("SELECT value FROM settings WHERE name = :name", {"name": name})
    return None if row is None else row["value"]


def write(transaction: Transaction, name: str, value: str) -> None:
    """Set the value under a name."""
    transaction.execute(
        "INSERT INTO settings (name, value) VALUES (:name, :value)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        {"name": name, "value": value},
    )


def read_or_write(transaction: Transaction, name: str, value: str) -> str:
    """The value under a name; if there is none yet, this one from now on."""
    known = read(transaction, name)
    if known is None:
        write(transaction, name, value)
    return value if known is None else known


def begin_run(transaction: Transaction) -> bool:
    """Note that a process is running; returns whether the one before stopped cleanly."""
    clean = read(transaction, STOPPED_CLEANLY) != "no"
    write(transaction, STOPPED_CLEANLY, "no")
    return clean


def end_run(transaction: Transaction) -> None:
    """Note that the process finished what it held."""
    write(transaction, STOPPED_CLEANLY, "yes")
