"""What leads to what was kept back."""

from __future__ import annotations

from handlers.limits import sending
from handlers.route import Route, TickRoute

ROUTES: tuple[Route, ...] = (TickRoute("held reports", sending.send_held),)
