"""The pure rules: which objections reopen, and distances."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.reports.lifecycle import Part
from handlers.verification import reasons
from handlers.verification.distance import box_around, metres
from storage.reports import Place, ReportState
from storage.verdicts import NotFixed

places = st.builds(Place, st.floats(18.0, 54.0), st.floats(73.0, 135.0))  # China
nearby = st.floats(-0.02, 0.02)


def test_every_objection_is_decided() -> None:
    assert set(reasons.REOPENS) == set(NotFixed)


@given(st.sampled_from(ReportState), st.sampled_from(reasons.PARTS))
def test_what_does_not_reopen_is_offered_to_those_alone_who_saw_it_and_before_it_is_closed(
    state: ReportState, part: Part
) -> None:
    complaints = [reason for reason in reasons.offered(state, part) if not reasons.REOPENS[reason]]
    assert bool(complaints) == (state is ReportState.FIXED and part in reasons.FOLLOWING)


@given(places, nearby, nearby)
def test_distances_are_the_same_both_ways_and_zero_at_home(place: Place, north: float, east: float) -> None:
    other = Place(place.latitude + north, place.longitude + east)
    assert metres(place, place) == 0
    assert abs(metres(place, other) - metres(other, place)) < 1e-6


@given(places, nearby, nearby, st.floats(1.0, 2000.0))
def test_the_box_holds_all_that_is_near(place: Place, north: float, east: float, radius: float) -> None:
    other = Place(place.latitude + north, place.longitude + east)
    assume(metres(place, other) <= radius)
    box = box_around(place, radius)
    assert box.south <= other.latitude <= box.north
    assert box.west <= other.longitude <= box.east


def test_a_known_distance() -> None:
    assert abs(metres(Place(30.5, 114.31), Place(30.5, 114.32)) - 958) < 2
