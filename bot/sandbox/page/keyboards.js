/** The bot's buttons: under its messages, and in place of the keyboard. */

import { actionButton, element } from "./elements.js";
import { icon } from "./icons.js";

const MARKS = { url: "out", copy_text: "copy", request_location: "pin", request_contact: "person" };
const START_LINK = /^(?:https?:\/\/t\.me\/(\w+)\?start=|tg:\/\/resolve\?domain=(\w+)&start=)([\w-]*)$/;

/**
 * Buttons under a message.
 * @param {(button: object) => Promise<void>} onPress
 */
export function inlineKeyboard(markup, onPress) {
  return keyboard(markup.inline_keyboard, "inline-keyboard", onPress);
}

/** Buttons in place of the keyboard. */
export function replyKeyboard(markup, onPress) {
  const whole = (button) => (typeof button === "string" ? { text: button } : button);
  const rows = markup.keyboard.map((row) => row.map(whole));
  return keyboard(rows, "reply-buttons", onPress);
}

/** `{bot, payload}` of a link that opens a bot with a start parameter, else null. */
export function startLink(url) {
  const found = START_LINK.exec(url);
  return found && { bot: found[1] ?? found[2], payload: found[3] };
}

function keyboard(rows, className, onPress) {
  const drawn = rows.map((row) =>
    element("div", { class: "button-row" }, row.map((button) => pressable(button, onPress))),
  );
  return element("div", { class: className, role: "group" }, drawn);
}

function pressable(button, onPress) {
  const press = async ({ currentTarget }) => {
    currentTarget.classList.add("waiting");
    try {
      await onPress(button);
    } finally {
      currentTarget.classList.remove("waiting");
    }
  };
  const kind = button.style ? `bot-button ${button.style}` : "bot-button";
  return actionButton({ class: kind, onclick: press }, button.text, mark(button));
}

/** A small sign in the corner of a button that does more than say something to the bot. */
function mark(button) {
  const sign = Object.keys(MARKS).find((field) => button[field]);
  return sign && element("span", { class: "mark" }, icon(MARKS[sign]));
}

