"""What leads to reports, but for the messages they are made of: those stand in `handlers.routes`, in order.

Buttons of reports name no roles here: `handlers.reports.lifecycle.decide` checks them with the report in hand, so
that the answer can say why not.
"""

from __future__ import annotations

from handlers.leading import privately
from handlers.reports import (
    abandoned_grids,
    acceptance,
    bordering,
    card_endings,
    cards,
    categories,
    drafts,
    incidents,
    later,
    morning,
    moved_groups,
    newcomers,
    retrying,
    returning,
    saving,
    showing,
    unfinished,
    whereabouts,
    words,
    working,
)
from handlers.reports.admission import of_reporters, press_of_reporters
from handlers.route import CommandRoute, EffectRoute, PressRoute, Route, TickRoute

ROUTES: tuple[Route, ...] = (
    CommandRoute("report", privately(of_reporters(drafts.open_report))),
    CommandRoute("offshift", privately(of_reporters(later.end_shift))),
    PressRoute("report", press_of_reporters(drafts.open_report), bare=True),
    PressRoute("whereabouts", whereabouts.answer_consent),
    PressRoute("category", categories.choose_category),
    PressRoute("categories", categories.turn_page),
    PressRoute("later", later.press_later),
    PressRoute("finish", press_of_reporters(later.finish), bare=True),
    PressRoute("side", bordering.choose_side),
    PressRoute("describe", words.make_report),
    PressRoute("split", incidents.split),
    PressRoute("join", incidents.join),
    PressRoute("apart", incidents.keep_apart),
    PressRoute("resume", incidents.resume),
    PressRoute("cancel", drafts.press_cancel),
    PressRoute("show", showing.show),
    PressRoute("accept", acceptance.accept, in_groups=True),
    PressRoute("return", returning.show_reasons, in_groups=True),
    PressRoute("reason", returning.return_report, in_groups=True),
    PressRoute("decide", returning.show_decisions, in_groups=True),
    PressRoute("take_back", working.take_back_return, in_groups=True),
    PressRoute("work", working.begin, in_groups=True),
    PressRoute("go_on", working.resume, in_groups=True),
    PressRoute("retry", retrying.retry),
    EffectRoute("photo", saving.photo_ended),
    EffectRoute("joined", newcomers.take_up_draft),
    EffectRoute("waiting", newcomers.take_up_draft),
    EffectRoute(cards.ENDED, card_endings.card_ended, of_success=True),
    EffectRoute("moved", moved_groups.group_moved),
    EffectRoute(morning.TELL, morning.tell),
    EffectRoute(abandoned_grids.ABANDONED, abandoned_grids.tell),
    TickRoute("morning", morning.begin),
    TickRoute("unfinished reports", unfinished.look_after),
    TickRoute("put-off reports", later.remind),
    TickRoute("unsaid sides", bordering.go_without),
)
