"""How fast a bot may send before Telegram answers 429 (limits: Bot FAQ, "My bot is hitting limits")."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket's shape: `burst` sends at once, then `per_second`."""

    per_second: float
    burst: int


EVERYTHING = Rate(per_second=30, burst=30)
PRIVATE_CHAT = Rate(per_second=1, burst=5)
GROUP = Rate(per_second=20 / 60, burst=20)


class Bucket:
    """Tokens that refill with time; a send takes one each."""

    def __init__(self, rate: Rate, now: int) -> None:
        self._rate = rate
        self._tokens = float(rate.burst)
        self._filled_at = now

    def wait(self, count: int, now: int) -> float:
        """Seconds until `count` sends may start; 0 when they may now.

        An album larger than the burst needs a full bucket and leaves a debt: it could never be sent otherwise.
        """
        self._refill(now)
        missing = min(count, self._rate.burst) - self._tokens
        return max(0.0, missing / self._rate.per_second)

    def take(self, count: int) -> None:
        self._tokens -= count

    def _refill(self, now: int) -> None:
        gained = (now - self._filled_at) / 1000 * self._rate.per_second
        self._tokens = min(float(self._rate.burst), self._tokens + gained)
        self._filled_at = now


class Limits:
    """Telegram's flood control over one bot's sends; `now` gives UTC milliseconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.enabled = True
        self._now = now
        self.reset()

    def reset(self) -> None:
        """Forget what was sent."""
        self._everything = Bucket(EVERYTHING, self._now())
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, is_private: bool, count: int = 1) -> int | None:
        """Count sends to a chat; None if they may go, else the whole seconds to wait (`retry_after`)."""
        if not self.enabled:
            return None
        now = self._now()
        buckets = (self._everything, self._bucket(chat_id, is_private, now))
        wait = max(bucket.wait(count, now) for bucket in buckets)
        if wait > 0:
            return math.ceil(wait)
        for bucket in buckets:
            bucket.take(count)
        return None

    def _bucket(self, chat_id: int, is_private: bool, now: int) -> Bucket:
        if chat_id not in self._chats:
            self._chats[chat_id] = Bucket(PRIVATE_CHAT if is_private else GROUP, now)
        return self._chats[chat_id]
