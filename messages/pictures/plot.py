"""Where values stand in a chart."""

from __future__ import annotations

from dataclasses import dataclass

from messages.pictures import lettering, numbers


@dataclass(frozen=True, slots=True)
class Plot:
    """The area between the axes, in px from the upper left corner, divided into a slot for each label."""

    left: float
    top: float
    right: float
    bottom: float
    slots: int
    ticks: list[int]

    @classmethod
    def within(cls, box: tuple[float, float, float, float], highest: float, slots: int, size: int) -> Plot:
        """The plot in a box (left, top, right, bottom) that holds what is written beside the axis too, in `size`."""
        ticks = numbers.ticks(highest)
        beside = max(lettering.width_of(numbers.written(tick), size) for tick in ticks) + 14
        return cls(box[0] + beside, box[1], box[2], box[3], slots, ticks)

    @property
    def slot(self) -> float:
        """How wide a slot is."""
        return (self.right - self.left) / self.slots

    def x(self, index: int) -> float:
        """The middle of a slot."""
        return self.left + (index + 0.5) * self.slot

    def y(self, value: float) -> float:
        """How high a value stands."""
        return self.bottom - (self.bottom - self.top) * value / self.ticks[-1]
