"""Whether those whom reports are given to can answer for them, and what that makes of the rule that names them."""

from __future__ import annotations

from storage import members, unreachable
from storage.database import Transaction
from storage.members import Member, Role, Standing
from storage.routing_rules import Off, Rule

CHANNEL = "telegram"  # whose groups rules name
FOR_GOOD = 24 * 3600 * 1000  # ms; whoever blocks the bot by a slip of the finger is back within a day


def may_answer(member: Member) -> bool:
    """Whether somebody may answer for reports at all."""
    return member.standing is Standing.ACTIVE and Role.GRID_WORKER in member.roles


def is_within_reach(member: Member, transaction: Transaction) -> bool:
    """Whether somebody may answer for reports, and can be told of one now."""
    return may_answer(member) and not unreachable.holds(transaction, member.channel, member.user_id)


def is_group_within_reach(chat_id: int, transaction: Transaction) -> bool:
    """Whether a group can be written to."""
    return not unreachable.holds(transaction, CHANNEL, chat_id)


def obstacle(rule: Rule, transaction: Transaction) -> Off | None:
    """Why the rule brings no report to anybody now, whether it is on or not; None when it would."""
    if rule.chat_id is not None:
        return None if is_group_within_reach(rule.chat_id, transaction) else Off.GROUP_GONE
    if rule.member_id is None:
        return Off.ERASED
    member = members.get(transaction, rule.member_id)
    if not may_answer(member):
        return Off.NO_WORKER
    return None if is_within_reach(member, transaction) else Off.BLOCKED


def reason_to_go(rule: Rule, transaction: Transaction, now: int) -> Off | None:
    """Why the rule goes off at that time (UTC ms). Somebody who has blocked the bot only today may be back."""
    found = obstacle(rule, transaction)
    if found is not Off.BLOCKED or rule.member_id is None:
        return found
    member = members.get(transaction, rule.member_id)
    since = unreachable.since(transaction, member.channel, member.user_id)
    return found if since is not None and now - since >= FOR_GOOD else None
