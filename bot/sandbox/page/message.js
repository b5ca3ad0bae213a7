/** One message, or one album, as a bubble. */

import { actionButton, element } from "./elements.js";
import { icon, signButton } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { mediaOf } from "./media.js";
import { richText } from "./richtext.js";
import { say, timeOfDay } from "./words.js";

const REACTIONS = ["👍", "❤️", "🎉", "👀", "🙏", "👎"];

/**
 * @param {object[]} messages one, or those of an album
 * @param {object} view `{actor, plan, group, on}`: who looks, the plan, whether the chat is a group, and what to do
 *   on `press(message, button)`, `command(text)`, `react(message, emoji)`, `reply(message)`, `edit(message)`,
 *   `vote(poll, option)`, `showPhoto(message)`
 */
export function bubble(messages, view) {
  const [message] = messages;
  const service = serviceWords(message);
  if (service) return element("div", { class: "service" }, service);
  const mine = message.from?.id === view.actor;
  const worded = messages.find((one) => one.text ?? one.caption) ?? message;
  return element(
    "article",
    { class: `message ${mine ? "mine" : "theirs"}`, id: `message-${message.message_id}`, tabindex: -1 },
    actions(worded, mine, view),
    element(
      "div",
      { class: "bubble" },
      view.group && !mine && element("strong", { class: "author" }, nameOf(message.from)),
      forwarded(message),
      quoted(message),
      mediaOf(messages, view),
      words(worded, view),
      element("footer", {}, reactions(messages, view), stamp(messages)),
    ),
    markupOf(message, view),
  );
}

export const nameOf = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ");

function words(message, view) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities ?? [];
  return element("div", { class: "words", dir: "auto" }, richText(text, entities, view.on.command));
}

function stamp(messages) {
  const [message] = messages;
  const edited = messages.some((one) => one.edit_date);
  const moment = message.date * 1000;
  const time = element("time", { datetime: new Date(moment).toISOString() }, timeOfDay(moment));
  return element("span", { class: "stamp" }, edited && element("i", {}, say("edited")), time);
}

function markupOf(message, view) {
  const markup = message.reply_markup;
  return markup?.inline_keyboard ? inlineKeyboard(markup, (button) => view.on.press(message, button)) : null;
}

function reactions(messages, view) {
  const counts = new Map();
  const own = new Set();
  for (const message of messages) {
    for (const [user, emojis] of Object.entries(message.reactions ?? {})) {
      for (const emoji of emojis) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
      if (Number(user) === view.actor) emojis.forEach((emoji) => own.add(emoji));
    }
  }
  const chosen = [...counts].map(([emoji, count]) => {
    const react = () => view.on.react(messages[0], own.has(emoji) ? [] : [emoji]);
    const kind = own.has(emoji) ? "reaction own" : "reaction";
    return actionButton({ class: kind, onclick: react }, count > 1 ? `${emoji} ${count}` : emoji);
  });
  return element("span", { class: "reactions" }, ...chosen);
}

function actions(message, mine, view) {
  const palette = REACTIONS.map((emoji) =>
    actionButton({ onclick: () => view.on.react(message, [emoji]) }, emoji),
  );
  const reactSign = element("summary", { title: say("react"), "aria-label": say("react") }, icon("smile"));
  const isEditable = mine && (message.text || message.caption);
  return element(
    "div",
    { class: "actions" },
    element("details", {}, reactSign, element("div", { class: "palette" }, ...palette)),
    signButton("reply", say("reply"), { onclick: () => view.on.reply(message) }),
    isEditable && signButton("edit", say("edit"), { onclick: () => view.on.edit(message) }),
  );
}

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const name = origin.sender_user ? nameOf(origin.sender_user) : origin.sender_user_name;
  return element("small", { class: "forwarded" }, say("forwardedFrom", { name }));
}

function quoted({ reply_to_message: original }) {
  if (!original) return null;
  const jump = () => document.getElementById(`message-${original.message_id}`)?.scrollIntoView({ block: "center" });
  return actionButton(
    { class: "quoted", onclick: jump },
    element("strong", {}, nameOf(original.from)),
    element("span", {}, summary(original)),
  );
}

/** A message in a line. */
export function summary(message) {
  const kinds = ["photo", "video", "animation", "voice", "audio", "sticker", "document", "location", "contact", "poll"];
  const kind = kinds.find((one) => one in message);
  return [kind && say(kind), message.text ?? message.caption].filter(Boolean).join(" · ");
}

function serviceWords(message) {
  if (message.new_chat_members) return say("joined", { name: message.new_chat_members.map(nameOf).join("、") });
  if (message.left_chat_member) return say("left", { name: nameOf(message.left_chat_member) });
  if (message.pinned_message) return say("pinned");
  const isService = message.migrate_to_chat_id || message.migrate_from_chat_id || message.new_chat_title;
  return isService ? say("service") : null;
}
