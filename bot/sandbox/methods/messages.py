"""Words and places."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.formatting import text_fields
from bot.sandbox.sending import destination, send
from bot.sandbox.wire import JsonObject, bad_request

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
LOCATION_FIELDS = ("horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
VENUE_FIELDS = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


def send_message(call: Call) -> JsonObject:
    content = text_fields(call.parameters)
    if preview := call.parameters.get("link_preview_options"):
        content["link_preview_options"] = preview
    return send(call, content)


def send_location(call: Call) -> JsonObject:
    return send(call, {"location": _location(call.parameters)})


def send_venue(call: Call) -> JsonObject:
    given = call.parameters
    venue = {"location": _location(given), "title": given["title"], "address": given["address"]}
    venue |= {name: given[name] for name in VENUE_FIELDS if name in given}
    return send(call, {"location": venue["location"], "venue": venue})


def send_chat_action(call: Call) -> bool:
    if call.parameters["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    destination(call.world, call.parameters["chat_id"])
    return True


def _location(given: JsonObject) -> JsonObject:
    if not (abs(given["latitude"]) <= 90 and abs(given["longitude"]) <= 180):
        raise bad_request("latitude or longitude is out of range")
    location = {"latitude": given["latitude"], "longitude": given["longitude"]}
    return location | {name: given[name] for name in LOCATION_FIELDS if name in given}


METHODS: Mapping[str, Method] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendChatAction": send_chat_action,
}
