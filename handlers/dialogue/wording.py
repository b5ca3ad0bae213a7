"""Questions and answers in words, as cards and notices say them."""

from __future__ import annotations

from messages import catalogue
from messages.catalogue import Language
from storage.report_questions import AnswerKind, AskedQuestion

QUESTION_SHOWN = 60  # characters of a question on a card, whose caption holds 1024
ANSWER_SHOWN = 120  # characters of an answer on a card


def question(asked: AskedQuestion, language: Language, *, shortened: bool = False) -> str:
    """What was asked; nothing when whoever asked it in their own words has been erased."""
    if asked.preset is not None:
        return catalogue.label(language, f"dialogue_question.{asked.preset}")
    return cut(asked.words, QUESTION_SHOWN) if shortened else asked.words


def answer(asked: AskedQuestion, language: Language, *, shortened: bool = False) -> str | None:
    """What was said to it; None while nothing was."""
    if asked.answer_kind is None:
        return None
    said = cut(asked.answer, ANSWER_SHOWN) if shortened else asked.answer
    match asked.answer_kind:
        case AnswerKind.WORDS:
            return said
        case AnswerKind.CHOICE:
            return catalogue.label(language, f"dialogue_choice.{asked.answer}")
        case other:
            return " ".join(
                [catalogue.label(language, f"dialogue_answer.{other}"), *([said] if said else [])]
            )


def cut(words: str, most: int) -> str:
    """The words, as many characters as there is room for."""
    return words if len(words) <= most else f"{words[: most - 1]}…"
