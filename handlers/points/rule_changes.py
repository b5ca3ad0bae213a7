"""Changing what earns points: what, to which value, from which day, a look at it, one press. The past stays paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handlers import asking, fallback
from handlers.context import Context
from handlers.dates import Problem, read_day
from handlers.events import Message, Press
from handlers.points import amounts, periods, proposals, rules_page
from handlers.points.amounts import AmountFault
from handlers.points.proposals import HIGHEST, NO_CAP, OFFERED, Item, Proposal, ValueFault
from handlers.points.rules_page import PREFIX
from messages import time_words, times
from messages.keyboards import Button, Keyboard
from storage import point_rules
from storage.point_rules import Rule, Terms

VALUE, DAY = "point_rule.value", "point_rule.day"  # the questions that are answered by a message


def press(press: Press, context: Context) -> None:
    """The list, one rule, or a step of changing one."""
    match press.arguments:
        case []:
            _settle(context)
            rules_page.show(press, context)
        case ["of", cause] if _versions(cause, context):
            _settle(context)
            rules_page.show_one(press, cause, context)
        case [step, *parts] if step in STEPS and (proposal := proposals.read(parts)) is not None:
            if _is_current(press, proposal, context):
                STEPS[step](press, proposal, context)
        case _:
            fallback.unknown_button(press, context)


def take_value(message: Message, context: Context, subject: str) -> None:
    """The value, in digits."""
    proposal = proposals.read(subject.split(":"))
    assert proposal is not None  # the question was ours
    value = proposals.read_value(message.text, proposal.item)
    if isinstance(value, AmountFault):
        _refuse_value(proposal, value, context)
    else:
        _preview(message, replace(proposal, value=str(value)), context)


def take_day(message: Message, context: Context, subject: str) -> None:
    """From which day on; tomorrow at the earliest, for today is being paid already."""
    proposal = proposals.read(subject.split(":"))
    assert proposal is not None  # the question was ours
    day = read_day(message.text, context.local_time, time_words.vocabulary())
    if day == context.local_time.date():
        day = Problem.PAST
    if isinstance(day, Problem):
        context.say("points/wrong_rule_day", buttons=_back(proposal), problem=day, example=_example(context))
    else:
        _preview(message, replace(proposal, begins=day), context)


def give_up(context: Context, _subject: str) -> None:
    """``/cancel``: the rule stays as it is."""
    context.say("points/rule_kept")


def _ask_value(press: Press, proposal: Proposal, context: Context) -> None:
    asking.expect(context, VALUE, proposal.data)
    context.edit_pressed(
        press,
        "points/ask_rule_value",
        buttons=_values(proposal),
        changed_item=proposal.item,
        terms_now=rules_page.terms_in_words(
            rule := _newest(proposal, context),
            _terms_on(_tomorrow(context), rule, context),
            context.language,
        ),
        most=_most(proposal.item),
    )


def _preview(event: Message | Press, proposal: Proposal, context: Context) -> None:
    """All of it, before it counts; from tomorrow on unless another day was said."""
    begins = proposal.begins or _tomorrow(context)
    proposal = replace(proposal, begins=begins)
    rule = _newest(proposal, context)
    before = _terms_on(begins, rule, context)
    after = proposals.changed(before, proposal)
    if isinstance(after, ValueFault):
        _refuse_value(proposal, after, context)
        return
    asking.settle(context)
    context.show(
        event,
        "points/rule_preview",
        buttons=_confirm(proposal),
        before=rules_page.terms_in_words(rule, before, context.language),
        after=rules_page.terms_in_words(rule, after, context.language),
        begins=_date(begins, context),
        replaced=[
            _date(context.local_time_of(later.valid_from).date(), context)
            for later in _versions(proposal.cause, context)
            if later.valid_from > _instant(begins, context)
        ],
    )


def _ask_day(press: Press, proposal: Proposal, context: Context) -> None:
    asking.expect(context, DAY, replace(proposal, begins=None).data)
    context.edit_pressed(press, "points/ask_rule_day", buttons=_back(proposal), example=_example(context))


def _set(press: Press, proposal: Proposal, context: Context) -> None:
    """From that day on, it is so."""
    begins = proposal.begins
    if begins is None or proposal.value is None:
        fallback.unknown_button(press, context)
        return
    if _instant(begins, context) < context.now:
        context.answer(press, "press.rule_day_over", alert=True)
        _preview(press, replace(proposal, begins=None), context)
        return
    terms = proposals.changed(_terms_on(begins, _newest(proposal, context), context), proposal)
    if isinstance(terms, ValueFault):
        fallback.unknown_button(press, context)
        return
    point_rules.change(
        context.transaction,
        proposal.cause,
        terms,
        context.actor.id,
        context.now,
        valid_from=_instant(begins, context),
    )
    context.answer(press, "press.rule_changed")
    rules_page.show_one(press, proposal.cause, context)


STEPS = {"change": _ask_value, "to": _preview, "from": _ask_day, "set": _set}


def _is_current(press: Press, proposal: Proposal, context: Context) -> bool:
    """Whether nobody has changed the rule since the button was made; else that is said."""
    versions = _versions(proposal.cause, context)
    if not versions:
        fallback.unknown_button(press, context)
        return False
    if versions[0].version != proposal.version:
        context.answer(press, "press.rule_out_of_date", alert=True)
        return False
    return True


def _versions(cause: str, context: Context) -> list[Rule]:
    """The versions of a rule that can be changed; none of any other."""
    versions = list(point_rules.versions(context.transaction, cause))
    return versions if rules_page.is_changeable(versions) else []


def _newest(proposal: Proposal, context: Context) -> Rule:
    return _versions(proposal.cause, context)[0]


def _terms_on(day: date, newest: Rule, context: Context) -> Terms:
    """What would hold on a day if nothing was changed; where nothing would, what was said last."""
    rule = point_rules.in_force(context.transaction, newest.cause, _instant(day, context))
    return newest.terms if rule is None else rule.terms


def _refuse_value(proposal: Proposal, fault: AmountFault | ValueFault, context: Context) -> None:
    asking.expect(context, VALUE, replace(proposal, value=None, begins=None).data)
    context.say("points/wrong_rule_value", buttons=_values(proposal), fault=fault, most=_most(proposal.item))


def _values(proposal: Proposal) -> Keyboard:
    bare = replace(proposal, value=None, begins=None)
    offered = [
        Button("rule_value.number", _step("to", replace(bare, value=str(value))), values={"value": value})
        for value in OFFERED[proposal.item]
    ]
    no_cap = Button("rule_value.no_cap", _step("to", replace(bare, value=NO_CAP)))
    return [offered, *([] if proposal.item is Item.POINTS else [[no_cap]]), *_back(proposal)]


def _confirm(proposal: Proposal) -> Keyboard:
    return [
        [Button("rule_value.set", _step("set", proposal), style="success")],
        [Button("rule_value.other_day", _step("from", replace(proposal, begins=None)))],
        *_back(proposal),
    ]


def _back(proposal: Proposal) -> Keyboard:
    return [[Button("rule_value.keep", f"{PREFIX}:of:{proposal.cause}")]]


def _step(step: str, proposal: Proposal) -> str:
    return f"{PREFIX}:{step}:{proposal.data}"


def _settle(context: Context) -> None:
    asking.withdraw(context, VALUE, DAY)


def _most(item: Item) -> int:
    return amounts.MOST if item is Item.POINTS else HIGHEST


def _tomorrow(context: Context) -> date:
    return context.local_time.date() + timedelta(days=1)


def _instant(day: date, context: Context) -> int:
    return periods.beginning(day, context.local_time)


def _date(day: date, context: Context) -> str:
    return times.date(context.language, context.local_time_of(_instant(day, context)))


def _example(context: Context) -> str:
    return times.day(context.language, context.local_time + timedelta(days=3))
