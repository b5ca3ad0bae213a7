"""Buttons of questions, answers and messages. Those that stand on cards are in `handlers.reports.buttons`."""

from __future__ import annotations

from enum import StrEnum

from handlers.reports.buttons import data
from messages.keyboards import Button, Keyboard
from storage.report_messages import Side
from storage.reports import Report

OWN_WORDS = "own"  # in place of a question that is offered


class Preset(StrEnum):
    """Questions that are offered."""

    WHERE = "where"
    STILL_THERE = "still_there"
    FROM_AFAR = "from_afar"
    HOUSE_NUMBER = "house_number"


class Choice(StrEnum):
    """Answers that are one press."""

    STILL_THERE = "still_there"
    GONE = "gone"
    CANNOT_SAY = "cannot_say"


CHOICES = {Preset.STILL_THERE: (Choice.STILL_THERE, Choice.GONE)}  # what is offered besides "I cannot say"


def questions(report: Report) -> Keyboard:
    """What can be asked, one below the other, and a way back."""
    offered = [[Button(f"dialogue_question.{preset}", data("question", report, preset))] for preset in Preset]
    own = [Button("dialogue_button.own_words", data("question", report, OWN_WORDS))]
    return [*offered, own, [Button("menu.back", data("decide", report))]]


def answers(report: Report, preset: str | None) -> Keyboard:
    """How a question can be answered: by what is sent after the press, or by the press alone."""
    choices = CHOICES[Preset(preset)] if preset in CHOICES else ()
    at_once = [Button(f"dialogue_choice.{choice}", data("answer_as", report, choice)) for choice in choices]
    return [
        *([at_once] if at_once else []),
        [Button("dialogue_button.answer", data("answer", report), style="success")],
        [Button("dialogue_choice.cannot_say", data("answer_as", report, Choice.CANNOT_SAY))],
    ]


def answer_with(proposed: Report, asked_about: Report | None) -> Keyboard:
    """Words that were sent without *Answer* answer the question that waits, if one does."""
    if asked_about is None:
        return ()
    values = {"number": asked_about.number}
    chosen = data("answer_with", proposed, asked_about.token)
    return [[Button("dialogue_button.answer_with", chosen, values=values)]]


def write(report: Report, side: Side) -> Keyboard:
    """A message of that side."""
    if side is Side.REPORTER:
        return [[Button("dialogue_button.write_back", data("write_back", report))]]
    return [[Button("dialogue_button.reply", data("write", report))]]
