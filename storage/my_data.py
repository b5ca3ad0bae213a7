"""What is kept about somebody: in a few figures for a message, and whole for the document they can take with them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from storage import ledger, lots
from storage.database import Row, Transaction
from storage.ledger import Account
from storage.members import Member, MemberId

EVERYTHING = -1  # SQLite's LIMIT for no limit


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody has told about themselves, and how many reports they have. `station` has a name per language."""

    phone: str | None
    station: Mapping[str, str] | None
    met_at: int
    reports: int
    drafts: int


def profile(transaction: Transaction, id_: MemberId) -> Profile:
    """The profile of a member. Raises KeyError when there is none."""
    row = transaction.one(
        "SELECT phone, platform, name_zh, name_en, met_at,"
        " (SELECT count(*) FROM reports WHERE reporter_id = :id AND number IS NOT NULL) AS reports,"
        " (SELECT count(*) FROM reports WHERE reporter_id = :id AND state = 'draft') AS drafts"
        " FROM members LEFT JOIN stations ON stations.id = station_id WHERE members.id = :id",
        {"id": id_},
    )
    if row is None:
        raise KeyError(id_)
    station = None if row["platform"] is None else {"zh": row["name_zh"], "en": row["name_en"]}
    return Profile(row["phone"], station, row["met_at"], row["reports"], row["drafts"])


def export(transaction: Transaction, member: Member) -> Mapping[str, object]:
    """Everything that is kept about somebody, as a JSON object; times are ISO 8601, UTC. Reads a lot."""
    return {
        **_who_they_are(transaction, member),
        **_what_they_chose(transaction, member.id),
        **_what_they_told(transaction, member.id),
        **_of_reports(transaction, member.id),
        **_of_their_desk(transaction, member.id),
        **_of_broadcasts(transaction, member.id),
        **_of_trainings(transaction, member.id),
        **_of_points(transaction, member.id),
        **_of_mutes(transaction, member.id),
        "received": _received(transaction, member),
        "not_handled": _not_handled(transaction, member),
        "sent": _sent(transaction, member),
    }


def _who_they_are(transaction: Transaction, member: Member) -> Mapping[str, object]:
    id_ = {"id": member.id}
    return {
        "member": _rows(
            transaction,
            "SELECT id, name, phone, station_id AS station, standing, language, met_at"
            " FROM members WHERE id = :id",
            id_,
        )[0],
        "roles": sorted(member.roles),
        "grids": _column(transaction, "SELECT grid_id FROM grid_workers WHERE member_id = :id", id_),
        "rides_in": _column(transaction, "SELECT grid_id FROM riding_grids WHERE member_id = :id", id_),
        "routing_rules": _rows(
            transaction,
            "SELECT name, conditions, is_on FROM routing_rules WHERE member_id = :id ORDER BY position",
            id_,
        ),
        "addresses": _rows(
            transaction, "SELECT channel, user_id FROM member_addresses WHERE member_id = :id", id_
        ),
    }


