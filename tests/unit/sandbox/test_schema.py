"""Checking values against a description of the Bot API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.sandbox import make_schema
from bot.sandbox.schema import Schema
from bot.sandbox.wire import JsonObject, Refusal


def field(name: str, *types: str, required: bool = False) -> JsonObject:
    return {"name": name, "types": list(types), "required": required, "description": "left behind"}


API: JsonObject = {
    "version": "Bot API 0",
    "methods": {
        "sendPlace": {
            "fields": [
                field("chat_id", "Integer", "String", required=True),
                field("latitude", "Float"),
                field("is_silent", "Boolean"),
                field("tags", "Array of String"),
                field("place", "Place"),
            ],
            "returns": ["Place"],
        }
    },
    "types": {
        "Place": {"subtypes": ["Point", "Name"]},
        "Point": {"fields": [field("x", "Integer", required=True)]},
        "Name": {"fields": [field("name", "String", required=True)]},
    },
}
SCHEMA = Schema(make_schema.schema(API, "MIT"))


def checked(**given: object) -> JsonObject:
    return SCHEMA.parameters("sendplace", {"chat_id": 1, **given}, ())


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("chat_id", "-100", -100),
        ("chat_id", "@grid", "@grid"),
        ("latitude", "30.5", 30.5),
        ("is_silent", "True", True),
        ("is_silent", "false", False),
        ("tags", '["a", "b"]', ["a", "b"]),
        ("place", '{"x": 1}', {"x": 1}),
        ("place", {"name": "Nanhu"}, {"name": "Nanhu"}),
    ],
)
def test_values_are_read_as_their_type(name: str, written: Any, read: object) -> None:
    assert checked(**{name: written})[name] == read


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("latitude", "north", "can't parse latitude: Float expected"),
        ("is_silent", "maybe", "can't parse is_silent: Boolean expected"),
        ("place", "{", "can't parse place: Place expected"),
        ("place", {"x": "1"}, "can't parse place: place.x is no Integer"),
        ("place", {"name": "a", "z": 1}, 'can\'t parse place: place has no field "z"'),
        ("tags", [1], "can't parse tags: tags[0] is no String"),
        ("lattitude", 1, 'unknown parameter "lattitude"'),
    ],
)
def test_what_cannot_be_read_is_named(name: str, value: object, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        checked(**{name: value})

    assert refused.value.description == f"Bad Request: {reason}"


def test_descriptions_stay_behind_and_the_notice_stays() -> None:
    made = json.loads(make_schema.written(make_schema.schema(API, "MIT")))

    assert made["notice"] == "MIT"
    assert made == make_schema.schema(API, "MIT")
    assert "left behind" not in json.dumps(made)
