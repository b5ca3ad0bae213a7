"""getFile."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.wire import JsonObject


def get_file(call: Call) -> JsonObject:
    return call.world.files.downloadable(call.parameters["file_id"])


METHODS: Mapping[str, Method] = {"getFile": get_file}
