"""What leads to a report being fixed; who may say so is decided with the report in hand."""

from __future__ import annotations

from handlers.fixing import after_photos, undoing
from handlers.route import AnswerRoute, EffectRoute, PressRoute, Route

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(
        after_photos.QUESTION, after_photos.take, after_photos.give_up, has=("photo", "document", "text")
    ),
)

ROUTES: tuple[Route, ...] = (
    PressRoute("fix", after_photos.ask, in_groups=True),
    PressRoute("unfix", undoing.take_back, in_groups=True),
    EffectRoute(after_photos.PHOTO, after_photos.ended),
)
