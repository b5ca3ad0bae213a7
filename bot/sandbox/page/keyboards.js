/** The bot's buttons: under its messages, and in place of the keyboard. */

import { actionButton, element } from "./elements.js";
import { icon } from "./icons.js";

const START_LINK = /^(?:https?:\/\/t\.me\/(\w+)\?start=|tg:\/\/resolve\?domain=(\w+)&start=)([\w-]*)$/;

/**
 * Buttons under a message.
 * @param {(button: object) => Promise<void>} onPress
 */
export function inlineKeyboard(markup, onPress) {
  const label = (button) => {
    const sign = button.url ? "out" : button.copy_text ? "copy" : null;
    return [button.text, sign && element("span", { class: "mark" }, icon(sign))];
  };
  return keyboard(markup.inline_keyboard, "inline-keyboard", label, onPress);
}

/** Buttons in place of the keyboard. */
export function replyKeyboard(markup, onPress) {
  const whole = (button) => (typeof button === "string" ? { text: button } : button);
  const rows = markup.keyboard.map((row) => row.map(whole));
  return keyboard(rows, "reply-buttons", (button) => [buttonIcon(button), button.text], onPress);
}

/** `{bot, payload}` of a link that opens a bot with a start parameter, else null. */
export function startLink(url) {
  const found = START_LINK.exec(url);
  return found && { bot: found[1] ?? found[2], payload: found[3] };
}

function keyboard(rows, className, label, onPress) {
  const drawn = rows.map((row) =>
    element("div", { class: "button-row" }, row.map((button) => pressable(button, label(button), onPress))),
  );
  return element("div", { class: className, role: "group" }, drawn);
}

function pressable(button, label, onPress) {
  const press = async ({ currentTarget }) => {
    currentTarget.classList.add("waiting");
    try {
      await onPress(button);
    } finally {
      currentTarget.classList.remove("waiting");
    }
  };
  const kind = button.style ? `bot-button ${button.style}` : "bot-button";
  return actionButton({ class: kind, onclick: press }, ...label);
}

function buttonIcon(button) {
  if (button.request_location) return icon("pin");
  return button.request_contact ? icon("person") : null;
}

