"""What a capability expects of the messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Expected:
    """The values its templates may be given, by variable, and the labels and texts that there must be."""

    values: Mapping[str, Sequence[object]] = field(default_factory=dict)
    labels: Sequence[str] = ()
    texts: Sequence[str] = ()
