"""What a call was given: named fields of a JSON body or a form, read with a precise refusal for each mistake."""

import json
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar, overload

from aiohttp import BodyPartReader, web

from bot.sandbox.wire import JsonObject, Refusal

Value = TypeVar("Value")

KIND_NAMES: dict[type, str] = {
    int: "a whole number",
    float: "a number",
    str: "a string",
    bool: "true or false",
    list: "an array",
    dict: "an object",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form."""

    name: str
    mime_type: str
    data: bytes


def wrong(sentence: str) -> Refusal:
    """400 with a sentence that says what is wrong and what would be right."""
    return Refusal(400, sentence)


class Fields:
    """Fields by name. In a form, everything but strings is JSON text."""

    def __init__(
        self, values: JsonObject, uploads: dict[str, list[Upload]] | None = None, is_form: bool = False
    ) -> None:
        self._values = values
        self._uploads = uploads or {}
        self._is_form = is_form

    def __contains__(self, name: str) -> bool:
        return name in self._uploads or self._values.get(name) is not None

    def check_known(self, known: Collection[str]) -> None:
        """Refuse a field that nobody would read: most likely it is misspelt."""
        for name in {**self._values, **self._uploads}:
            if name not in known:
                raise wrong(f"there is no field {name!r} here; known are {', '.join(sorted(known))}")

    def uploads(self, name: str) -> list[Upload]:
        """The files sent under this name, in order."""
        return self._uploads.get(name, [])

    def one_of(self, names: Collection[str]) -> str:
        """The one of these fields that is there; refuses none and several."""
        found = [name for name in names if name in self]
        if len(found) != 1:
            given = " and ".join(found) if found else "none"
            raise wrong(f"exactly one of {', '.join(names)} is needed, {given} was given")
        return found[0]

    def need(self, name: str, kind: type[Value]) -> Value:
        """The value; refuses a missing one and one of another kind."""
        value = self.get(name, kind)
        if value is None:
            raise wrong(f"{name!r} is missing: {KIND_NAMES[kind]} is needed")
        return value

    @overload
    def get(self, name: str, kind: type[Value]) -> Value | None: ...
    @overload
    def get(self, name: str, kind: type[Value], default: Value) -> Value: ...
    def get(self, name: str, kind: type[Value], default: Value | None = None) -> Value | None:
        """The value, or the default when it is not there; refuses one of another kind."""
        value = self._values.get(name)
        if value is None:
            return default
        if self._is_form and kind is not str:
            value = _parsed(name, value)
        return _checked(repr(name), value, kind)

    def raw(self, name: str) -> object:
        """The value of whatever kind; None when it is not there."""
        value = self._values.get(name)
        return _parsed(name, value) if self._is_form and value is not None else value

    def part(self, name: str, known: Collection[str]) -> "Fields":
        """The fields of an object within."""
        part = Fields(self.need(name, dict))
        part.check_known(known)
        return part

    def integers(self, name: str) -> list[int]:
        """An array of whole numbers."""
        return [_checked(f"each item of {name!r}", item, int) for item in self.need(name, list)]

    def strings(self, name: str) -> list[str]:
        """An array of strings."""
        return [_checked(f"each item of {name!r}", item, str) for item in self.need(name, list)]


async def read_fields(request: web.Request, known: Collection[str]) -> Fields:
    """The fields of a body, JSON or multipart; refuses what is neither and fields that are not known."""
    if request.content_type == "multipart/form-data":
        fields = await _read_form(request)
    else:
        fields = Fields(_object(await request.read()))
    fields.check_known(known)
    return fields


def read_query(request: web.Request, known: Collection[str]) -> Fields:
    """The fields of an address; like a form's, numbers are JSON text."""
    fields = Fields(dict(request.query), is_form=True)
    fields.check_known(known)
    return fields


async def _read_form(request: web.Request) -> Fields:
    try:
        return await _read_parts(request)
    except ValueError as error:  # no boundary, cut short, not UTF-8
        raise wrong(f"the form cannot be read: {error}") from None


async def _read_parts(request: web.Request) -> Fields:
    values: JsonObject = {}
    uploads: dict[str, list[Upload]] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise wrong("each part of the form needs a name")
        if part.filename is None:
            values[part.name] = await part.text()
            continue
        mime_type = part.headers.get("Content-Type", "")
        upload = Upload(part.filename, mime_type, bytes(await part.read()))
        uploads.setdefault(part.name, []).append(upload)
    return Fields(values, uploads, is_form=True)


def _object(text: bytes) -> JsonObject:
    try:
        body = json.loads(text or b"{}")
    except ValueError as error:
        raise wrong(f"the body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise wrong("the body must be a JSON object")
    return body


def _parsed(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise wrong(f"{name!r} must be JSON text, not {text[:60]!r}") from None


def _checked(what: str, value: object, kind: type[Value]) -> Value:
    if kind is float and type(value) is int:
        value = float(value)
    is_misplaced_bool = isinstance(value, bool) and kind is not bool  # to Python, True is an int
    is_endless = isinstance(value, float) and not math.isfinite(value)  # Python's JSON knows NaN and Infinity
    if isinstance(value, kind) and not is_misplaced_bool and not is_endless:
        return value
    raise wrong(f"{what} must be {KIND_NAMES[kind]}, not {json.dumps(value, ensure_ascii=False)[:60]}")
