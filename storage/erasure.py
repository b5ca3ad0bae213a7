"""Erasing somebody: what is theirs goes, what others need stays under a number instead of a name.

| goes | stays, without a name |
|---|---|
| name, phone, station, language, addresses, roles, grids | the member's number, and when they were met |
| when they were away, for whom they stood in, whose deputy they were, which department they spoke for | nothing |
| what was corrected, as it was before | nothing |
| registrations and their cards | that they agreed and when, and when they took it back |
| broadcasts that are not over; where the messages of others stand | whom they went to, and who read them, by number |
| drafts: photos, place, words | reports with a number, their photos and words, who did what when |
| under which nickname they wanted to be honoured | the lists that are frozen, with a dash in place of it |
| why they were awarded points or lost them | the ledger, by number: what moved when, why, and until when it was good |
| what lies in the shop for them | what they chose there, by number: what, when, for how many points |
| goods and donations they had not entered yet | what they entered in the shop, by number |
| messages about reports, questions in their own words | that there were some, by number; answers, with their report |
| what they said with photos of what they fixed | those photos, which show a street |
| what they said to what was not fixed; what they were offered to look at | whether it was fixed, by number |
| unpublished trainings | trainings, who signed up and who came, by number |
| what they wrote, and what the bot wrote to them or about them | that there was an event or a call, and how it ended |
| what others wrote with their id or phone in it | what others wrote in their own words, their name included |
| that rules brought reports to them | the rules, off, without their name, id or phone |
| why they were muted | that they could not report for a while, and who said so, by numbers |
| what anybody looked for in the directory or among the reports | nothing |
| what they said about their reports, as they spoke it | nothing |
| where they ride, and which dangers they were warned of | nothing |
| errors met while handling any of that | that there was one |

What the bot says about somebody is noted beside it (`storage.mentions`). What others wrote is searched for ids and
phones only (`storage.traces`): a name is not unique, it may be any word, and whoever calls themselves "hello" must not
empty everybody's greetings.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage import (
    broadcast_recipients,
    broadcasts,
    consents,
    echoes,
    erasures,
    mentions,
    outbox,
    people_searches,
    redemptions,
    report_searches,
    report_voices,
    routing_rules,
    signups,
    traces,
)
from storage.broadcasts import BroadcastState
from storage.consents import Purpose
from storage.database import Transaction
from storage.erasures import Goodbye
from storage.inbox import EventId
from storage.members import NOBODY, Member, MemberId
from storage.outbox import OutboxId
from storage.reports import ReportId
from storage.traces import BLOT, Traces

ERASED = "erased"  # why a row is not sent


def erase(transaction: Transaction, member: Member, event: EventId, now: int) -> None:
    """Erase somebody for good. `event` is the one that says so: its own contents go too."""
    theirs = traces.of(transaction, member)
    told = _told(transaction, member.id)
    quotable = mentions.messages(transaction, member.id)
    _erase_drafts(transaction, member.id)
    report_voices.erase(transaction, member.id)
    _erase_registrations(transaction, member.id, now)
    _erase_broadcasts(transaction, member.id, now)
    _erase_award_reasons(transaction, member.id)
    redemptions.cancel_all_of(transaction, member.id, now)
    _erase_shop_drafts(transaction, member.id)
    _erase_what_was_written(transaction, member.id)
    _erase_from_trainings(transaction, member.id, now)
    _erase_from_rules(transaction, member.id, theirs, told)
    _erase_from_desks(transaction, member.id)
    _erase_chat(transaction, member.channel, member.user_id, now)
    mentions.erase(transaction, member.id, told)
    echoes.empty(transaction, theirs, quotable, event)
    people_searches.forget_all(transaction)
    report_searches.forget_all(transaction)
    transaction.execute(
        "UPDATE mutes SET reason = NULL, words = NULL WHERE member_id = :id", {"id": member.id}
    )
    consents.withdraw_all(transaction, member.id, now)
    _make_nobody(transaction, member.id)
    erasures.confirm(transaction, member, now)


def look_after(transaction: Transaction, goodbye: Goodbye) -> None:
    """Drop what the erasure itself has left: its last words, delivered by now, and presses that came late."""
    _erase_chat(transaction, goodbye.channel, goodbye.user_id, goodbye.erased_at)
    echoes.empty(transaction, Traces(goodbye.user_id), frozenset())
    erasures.finish(transaction, goodbye)


def erase_draft(transaction: Transaction, report: ReportId) -> None:
    """Drop what a draft holds: its place, category, words and the photos that nobody else needs."""
    theirs = transaction.all(
        "SELECT sha256 FROM report_photos WHERE report_id = :report AND sha256 IS NOT NULL",
        {"report": report},
    )
    for table in ("report_photos", "report_words", "report_voices", "discarded_albums"):
        transaction.execute(f"DELETE FROM {table} WHERE report_id = :report", {"report": report})  # noqa: S608
    transaction.execute(
        "UPDATE reports SET state = 'discarded', version = version + 1,"
        " latitude = NULL, longitude = NULL, side_grid_id = NULL, category = NULL WHERE id = :report",
        {"report": report},
    )
    transaction.execute_many(
        "DELETE FROM photos WHERE sha256 = :sha256"
        " AND NOT EXISTS (SELECT 1 FROM report_photos WHERE report_photos.sha256 = photos.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM goods WHERE photo_sha256 = photos.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM goods_drafts WHERE photo_sha256 = photos.sha256 AND state = 'draft')"
        " AND NOT EXISTS (SELECT 1 FROM report_messages WHERE report_messages.sha256 = photos.sha256)",
        [{"sha256": row["sha256"]} for row in theirs],
    )


def erase_unfinished(transaction: Transaction, id_: MemberId) -> int:
    """Drop every draft of somebody, open or put aside, and words not made a report of; returns how many."""
    rows = transaction.all(
        "SELECT id FROM reports WHERE reporter_id = :id AND state IN ('proposed', 'draft')", {"id": id_}
    )
    for row in rows:
        erase_draft(transaction, ReportId(row["id"]))
    return len(rows)


def drafts_not_allowed(transaction: Transaction, before: int) -> Sequence[ReportId]:
    """Drafts begun before then (UTC ms) whose reporter does not agree to their being kept, or cannot send them on.

    On are sent those of couriers, and of those who wait to be. A consent taken back after then still has its time.
    """
    rows = transaction.all(
        "SELECT id FROM reports WHERE state IN ('proposed', 'draft') AND opened_at < :before AND (coalesce("
        " (SELECT given FROM consents WHERE member_id = reporter_id AND purpose = :purpose"
        "  ORDER BY consents.id DESC LIMIT 1), 0) = 0"
        " OR NOT EXISTS (SELECT 1 FROM members LEFT JOIN member_roles ON member_id = members.id"
        "  WHERE members.id = reporter_id AND (standing = 'pending' OR (standing = 'active' AND role = 'courier'))))"
        " AND NOT EXISTS (SELECT 1 FROM consents"
        "  WHERE member_id = reporter_id AND purpose = :purpose AND given = 0 AND at >= :before)"
        " ORDER BY id",
        {"before": before, "purpose": Purpose.PHOTO_AND_PLACE},
    )
    return [ReportId(row["id"]) for row in rows]


def _erase_drafts(transaction: Transaction, id_: MemberId) -> None:
    drafts = transaction.all("SELECT id FROM reports WHERE reporter_id = :id AND number IS NULL", {"id": id_})
    for draft in drafts:
        erase_draft(transaction, ReportId(draft["id"]))


def _erase_registrations(transaction: Transaction, id_: MemberId, now: int) -> None:
    """Cards that have not reached a coordinator yet are not sent any more; the registrations go with all cards."""
    cards = transaction.all(
        "SELECT outbox_id FROM registration_cards JOIN registrations ON registrations.id = registration_id"
        " WHERE member_id = :id",
        {"id": id_},
    )
    outbox.take_back(transaction, [OutboxId(card["outbox_id"]) for card in cards], ERASED, now)
    transaction.execute(
        "DELETE FROM registration_cards WHERE registration_id IN"
        " (SELECT id FROM registrations WHERE member_id = :id)",
        {"id": id_},
    )
    transaction.execute("DELETE FROM registrations WHERE member_id = :id", {"id": id_})


def _erase_broadcasts(transaction: Transaction, id_: MemberId, now: int) -> None:
    """What they have not sent yet is not sent, and where their messages stand is forgotten: it is their own chat."""
    for broadcast in broadcasts.unended_of(transaction, id_):
        if broadcast.state is BroadcastState.DRAFT:
            broadcasts.discard(transaction, broadcast, now)
        elif broadcast.state is not BroadcastState.CANCELLED:
            broadcasts.set_state(transaction, broadcast, BroadcastState.CANCELLED, now)
        broadcast_recipients.take_back_all(transaction, broadcast.id, now)
        broadcasts.end(transaction, broadcast.id, now)
    broadcasts.forget_originals(transaction, id_)


def _erase_award_reasons(transaction: Transaction, id_: MemberId) -> None:
    """Why they were awarded points, and what they were about to award."""
    theirs = {"id": id_}
    unpaid = "SELECT id FROM awards WHERE state NOT IN ('given', 'undone') AND :id IN (made_by, member_id)"
    transaction.execute(f"DELETE FROM award_cards WHERE award_id IN ({unpaid})", theirs)  # noqa: S608
    transaction.execute(f"DELETE FROM awards WHERE id IN ({unpaid})", theirs)  # noqa: S608
    transaction.execute(
        "UPDATE awards SET reason = '', undo_words = CASE WHEN undo_words IS NOT NULL THEN '' END"
        " WHERE member_id = :id",
        theirs,
    )


def _erase_shop_drafts(transaction: Transaction, id_: MemberId) -> None:
    """Goods and donations that they had not entered yet; what was entered is the shop's."""
    for table in ("goods_drafts", "gift_drafts"):
        transaction.execute(f"DELETE FROM {table} WHERE made_by = :id", {"id": id_})  # noqa: S608


