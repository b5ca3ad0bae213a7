"""What the Bot API takes and gives: ``schema.json``, and checking against it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from bot.sandbox.wire import JsonObject, bad_request

PATH = Path(__file__).with_name("schema.json")
ARRAY = "Array of "
TRUE = frozenset({"true", "1", "yes"})
FALSE = frozenset({"false", "0", "no", ""})
MISSING = {  # what Telegram says when nothing is there, where it has words of its own
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "animation": "there is no animation in the request",
    "sticker": "there is no sticker in the request",
}


class Schema:
    """Methods, parameters and types of one version of the Bot API."""

    def __init__(self, described: JsonObject) -> None:
        self.version: str = described["version"]
        self._types: JsonObject = described["types"]
        self._methods: JsonObject = {
            name.lower(): {**method, "name": name} for name, method in described["methods"].items()
        }

    def name(self, method: str) -> str | None:
        """A method's name in its proper case, which callers need not keep; None if there is no such method."""
        found = self._methods.get(method.lower())
        return None if found is None else str(found["name"])

    def returns(self, method: str) -> list[str]:
        """The types a method's result may have."""
        return list(self._methods[method.lower()]["returns"])

    def parameters(self, method: str, given: Mapping[str, object], uploads: Collection[str]) -> JsonObject:
        """What was given, each value in its proper type. Refuses unknown, missing and unreadable ones with 400."""
        known: JsonObject = self._methods[method.lower()]["parameters"]
        checked = {name: self._parameter(known, name, value) for name, value in given.items()}
        for name, parameter in known.items():
            if parameter["required"] and name not in given and name not in uploads:
                raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
        return checked

    def violations(self, value: object, types: Collection[str], path: str = "result") -> Iterator[str]:
        """What is wrong with a value that should be of one of the types; nothing if it is right."""
        best = min((list(self._against(value, kind, path)) for kind in types), key=len)
        yield from best

    def _parameter(self, known: JsonObject, name: str, value: object) -> object:
        if name not in known:
            raise bad_request(f'unknown parameter "{name}"')
        types: list[str] = known[name]["types"]
        if types == ["String"] and isinstance(value, str):  # the most frequent case
            return value
        for kind in types:
            try:
                typed = self._typed(kind, value)
            except ValueError:
                continue
            if isinstance(typed, dict | list):
                self._check_object(name, typed, types)
            return typed
        raise bad_request(f"can't parse {name}: {types[0]} expected")

    def _typed(self, kind: str, value: object) -> object:
        """The value as a type; raises ValueError if it cannot be that."""
        if kind in {"String", "InputFile"}:
            return value if isinstance(value, str) else json.dumps(value)
        if kind == "Boolean":
            return _boolean(value)
        if kind in {"Integer", "Float"}:
            return _number(kind, value)
        typed = json.loads(value) if isinstance(value, str) else value
        if not isinstance(typed, list if kind.startswith(ARRAY) else dict):
            raise ValueError(f"no {kind}")
        return typed

    def _check_object(self, name: str, value: object, types: list[str]) -> None:
        wrong = next(self.violations(value, types, name), None)
        if wrong is not None:
            raise bad_request(f"can't parse {name}: {wrong}")

    def _against(self, value: object, kind: str, path: str) -> Iterator[str]:
        if kind.startswith(ARRAY):
            yield from self._array_violations(value, kind.removeprefix(ARRAY), path)
        elif kind in self._types:
            yield from self._object_violations(value, kind, path)
        elif not _is_plain(kind, value):
            yield f"{path} is no {kind}"

    def _array_violations(self, value: object, kind: str, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{path} is no array"
            return
        for place, item in enumerate(value):
            yield from self._against(item, kind, f"{path}[{place}]")

    def _object_violations(self, value: object, kind: str, path: str) -> Iterator[str]:
        described = self._types[kind]
        if "subtypes" in described:
            yield from self.violations(value, described["subtypes"], path)
            return
        if not isinstance(value, dict):
            yield f"{path} is no {kind}"
            return
        fields = described["fields"]
        yield from (f'{path} has no field "{name}"' for name in value if name not in fields)
        for name, field in fields.items():
            if name in value:
                yield from self.violations(value[name], field["types"], f"{path}.{name}")
            elif field["required"]:
                yield f'field "{name}" of {path} is missing'


@cache
def load() -> Schema:
    """The schema that is part of the sandbox."""
    return Schema(json.loads(PATH.read_text(encoding="utf-8")))


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise ValueError(f"no Boolean: {word}")


def _number(kind: str, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"no {kind}: {value}")
    return int(value) if kind == "Integer" else float(value)


def _is_plain(kind: str, value: object) -> bool:
    if kind == "Boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if kind == "Float":
        return isinstance(value, int | float)
    return isinstance(value, int if kind == "Integer" else str)