def _what_they_chose(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    return {
        "preferences": _rows(
            transaction,
            "SELECT night_from, night_until, rushes, riding_until, warned, collects FROM preferences"
            " WHERE member_id = :id",
            {"id": member},
        ),
        "searches": _rows(
            transaction, "SELECT words, sought_at FROM people_searches WHERE member_id = :id", {"id": member}
        ),
        "report_searches": _rows(
            transaction,
            "SELECT words, grid_id AS grid, stage, period, sought_at FROM report_searches WHERE member_id = :id",
            {"id": member},
        ),
    }


def _what_they_told(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    id_ = {"id": member}
    return {
        "consents": _rows(
            transaction,
            "SELECT purpose, given, wording, at FROM consents WHERE member_id = :id ORDER BY id",
            id_,
        ),
        "corrections": _rows(
            transaction,
            "SELECT what, said_before, corrected_at FROM corrections WHERE member_id = :id ORDER BY id",
            id_,
        ),
        "registrations": _rows(
            transaction,
            "SELECT state, name, phone, station_id AS station, opened_at, decided_at, reason"
            " FROM registrations WHERE member_id = :id ORDER BY id",
            id_,
        ),
    }


def _of_reports(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    return {
        "reports": [_report(transaction, row) for row in _reports(transaction, member)],
        "acts": _rows(
            transaction,
            "SELECT number AS report, action, reason, changed_at FROM report_changes"
            " JOIN reports ON reports.id = report_id WHERE actor_id = :id ORDER BY report_changes.id",
            {"id": member},
        ),
        "questions_asked": _rows(
            transaction,
            "SELECT number AS report, preset, words, report_questions.asked_at FROM report_questions"
            " JOIN reports ON reports.id = report_id WHERE asker_id = :id ORDER BY report_questions.id",
            {"id": member},
        ),
        "messages_written": _rows(
            transaction,
            "SELECT number AS report, kind, words, sha256, file_id, written_at FROM report_messages"
            " JOIN reports ON reports.id = report_id WHERE sender_id = :id ORDER BY report_messages.id",
            {"id": member},
        ),
        "photos_of_fixes": _rows(
            transaction,
            "SELECT number AS report, shows, file_id, sha256, words FROM report_photos"
            " JOIN reports ON reports.id = report_id WHERE sender_id = :id ORDER BY report_photos.id",
            {"id": member},
        ),
        "verdicts": _rows(
            transaction,
            "SELECT number AS report, round, part, verdict, reason, words, given_at FROM report_verdicts"
            " JOIN reports ON reports.id = report_id WHERE member_id = :id ORDER BY given_at, report_id",
            {"id": member},
        ),
        "offered_to_look_at": _rows(
            transaction,
            "SELECT number AS report, round, offered_at, verification_offers.accepted_at, declined_at"
            " FROM verification_offers JOIN reports ON reports.id = report_id WHERE member_id = :id"
            " ORDER BY offered_at, report_id",
            {"id": member},
        ),
        "warnings": _rows(
            transaction,
            "SELECT category, reports.grid_id AS grid, coalesce(skipped, outbox.state) AS state FROM hazard_relays"
            " JOIN reports ON reports.id = report_id LEFT JOIN outbox ON outbox.id = outbox_id"
            " WHERE member_id = :id ORDER BY report_id",
            {"id": member},
        ),
    }


def _of_their_desk(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    id_ = {"id": member}
    return {
        "absences": _rows(
            transaction,
            "SELECT deputy_id AS deputy, began_at, ends_at, ended_at FROM absences WHERE member_id = :id ORDER BY id",
            id_,
        ),
        "stood_in": _rows(
            transaction,
            "SELECT member_id AS member, began_at, ends_at, ended_at FROM absences WHERE deputy_id = :id ORDER BY id",
            id_,
        ),
        "declined_to_stand_in": _rows(
            transaction,
            "SELECT absences.member_id AS member, began_at FROM declined_absences"
            " JOIN absences ON absences.id = absence_id WHERE declined_absences.member_id = :id ORDER BY absence_id",
            id_,
        ),
        "deputies": _rows(
            transaction,
            "SELECT member_id AS member, deputy_id AS deputy FROM deputies WHERE :id IN (member_id, deputy_id)",
            id_,
        ),
        "departments": _column(transaction, "SELECT id FROM departments WHERE member_id = :id", id_),
    }


def _of_broadcasts(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    return {
        "broadcasts_sent": _rows(
            transaction,
            "SELECT state, audience, station_id AS station, timing, send_at, started_at, ended_at"
            " FROM broadcasts WHERE sender_id = :id ORDER BY id",
            {"id": member},
        ),
        "broadcasts_received": _rows(
            transaction,
            "SELECT broadcast_id AS broadcast, started_at, coalesce(skipped, outbox.state) AS state, read_at"
            " FROM broadcast_recipients JOIN broadcasts ON broadcasts.id = broadcast_id"
            " LEFT JOIN outbox ON outbox.id = outbox_id WHERE member_id = :id ORDER BY broadcast_id",
            {"id": member},
        ),
    }


def _of_trainings(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    return {
        "trainings": _rows(
            transaction,
            "SELECT topic, place, starts_at, trainings.state, sign_ups.state AS part, signed_up_at, paid_at"
            " FROM sign_ups JOIN trainings ON trainings.id = training_id"
            " WHERE member_id = :id ORDER BY sign_ups.id",
            {"id": member},
        ),
        "trainings_made": _rows(
            transaction,
            "SELECT topic, place, starts_at, state, reason, made_at FROM trainings WHERE made_by = :id ORDER BY id",
            {"id": member},
        ),
    }


def _of_points(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    id_ = {"id": member}
    return {
        "points": _movements(transaction, ledger.account_of(member)),
        "points_on_hold": _movements(transaction, ledger.hold_of(member)),
        "points_for_honour": _movements(transaction, ledger.honour_of(member)),
        "points_expire": [
            {"points": lot.left, "expires_at": _moment(lot.expires_at)}
            for lot in lots.open_lots(transaction, member)
        ],
        "awards": _rows(
            transaction,
            "SELECT state, credit_class AS class, points, reason, undo_reason, undo_words, opened_at FROM awards"
            " WHERE member_id = :id AND state IN ('given', 'undone') ORDER BY id",
            id_,
        ),
        "awards_made": _rows(
            transaction,
            "SELECT state, credit_class AS class, points, reason, undo_reason, undo_words, opened_at, asked_at"
            " FROM awards WHERE made_by = :id ORDER BY id",
            id_,
        ),
        "awards_decided": _rows(
            transaction, "SELECT state, points, asked_at FROM awards WHERE decided_by = :id ORDER BY id", id_
        ),
        "warned_of_expiry": _rows(
            transaction, "SELECT expires_at, warned_at FROM expiry_warnings WHERE member_id = :id", id_
        ),
        "nickname": _rows(
            transaction, "SELECT nickname, chosen_at FROM nicknames WHERE member_id = :id", id_
        ),
        "paid_by_month": _rows(
            transaction,
            "SELECT month AS since_at, points, acts FROM tallies WHERE member_id = :id ORDER BY month",
            id_,
        ),
        "honours": _rows(
            transaction,
            "SELECT kind, since AS since_at, rank, nickname, honour_entries.points, honour_entries.acts"
            " FROM honour_entries JOIN honour_lists ON honour_lists.id = list_id WHERE member_id = :id"
            " ORDER BY list_id",
            id_,
        ),
        **_of_shop(transaction, member),
    }


def _of_shop(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    id_ = {"id": member}
    return {
        "redemptions": _rows(
            transaction,
            "SELECT name_zh AS goods, redemptions.price, code, state, held_at, collect_by AS collect_by_at, ended_at"
            " FROM redemptions JOIN goods ON goods.id = goods_id WHERE member_id = :id ORDER BY redemptions.id",
            id_,
        ),
        "goods_begun": _rows(
            transaction,
            "SELECT name_zh, name_en, price, state, made_at FROM goods_drafts WHERE made_by = :id ORDER BY id",
            id_,
        ),
        "donations_begun": _rows(
            transaction,
            "SELECT donor, quantity, best_before, state, made_at FROM gift_drafts WHERE made_by = :id ORDER BY id",
            id_,
        ),
        "stock_moved": _rows(
            transaction,
            "SELECT kind, free, held, reason, moved_at FROM stock_moves WHERE actor_id = :id ORDER BY id",
            id_,
        ),
    }


def _of_mutes(transaction: Transaction, member: MemberId) -> Mapping[str, object]:
    id_ = {"id": member}
    return {
        "mutes": _rows(
            transaction,
            "SELECT reason, words, muted_at, ends_at, lifted_at FROM mutes WHERE member_id = :id ORDER BY id",
            id_,
        ),
        "mutes_given": _rows(
            transaction,
            "SELECT member_id AS member, reason, words, muted_at, ends_at, lifted_at FROM mutes"
            " WHERE muted_by = :id ORDER BY id",
            id_,
        ),
    }


def _reports(transaction: Transaction, id_: MemberId) -> Sequence[Row]:
    return transaction.all(
        "SELECT id, number, state, category, latitude, longitude, grid_id AS grid, opened_at, submitted_at,"
        " (SELECT number FROM reports AS other WHERE other.id = reports.joined_to) AS joined_to"
        " FROM reports WHERE reporter_id = :id ORDER BY id",
        {"id": id_},
    )


def _report(transaction: Transaction, report: Row) -> Mapping[str, object]:
    id_ = {"id": report["id"]}
    facts = {name: value for name, value in _readable(report).items() if name != "id"}
    return {
        **facts,
        "words": _column(
            transaction, "SELECT words FROM report_words WHERE report_id = :id ORDER BY message_id", id_
        ),
        "photos": _rows(
            transaction,
            "SELECT file_id, sha256, is_forwarded FROM report_photos"
            " WHERE report_id = :id AND sender_id IS NULL ORDER BY id",
            id_,
        ),
        "voices": _rows(
            transaction,
            "SELECT file_id, duration FROM report_voices WHERE report_id = :id ORDER BY message_id",
            id_,
        ),
        "answers": _rows(
            transaction,
            "SELECT preset, answer_kind, answer, answered_at FROM report_questions"
            " WHERE report_id = :id AND answered_at IS NOT NULL ORDER BY id",
            id_,
        ),
    }


def _movements(transaction: Transaction, account: Account) -> list[Mapping[str, object]]:
    return [
        {
            "points": movement.points,
            "cause": movement.cause,
            "subject": movement.subject,
            "recorded_at": _moment(movement.recorded_at),
        }
        for movement in ledger.movements(transaction, account, EVERYTHING)
    ]


def _received(transaction: Transaction, member: Member) -> list[object]:
    """What the person sent, as it arrived, as far as it is still kept."""
    rows = transaction.all(
        "SELECT body FROM inbox WHERE channel = :channel AND kind = 'update' AND body LIKE :mention ORDER BY id",
        {"channel": member.channel, "mention": f"%{member.user_id}%"},
    )
    updates = [_parsed(row["body"]) for row in rows]
    return [update for update in updates if _sender_id(update) == member.user_id]


def _not_handled(transaction: Transaction, member: Member) -> list[Mapping[str, object]]:
    """What the person sent and could not be handled, and why. Where the code broke tells nothing about them."""
    rows = transaction.all(
        "SELECT body, reason, died_at FROM dead_letters"
        " WHERE channel = :channel AND kind = 'update' AND body LIKE :mention ORDER BY id",
        {"channel": member.channel, "mention": f"%{member.user_id}%"},
    )
    letters = [(_parsed(row["body"]), row) for row in rows]
    return [
        {"received": update, "reason": row["reason"], "died_at": _moment(row["died_at"])}
        for update, row in letters
        if _sender_id(update) == member.user_id
    ]


def _sent(transaction: Transaction, member: Member) -> list[Mapping[str, object]]:
    """What the bot said to the person, as far as it is still kept; whose chat it copied that from is not theirs."""
    rows = transaction.all(
        "SELECT method, parameters, created_at FROM outbox"
        " WHERE channel = :channel AND chat_id = :chat AND parameters <> '{}' ORDER BY id",
        {"channel": member.channel, "chat": member.user_id},
    )
    return [{**_readable(row), "parameters": _without_source(_parsed(row["parameters"]))} for row in rows]


def _without_source(parameters: object) -> object:
    if not isinstance(parameters, dict):
        return parameters
    return {name: value for name, value in parameters.items() if name != "from_chat_id"}


def _sender_id(update: object) -> int | None:
    parts = update.values() if isinstance(update, dict) else ()
    senders = [
        part["from"] for part in parts if isinstance(part, dict) and isinstance(part.get("from"), dict)
    ]
    return senders[0].get("id") if senders else None


def _parsed(text: str) -> object:
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return text


def _rows(transaction: Transaction, sql: str, parameters: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [_readable(row) for row in transaction.all(sql, parameters)]


def _column(transaction: Transaction, sql: str, parameters: Mapping[str, object]) -> list[object]:
    return [row[0] for row in transaction.all(sql, parameters)]


def _readable(row: Row) -> dict[str, object]:
    return {name: _moment(row[name]) if _is_time(name) else row[name] for name in row.keys()}  # noqa: SIM118


def _is_time(name: str) -> bool:
    return name == "at" or name.endswith("_at")


def _moment(milliseconds: int | None) -> str | None:
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