def _erase_what_was_written(transaction: Transaction, id_: MemberId) -> None:
    """What they wrote about reports to the other side; a message leaves that it was one. Photos go when unused."""
    theirs = {"id": id_}
    transaction.execute(
        "UPDATE report_messages SET words = '', sha256 = NULL, file_id = NULL, kind = 'words'"
        " WHERE sender_id = :id",
        theirs,
    )
    transaction.execute("UPDATE report_questions SET words = '' WHERE asker_id = :id", theirs)
    transaction.execute("UPDATE report_photos SET words = '' WHERE sender_id = :id", theirs)
    transaction.execute(
        "DELETE FROM report_photos WHERE id IN (SELECT photo_id FROM verification_offers WHERE member_id = :id)",
        theirs,
    )
    transaction.execute("UPDATE report_verdicts SET words = '' WHERE member_id = :id", theirs)


def _erase_from_trainings(transaction: Transaction, id_: MemberId, now: int) -> None:
    """Nobody keeps a place for them, and what they had not published goes."""
    signups.withdraw_from_coming(transaction, id_, now)
    transaction.execute(
        "UPDATE trainings SET state = 'discarded', topic = NULL, place = NULL, latitude = NULL, longitude = NULL,"
        " starts_at = NULL, version = version + 1 WHERE made_by = :id AND state IN ('draft', 'discarded')",
        {"id": id_},
    )


