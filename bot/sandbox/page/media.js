/** What a message carries besides words: pictures, recordings, files, places, contacts, polls. */

import { element } from "./elements.js";
import { icon } from "./icons.js";
import { placeCard } from "./plan.js";
import { fileAddress } from "./server.js";
import { say } from "./words.js";

const SHOWN_WIDTH = 320; // pixels; the smallest photo size at least this wide is shown

/** @param {object[]} messages one, or those of an album; @param {object} view see message.js */
export function mediaOf(messages, view) {
  const [message] = messages;
  if (message.photo) return photos(messages, view);
  if (message.venue) return placeCard(view.plan, message.venue.location, message.venue.title, message.venue.address);
  if (message.location) return placeCard(view.plan, message.location, message.location.live_period ? say("liveLocation") : null);
  if (message.contact) return contact(message.contact);
  if (message.poll) return poll(message.poll, view);
  return messages.map(recordingOrFile);
}

function recordingOrFile(message) {
  if (message.voice) return element("audio", { controls: true, src: fileAddress(message.voice.file_id), title: say("voice") });
  if (message.audio) return element("audio", { controls: true, src: fileAddress(message.audio.file_id), title: say("audio") });
  if (message.video) return element("video", { controls: true, src: fileAddress(message.video.file_id), title: say("video") });
  if (message.sticker) return element("img", { class: "sticker", src: fileAddress(message.sticker.file_id), alt: message.sticker.emoji ?? say("sticker") });
  if (message.animation) return animation(message.animation);
  return message.document ? file(message.document) : null;
}

function photos(messages, view) {
  const shown = messages.map((message) => {
    const size = message.photo.find(({ width, height }) => Math.max(width, height) >= SHOWN_WIDTH) ?? message.photo.at(-1);
    const { width, height } = size;
    const picture = element("img", { src: fileAddress(size.file_id), width, height, alt: message.caption ?? say("photo") });
    return element("button", { type: "button", class: "photo", onclick: () => view.on.showPhoto(message) }, picture);
  });
  return element("div", { class: shown.length > 1 ? "album" : "single-photo", dataset: { count: shown.length } }, ...shown);
}

function animation(media) {
  const address = fileAddress(media.file_id);
  if (media.mime_type?.startsWith("image/")) return element("img", { class: "animation", src: address, alt: say("animation") });
  return element("video", { src: address, autoplay: true, loop: true, muted: true, title: say("animation") });
}

function file(document) {
  return element(
    "a",
    { class: "file", href: fileAddress(document.file_id), download: document.file_name ?? "" },
    element("span", { class: "file-icon" }, icon("file")),
    element("span", {}, element("strong", {}, document.file_name ?? say("document")), element("small", {}, sizeOf(document.file_size))),
  );
}

function contact({ first_name: first, last_name: last, phone_number: phone }) {
  return element(
    "div",
    { class: "contact" },
    element("span", { class: "file-icon" }, icon("person")),
    element("span", {}, element("strong", {}, [first, last].filter(Boolean).join(" ")), element("small", {}, phone)),
  );
}

function poll(current, view) {
  const kind = say(current.type === "quiz" ? "quiz" : "poll");
  const total = current.total_voter_count;
  const options = current.options.map((option, index) => {
    const share = total > 0 ? Math.round((100 * option.voter_count) / total) : 0;
    const vote = () => view.on.vote(current, index);
    return element(
      "button",
      { type: "button", class: "option", disabled: current.is_closed, onclick: vote },
      element("span", {}, option.text),
      element("meter", { min: 0, max: 100, value: share }),
      element("small", {}, `${share}%`),
    );
  });
  const state = current.is_closed ? say("finalResults") : say("votes", { count: total });
  return element("div", { class: "poll" }, element("strong", {}, current.question), element("small", {}, `${kind} · ${state}`), ...options);
}

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
