"""``import-grids``: a GeoJSON FeatureCollection of areas, with who answers for each."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from handlers.operators import outlines
from handlers.operators.faults import Fault, answer
from handlers.operators.outlines import Outline
from handlers.operators.people import known_user
from messages.catalogue import Language
from storage import grids
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.members import MemberId, Role

GRID_ID = re.compile(r"[A-Za-z0-9_-]{1,24}")  # it stands in buttons, which hold 64 bytes


def import_grids(command: Command, context: Context) -> None:
    """Save every feature of ``geojson`` as a grid; grids that the file does not name stay as they are.

    A feature has the properties ``id``, ``name_zh``, ``name_en``, ``workers`` (user ids) and, if the grid has one,
    ``group`` (a chat id), which is told besides the workers, or with ``group_only`` in their place, in its
    ``group_language`` (Chinese). Answers ``{"saved", "others"}``, or ``{"faults": [words]}`` and has changed nothing.
    """
    features = _features(command.arguments.get("geojson"))
    faults = (
        [Fault("grids_no_collection")] if features is None else list(_faults(features, context.transaction))
    )
    if faults or features is None:
        answer(faults, command, context)
        return
    for feature in features:
        grids.save(context.transaction, _grid(feature), _workers(feature, context.transaction))
    grids.renew_version(context.transaction)
    context.result = {"saved": len(features), "others": grids.count(context.transaction) - len(features)}


def _features(geojson: object) -> Sequence[Mapping[str, object]] | None:
    features = geojson.get("features") if isinstance(geojson, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        return None
    return features


def _properties(feature: Mapping[str, object]) -> Mapping[str, object]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _grid(feature: Mapping[str, object]) -> Grid:
    """A feature that has no faults."""
    properties = _properties(feature)
    group = properties.get("group")
    return Grid(
        id=GridId(str(properties["id"])),
        name_zh=str(properties["name_zh"]),
        name_en=str(properties["name_en"]),
        outline=json.dumps(feature["geometry"]),
        group_chat_id=group if isinstance(group, int) else None,
        group_only=bool(properties.get("group_only", False)),
        group_language=choice(Language, properties.get("group_language")) or Language.ZH,
    )


def _worker_ids(feature: Mapping[str, object]) -> Sequence[object]:
    workers = _properties(feature).get("workers", [])
    return workers if isinstance(workers, list) else [workers]


def _workers(feature: Mapping[str, object], transaction: Transaction) -> list[MemberId]:
    found = (known_user(transaction, user_id) for user_id in dict.fromkeys(_worker_ids(feature)))
    return [member.id for member in found if member is not None]


def _faults(features: Sequence[Mapping[str, object]], transaction: Transaction) -> Iterator[Fault]:
    sound: list[Outline] = []
    for index, feature in enumerate(features, start=1):
        yield from _faults_of(index, feature, transaction)
        faults = list(outlines.faults_of(index, feature.get("geometry")))
        if not faults:
            sound.append((str(_properties(feature).get("id")), feature.get("geometry")))
        yield from faults
    ids = Counter(str(_properties(feature).get("id")) for feature in features)
    yield from (Fault("grid_twice", {"id": id_}) for id_, times in ids.items() if times > 1)
    yield from outlines.overlaps(sound, _staying(ids, transaction))


def _staying(named: Collection[str], transaction: Transaction) -> list[Outline]:
    """The grids that stay as they are because the file does not name them."""
    everything = grids.all_grids(transaction)
    return [(grid.id, json.loads(grid.outline)) for grid in everything if grid.id not in named]


def _faults_of(index: int, feature: Mapping[str, object], transaction: Transaction) -> Iterator[Fault]:
    properties = _properties(feature)
    for name in ("id", "name_zh", "name_en"):
        value = properties.get(name)
        if not isinstance(value, str) or not value.strip():
            yield Fault("grid_property", {"index": index, "property": name})
    id_ = properties.get("id")
    if isinstance(id_, str) and id_.strip() and not GRID_ID.fullmatch(id_):
        yield Fault("grid_id", {"index": index, "value": id_})
    yield from _faults_of_group(index, properties)
    yield from _faults_of_workers(index, feature, transaction)


def _faults_of_workers(
    index: int, feature: Mapping[str, object], transaction: Transaction
) -> Iterator[Fault]:
    for user_id in _worker_ids(feature):
        worker = known_user(transaction, user_id)
        if worker is None:
            yield Fault("grid_worker", {"index": index, "value": user_id})
        elif Role.GRID_WORKER not in worker.roles:
            yield Fault("grid_worker_role", {"index": index, "value": user_id, "name": worker.name})


def _faults_of_group(index: int, properties: Mapping[str, object]) -> Iterator[Fault]:
    group, group_only = properties.get("group"), properties.get("group_only", False)
    language = properties.get("group_language")
    if group is not None and not (isinstance(group, int) and group < 0):
        yield Fault("grid_group", {"index": index, "value": group})
    if not isinstance(group_only, bool) or (group_only and group is None):
        yield Fault("grid_group_only", {"index": index})
    if language is not None and choice(Language, language) is None:
        yield Fault("grid_group_language", {"index": index, "value": language, "known": ", ".join(Language)})
