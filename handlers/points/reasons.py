"""Why points were moved, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.choices import choice
from handlers.points.earning import Cause
from handlers.points.lifecycle import UndoReason
from messages import catalogue
from messages.catalogue import Language
from storage import awards, goods, ledger, redemptions, reports, trainings
from storage.awards import Award, AwardId
from storage.database import Transaction
from storage.ledger import TransferId
from storage.redemptions import RedemptionId
from storage.reports import ReportId
from storage.trainings import TrainingId

SHOWN = 60  # characters of a coordinator's words in a list: ten of them fit into a message


def in_words(cause: str, subject: str, language: Language, transaction: Transaction) -> str:
    """The reason of a movement, on one line. Raises KeyError when what it was for does not exist.

    What another version of the bot has moved points for is some reason or other.
    """
    known = choice(Cause, cause)
    if known is None:
        return catalogue.label(language, "movement.other")
    return WORDING[known](subject, language, transaction)


def of_undoing(award: Award, language: Language) -> str | None:
    """Why an award was taken back; None for one from before that was asked, or whose words were erased."""
    if award.undo_words is not None:
        return award.undo_words or None
    reason = choice(UndoReason, award.undo_reason)
    if reason is None or reason is UndoReason.OTHER:
        return None
    return catalogue.label(language, f"undo_reason.{reason}")


def shortened(reason: str, longest: int = SHOWN) -> str:
    """A reason as far as there is room for it."""
    return reason if len(reason) <= longest else f"{reason[: longest - 1]}…"


def _report(subject: str, language: Language, transaction: Transaction) -> str:
    report = reports.get(transaction, ReportId(int(subject)))
    return catalogue.label(language, "movement.report", {"number": report.number})


def _verification(subject: str, language: Language, transaction: Transaction) -> str:
    report = reports.get(transaction, ReportId(int(subject)))
    return catalogue.label(language, "movement.verification", {"number": report.number})


def _me_too(subject: str, language: Language, transaction: Transaction) -> str:
    report = reports.get(transaction, ReportId(int(subject)))
    return catalogue.label(language, "movement.me_too", {"number": report.number})


def _attendance(subject: str, language: Language, transaction: Transaction) -> str:
    topic = trainings.get(transaction, TrainingId(int(subject))).topic
    return catalogue.label(language, "movement.attendance", {"topic": shortened(topic)})


def _award(subject: str, language: Language, transaction: Transaction) -> str:
    reason = awards.get(transaction, AwardId(int(subject))).reason
    if not reason:  # it was erased, because it named somebody who was
        return catalogue.label(language, "movement.award_unsaid")
    return catalogue.label(language, "movement.award", {"reason": shortened(reason)})


def _correction(subject: str, language: Language, transaction: Transaction) -> str:
    taken_back = ledger.get(transaction, TransferId(int(subject))).transfer
    reason = in_words(taken_back.cause, taken_back.subject, language, transaction)
    why = None
    if taken_back.cause == Cause.AWARD:
        why = of_undoing(awards.get(transaction, AwardId(int(taken_back.subject))), language)
    if why is None:
        return catalogue.label(language, "movement.correction", {"reason": reason})
    return catalogue.label(language, "movement.correction_because", {"reason": reason, "why": shortened(why)})


def _expiry(_subject: str, language: Language, _transaction: Transaction) -> str:
    return catalogue.label(language, "movement.expiry")


def _shop(cause: Cause) -> Callable[[str, Language, Transaction], str]:
    """What became of something chosen in the shop."""

    def in_words(subject: str, language: Language, transaction: Transaction) -> str:
        redemption = redemptions.get(transaction, RedemptionId(int(subject)))
        name = goods.get(transaction, redemption.goods_id).name(language)
        return catalogue.label(language, f"movement.{cause}", {"name": shortened(name)})

    return in_words


def _pickup_undone(subject: str, language: Language, transaction: Transaction) -> str:
    """A reversal speaks of the transfer that it takes back, and that one of the redemption."""
    spent = ledger.get(transaction, TransferId(int(subject))).transfer
    return _shop(Cause.PICKUP_UNDONE)(spent.subject, language, transaction)


WORDING: Mapping[Cause, Callable[[str, Language, Transaction], str]] = {
    Cause.REPORT: _report,
    Cause.VERIFICATION: _verification,
    Cause.ME_TOO: _me_too,
    Cause.ATTENDANCE: _attendance,
    Cause.AWARD: _award,
    Cause.CORRECTION: _correction,
    Cause.EXPIRY: _expiry,
    Cause.REDEMPTION: _shop(Cause.REDEMPTION),
    Cause.PICKUP: _shop(Cause.PICKUP),
    Cause.REDEMPTION_CANCELLED: _shop(Cause.REDEMPTION_CANCELLED),
    Cause.REDEMPTION_EXPIRED: _shop(Cause.REDEMPTION_EXPIRED),
    Cause.PICKUP_UNDONE: _pickup_undone,
}
