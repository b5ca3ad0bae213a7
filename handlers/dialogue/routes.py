"""What leads to questions about a report and to messages; who may do what is decided with the report in hand."""

from __future__ import annotations

from handlers.dialogue import answering, passing_on, questions, waiting, writing
from handlers.route import AnswerRoute, EffectRoute, PressRoute, Route, TickRoute
from storage.report_messages import Side

WRITABLE = ("text", "photo", "voice", "document")

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute("dialogue.question", questions.take_words, questions.give_up),
    AnswerRoute(
        "dialogue.answer",
        answering.take,
        answering.give_up,
        has=("text", "photo", "document", "location", "venue"),
    ),
    AnswerRoute("dialogue.message", writing.take(Side.RESPONSIBLE), writing.give_up, has=WRITABLE),
    AnswerRoute("dialogue.message_back", writing.take(Side.REPORTER), writing.give_up, has=WRITABLE),
)

ROUTES: tuple[Route, ...] = (
    PressRoute("ask", questions.show_presets, in_groups=True),
    PressRoute("question", questions.choose, in_groups=True),
    PressRoute("answer", answering.begin),
    PressRoute("answer_as", answering.choose),
    PressRoute("answer_with", answering.answer_with),
    PressRoute("write", writing.begin(Side.RESPONSIBLE), in_groups=True),
    PressRoute("write_back", writing.begin(Side.REPORTER)),
    EffectRoute(questions.LOST, waiting.lost),
    EffectRoute(answering.PHOTO, answering.photo_ended),
    EffectRoute(passing_on.PHOTO, passing_on.photo_ended),
    TickRoute("unanswered questions", waiting.look_after),
)
