"""Somebody is told by their id and their phones, whole and exactly; a name is not proof of anybody."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.traces import Traces

LI = Traces(1001, frozenset({"13912345678"}), frozenset({"text", "欧阳锋"}))


@pytest.mark.parametrize(
    "body",
    [
        {"from": {"id": 1001}},
        {"chat": [{"id": "1001"}]},
        {"text": "谁是1001？"},
        {"1001": "a key"},
        {"phone_number": "+8613912345678"},
        {"phone_number": "8613912345678"},
        {"phone_number": 13912345678},
        {"text": "打我电话13912345678，急"},
        {"text": "139 1234 5678"},
        {"text": "+86 139-1234-5678"},
        {"text": "008613912345678"},
    ],
)
def test_an_id_or_a_phone_tells(body: object) -> None:
    for ascii_only in (False, True):
        stored = json.dumps(body, ensure_ascii=ascii_only)
        assert LI.are_in(stored)
        assert any(hint in stored for hint in LI.hints)


@pytest.mark.parametrize(
    "body",
    [
        {"id": 10010, "chat": {"id": -1001}, "date": 1001.5, "is_bot": True},
        {"text": "11001 10012 x100"},
        {"text": "139123456789 213912345678"},
        {"text": "欧阳锋 text", "name": "text"},
    ],
)
def test_parts_of_numbers_and_names_do_not(body: object) -> None:
    if isinstance(body, dict) and "chat" in body:
        body = {**body, "chat": {"id": -10015}}
    assert not LI.are_in(json.dumps(body, ensure_ascii=False))


def test_what_is_no_json_is_read_as_it_is() -> None:
    assert LI.are_in('{"from": {"id": 1001')
    assert not LI.are_in('{"from": {"id": 10011')
    assert not LI.are_in(None)


@pytest.mark.parametrize(
    "error", ["KeyError('欧阳锋')", "KeyError('text')", "no member 1001", "bad: 13912345678"]
)
def test_an_error_tells_by_id_phone_or_a_quoted_name(error: str) -> None:
    assert LI.are_in_error(error)


def test_the_code_that_broke_tells_nothing() -> None:
    where = (
        'Traceback (most recent call last):\n  File "a.py", line 1001, in f\n    raw["text"]\nKeyError: 7\n'
    )
    assert not LI.are_in_error(where)
    assert not LI.are_in_error("a text of 欧阳锋")
    assert not LI.are_in_error(None)


@given(before=st.text(max_size=5), after=st.text(max_size=5), id_=st.integers(1, 10**12))
def test_an_id_in_a_text_tells_when_its_digits_stand_alone(before: str, after: str, id_: int) -> None:
    digits = "0123456789"
    alone = not (before[-1:] and before[-1] in digits) and not (after[:1] and after[0] in digits)
    text = f"{before}{id_}{after}"
    if alone:
        assert Traces(id_).are_in(json.dumps({"text": text}))
    elif str(id_) not in before + after and text.count(str(id_)) == 1:
        assert not Traces(id_).are_in(json.dumps({"text": text}))