def _erase_from_rules(transaction: Transaction, id_: MemberId, theirs: Traces, told: frozenset[str]) -> None:
    """A rule of theirs goes off; no rule is called after them, as far as that can be known."""
    own = {rule.id for rule in routing_rules.of_member(transaction, id_)}
    for rule in routing_rules.all_rules(transaction):
        name = theirs.blotted_out(rule.name)
        if rule.id in own:
            routing_rules.let_go(transaction, rule.id, _without(told, name))
        elif name != rule.name:
            routing_rules.rename(transaction, rule.id, name)


def _without(told: frozenset[str], name: str) -> str:
    """The name with a mark wherever it says what somebody is called, the longest form first."""
    for trace in sorted(told, key=len, reverse=True):
        name = name.replace(trace, BLOT)
    return name


def _erase_from_desks(transaction: Transaction, id_: MemberId) -> None:
    """Nobody counts on them any more, and when they were away is nobody's business."""
    theirs = {"id": id_}
    transaction.execute(
        "DELETE FROM declined_absences WHERE member_id = :id"
        " OR absence_id IN (SELECT id FROM absences WHERE member_id = :id)",
        theirs,
    )
    transaction.execute("DELETE FROM absences WHERE member_id = :id", theirs)
    transaction.execute("UPDATE absences SET deputy_id = NULL WHERE deputy_id = :id", theirs)
    transaction.execute("DELETE FROM deputies WHERE :id IN (member_id, deputy_id)", theirs)
    transaction.execute("DELETE FROM departments WHERE member_id = :id", theirs)


