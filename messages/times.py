"""Times as people read them, on the clocks of the place where the bot serves."""

from __future__ import annotations

from datetime import datetime

from messages.catalogue import Language, label

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

MINUTE = 60_000  # ms
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def moment(language: Language, local: datetime) -> str:
    """A day and a time of day, such as ``Wed 25 Nov, 14:00``; `local` is in the zone where it is read."""
    values = {
        "weekday": label(language, f"weekday.{WEEKDAYS[local.weekday()]}"),
        "month": label(language, f"month.{MONTHS[local.month - 1]}"),
        "day": local.day,
        "time": clock_time(local),
    }
    return label(language, "time.moment", values)


def clock_time(local: datetime) -> str:
    """A time of day, such as ``14:00``."""
    return f"{local:%H:%M}"


def elapsed(language: Language, milliseconds: int) -> str:
    """How long ago, in whole days or else hours, such as ``3 d`` or ``5 h``."""
    if milliseconds >= DAY:
        return label(language, "time.days", {"count": milliseconds // DAY})
    if milliseconds >= HOUR:
        return label(language, "time.hours", {"count": milliseconds // HOUR})
    return label(language, "time.just_now")


def duration(language: Language, milliseconds: int) -> str:
    """How long something takes, such as ``10 s``, ``1 min 40 s`` or ``2 h 5 min``; a second that has begun counts."""
    seconds = -(-milliseconds // 1000)
    minutes, hours = seconds // 60, seconds // 3600
    values = {"hours": hours, "minutes": minutes % 60, "seconds": seconds % 60}
    kind = "hours" if hours else "minutes" if minutes else "seconds"
    return label(language, f"duration.{kind}", values)


def roughly(language: Language, milliseconds: int) -> str:
    """How long something takes or took, in the one unit that says enough; one that has begun counts."""
    for kind, unit, most in (("minutes", MINUTE, 90), ("hours", HOUR, 48)):
        count = max(-(-milliseconds // unit), 1)
        if count <= most:
            return label(language, f"time.{kind}", {"count": count})
    return label(language, "time.days", {"count": -(-milliseconds // DAY)})


def day(language: Language, local: datetime) -> str:
    """A day, such as ``Wed 25 Nov``."""
    values = {
        "weekday": label(language, f"weekday.{WEEKDAYS[local.weekday()]}"),
        "month": label(language, f"month.{MONTHS[local.month - 1]}"),
        "day": local.day,
    }
    return label(language, "time.day", values)
