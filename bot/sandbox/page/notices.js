/** What appears over the page for a moment, or until it is read. */

import { actionButton, byId, element } from "./elements.js";
import { signButton } from "./icons.js";
import { say } from "./words.js";

const TOAST_TIME = 4000; // milliseconds

export function toast(text, kind = "note") {
  const node = element("div", { class: `toast ${kind}` }, text);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), TOAST_TIME);
}

/** A dialog with this content; closed by Escape, a click beside it, or `closeDialog`. */
export function openDialog(title, ...content) {
  const dialog = byId("dialog");
  const close = signButton("cross", say("close"), { class: "quiet", onclick: closeDialog });
  dialog.replaceChildren(element("header", {}, element("h2", {}, title), close), ...content);
  dialog.onclick = (event) => {
    if (event.target === dialog) closeDialog(); // the backdrop; and no value: `false` would cancel the click
  };
  dialog.showModal();
}

export function closeDialog() {
  byId("dialog").close();
}

/** What the bot answered to a press: a toast, or an alert that is read and closed. */
export function showAnswer(answer, botName) {
  if (answer === null) return toast(say("noAnswer"), "warning");
  if (!answer.text) return undefined;
  if (!answer.show_alert) return toast(answer.text);
  const accept = actionButton({ class: "primary", onclick: closeDialog }, "OK");
  return openDialog(botName, element("p", { class: "alert" }, answer.text), element("footer", {}, accept));
}