def _erase_chat(transaction: Transaction, channel: str, user_id: int, now: int) -> None:
    """What was or would have been said to somebody until then, and every card in their chat.

    What is under way ends here too: how it truly ends is nobody's business any more.
    """
    chat = {"channel": channel, "chat": user_id, "now": now}
    rows = transaction.all(
        "SELECT id FROM outbox WHERE channel = :channel AND chat_id = :chat AND created_at <= :now"
        " AND state = 'waiting'",
        chat,
    )
    outbox.take_back(transaction, [OutboxId(row["id"]) for row in rows], ERASED, now)
    transaction.execute(
        "UPDATE outbox SET chat_id = 0, parameters = '{}', target = NULL,"
        " state = CASE state WHEN 'sending' THEN 'skipped' ELSE state END,"
        " reason = CASE WHEN state = 'sending' OR reason = 'superseded' THEN 'erased' ELSE reason END,"
        " ended_at = coalesce(ended_at, :now)"
        " WHERE channel = :channel AND chat_id = :chat AND created_at <= :now",
        chat,
    )
    for table in ("report_cards", "registration_cards", "award_cards", "unreachable"):
        transaction.execute(f"DELETE FROM {table} WHERE channel = :channel AND chat_id = :chat", chat)  # noqa: S608


def _make_nobody(transaction: Transaction, id_: MemberId) -> None:
    """A number in place of a name, for what stays; what is said to nobody is never sent."""
    for table in (
        "member_roles",
        "grid_workers",
        "riding_grids",
        "hazard_relays",
        "member_addresses",
        "open_questions",
        "preferences",
        "reminder_times",
        "corrections",
        "commands_shown",
        "expiry_warnings",
        "nicknames",
        "verification_asks",
        "verification_offers",
    ):
        transaction.execute(f"DELETE FROM {table} WHERE member_id = :id", {"id": id_})  # noqa: S608
    transaction.execute(
        "UPDATE honour_entries SET nickname = NULL WHERE member_id = :id AND nickname IS NOT NULL",
        {"id": id_},
    )
    transaction.execute(
        "UPDATE members SET name = :number, phone = NULL, station_id = NULL, language = NULL, standing = 'left'"
        " WHERE id = :id",
        {"number": f"#{id_}", "id": id_},
    )
    transaction.execute(
        "INSERT INTO member_addresses (channel, user_id, member_id) VALUES (:nobody, :id, :id)",
        {"nobody": NOBODY, "id": id_},
    )


def _told(transaction: Transaction, id_: MemberId) -> frozenset[str]:
    """What texts call somebody by: every name and phone they gave."""
    rows = transaction.all(
        "SELECT name, phone FROM members WHERE id = :id"
        " UNION SELECT name, phone FROM registrations WHERE member_id = :id"
        " UNION SELECT said_before, NULL FROM corrections WHERE member_id = :id AND what = 'name'"
        " UNION SELECT NULL, said_before FROM corrections WHERE member_id = :id AND what = 'phone'",
        {"id": id_},
    )
    return frozenset(told for row in rows for told in (row["name"], row["phone"]) if told)
