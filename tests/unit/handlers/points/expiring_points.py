"""Many people whose points expire in one moment."""

from __future__ import annotations

from storage import ledger, members
from storage.ledger import ISSUER, Transfer
from storage.members import Standing
from tests.unit.handlers.world import World


def of_many(world: World, count: int, expires_at: int) -> None:
    for number in range(count):
        member = members.add(
            world.transaction, "telegram", 50_000 + number, f"骑手{number}", "zh", world.now, Standing.ACTIVE
        )
        account = ledger.account_of(member.id)
        paid = Transfer(f"report:x:{number}", ISSUER, account, 2, "other", "1", expires_at=expires_at)
        ledger.record(world.transaction, paid, world.now)
