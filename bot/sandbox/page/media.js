/** What a message carries besides words: pictures, recordings, files, places, contacts, polls. */

import { actionButton, element, titled } from "./elements.js";
import { icon } from "./icons.js";
import { placeCard } from "./plan.js";
import { fileAddress } from "./server.js";
import { say } from "./words.js";

const SHOWN_WIDTH = 320; // pixels; the smallest photo size at least this wide is shown

/** @param {object[]} messages one, or those of an album; @param {object} view see message.js */
export function mediaOf(messages, view) {
  const [message] = messages;
  if (message.photo) return photos(messages, view);
  if (message.venue) return venue(message.venue, view.plan);
  if (message.location) return location(message.location, view.plan);
  if (message.contact) return contact(message.contact);
  if (message.poll) return poll(message.poll, view);
  return messages.map(recordingOrFile);
}

function photos(messages, view) {
  const kind = messages.length > 1 ? "album" : "single-photo";
  const shown = messages.map((message) => photo(message, view));
  return element("div", { class: kind, dataset: { count: shown.length } }, ...shown);
}

function photo(message, view) {
  const isLarge = ({ width, height }) => Math.max(width, height) >= SHOWN_WIDTH;
  const { file_id: id, width, height } = message.photo.find(isLarge) ?? message.photo.at(-1);
  const alt = message.caption ?? say("photo");
  const picture = element("img", { src: fileAddress(id), width, height, alt });
  return actionButton({ class: "photo", onclick: () => view.on.showPhoto(message) }, picture);
}

const venue = ({ location: place, title, address }, plan) => placeCard(plan, place, title, address);

const location = (place, plan) => placeCard(plan, place, place.live_period ? say("liveLocation") : null);

function recordingOrFile(message) {
  if (message.voice) return player("audio", message.voice, say("voice"));
  if (message.audio) return player("audio", message.audio, say("audio"));
  if (message.video) return player("video", message.video, say("video"));
  if (message.sticker) return picture("sticker", message.sticker, message.sticker.emoji ?? say("sticker"));
  if (message.animation) return animation(message.animation);
  return message.document ? file(message.document) : null;
}

const player = (tag, media, title) => element(tag, { controls: true, src: fileAddress(media.file_id), title });

const picture = (kind, media, alt) => element("img", { class: kind, src: fileAddress(media.file_id), alt });

function animation(media) {
  if (media.mime_type?.startsWith("image/")) return picture("animation", media, say("animation"));
  const src = fileAddress(media.file_id);
  return element("video", { src, autoplay: true, loop: true, muted: true, title: say("animation") });
}

function file(document) {
  const name = document.file_name ?? say("document");
  return element(
    "a",
    { class: "file", href: fileAddress(document.file_id), download: name },
    element("span", { class: "file-icon" }, icon("file")),
    titled(name, sizeOf(document.file_size)),
  );
}

function contact({ first_name: first, last_name: last, phone_number: phone }) {
  return element(
    "div",
    { class: "contact" },
    element("span", { class: "file-icon" }, icon("person")),
    titled([first, last].filter(Boolean).join(" "), phone),
  );
}

function poll(current, view) {
  const kind = say(current.type === "quiz" ? "quiz" : "poll");
  const state = current.is_closed ? say("finalResults") : say("votes", { count: current.total_voter_count });
  const options = current.options.map((option, index) => pollOption(current, option, () => view.on.vote(current, index)));
  return element("div", { class: "poll" }, titled(current.question, `${kind} · ${state}`), ...options);
}

function pollOption({ total_voter_count: total, is_closed: disabled }, option, onclick) {
  const share = total > 0 ? Math.round((100 * option.voter_count) / total) : 0;
  return actionButton(
    { class: "option", disabled, onclick },
    element("span", {}, option.text),
    element("meter", { min: 0, max: 100, value: share }),
    element("small", {}, `${share}%`),
  );
}

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
