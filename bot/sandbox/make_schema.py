"""Makes ``schema.json`` of a machine-readable description of the Bot API.

    python -m bot.sandbox.make_schema path/to/api.json

The source is https://github.com/PaulSonOfLars/telegram-bot-api-spec (MIT); its notice travels inside the result.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.sandbox.wire import JsonObject

TARGET = Path(__file__).with_name("schema.json")


def schema(api: JsonObject, notice: str) -> JsonObject:
    """Methods with parameters and results, types with fields or subtypes; descriptions stay behind."""
    methods = {
        name: {"parameters": _fields(method), "returns": method["returns"]}
        for name, method in api["methods"].items()
    }
    types = {
        name: {"subtypes": kind["subtypes"]} if "subtypes" in kind else {"fields": _fields(kind)}
        for name, kind in api["types"].items()
    }
    return {"notice": notice, "version": api["version"], "methods": methods, "types": types}


def written(made: JsonObject) -> str:
    """The schema as text: one line per method and type, so that a new Bot API reads well as a diff."""
    parts = []
    for name, value in made.items():
        if isinstance(value, dict):
            lines = (f'  "{key}": {json.dumps(value[key])}' for key in sorted(value))
            parts.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n}")
        else:
            parts.append(f'"{name}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _fields(described: JsonObject) -> JsonObject:
    """Field name → its types and whether it is required."""
    return {
        field["name"]: {"types": field["types"], "required": field["required"]}
        for field in described.get("fields", [])
    }


def main(source: Path) -> None:
    made = schema(json.loads(source.read_text()), source.with_name("LICENSE").read_text())
    TARGET.write_text(written(made))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
