/** Where people write: words, photos and files, places, contacts, and the bot's commands. */

import { actionButton, byId, element } from "./elements.js";
import { icon, signButton } from "./icons.js";
import { summary } from "./message.js";
import { get } from "./server.js";
import { say } from "./words.js";

const ALBUM = 10; // photos in one message
const TALLEST = 160; // pixels

export class Composer {
  /**
   * @param {object} on what to do: `text(words, replyTo)`, `files(kind, files, caption, replyTo)`,
   *   `edit(message, words)`, `place()`, `contact()`
   */
  constructor(on) {
    this.on = on;
    this.form = byId("composer");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    const chat = byId("chat");
    document.addEventListener("click", ({ target }) => this.form.contains(target) || this.#closeMenus());
    chat.addEventListener("dragover", (event) => event.preventDefault());
    chat.addEventListener("drop", (event) => {
      event.preventDefault();
      this.attach(event.dataTransfer.files);
    });
  }

  /** Starts afresh for the person who writes from now on. */
  open(actor) {
    this.actor = actor;
    this.attached = null;
    this.repliesTo = null;
    this.edits = null;
    this.draw();
  }

  draw() {
    const draft = this.field?.value ?? "";
    this.field = element("textarea", { rows: 1, placeholder: say("placeholder"), "aria-label": say("placeholder") });
    this.field.value = draft;
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.field.addEventListener("input", () => this.#onInput());
    this.field.addEventListener("paste", (event) => this.attach(event.clipboardData.files));
    this.above = element("div", { class: "above" });
    this.form.replaceChildren(
      this.above,
      signButton("menu", say("menu"), { class: "tool menu", onclick: () => this.#toggleCommands() }),
      this.#attachMenu(),
      this.field,
      signButton("send", say("send"), { type: "submit", class: "send" }),
    );
    this.#drawAbove();
  }

  focus() {
    if (matchMedia("(hover: hover)").matches) this.field.focus();
  }

  reply(message) {
    [this.repliesTo, this.edits] = [message, null];
    this.#drawAbove();
    this.field.focus();
  }

  edit(message) {
    [this.repliesTo, this.edits] = [null, message];
    this.field.value = message.text ?? message.caption;
    this.#drawAbove();
    this.field.focus();
  }

  /** Puts files beside the words; pictures become photos unless `asFile`. */
  attach(files, asFile = false) {
    if (files.length === 0) return;
    const chosen = [...files];
    const arePhotos = !asFile && chosen.every((file) => file.type.startsWith("image/"));
    this.attached = { kind: arePhotos ? "photo" : "document", files: arePhotos ? chosen.slice(0, ALBUM) : chosen };
    this.#drawAbove();
    this.field.focus();
  }

  async #submit() {
    const words = this.field.value.trim();
    if (!words && !this.attached) return;
    const [attached, edits, replyTo] = [this.attached, this.edits, this.repliesTo?.message_id];
    this.field.value = "";
    [this.attached, this.edits, this.repliesTo] = [null, null, null];
    this.#drawAbove();
    this.#onInput();
    if (edits) await this.on.edit(edits, words);
    else if (attached) await this.on.files(attached.kind, attached.files, words, replyTo);
    else await this.on.text(words, replyTo);
  }

  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      this.#giveUp();
    }
  }

  #onInput() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    if (this.field.value === "/") this.#showCommands();
    else if (this.commandsShown && !this.field.value.startsWith("/")) this.#drawAbove();
  }

  #closeMenus() {
    this.form.querySelector(".attach")?.removeAttribute("open");
    if (this.commandsShown) this.#drawAbove();
  }

  #giveUp() {
    if (this.edits) this.field.value = "";
    [this.attached, this.edits, this.repliesTo] = [null, null, null];
    this.#drawAbove();
  }

  #attachMenu() {
    const picker = (accept, asFile) => {
      const input = element("input", { type: "file", accept, multiple: true, class: "picker" });
      input.addEventListener("change", () => this.attach(input.files, asFile));
      return input;
    };
    const photos = picker("image/*", false);
    photos.id = "photo-picker";
    const files = picker(null, true);
    files.id = "file-picker";
    const menu = element("details", { class: "attach" });
    const choice = (sign, words, act) => {
      const choose = () => {
        menu.open = false;
        act();
      };
      return actionButton({ onclick: choose }, icon(sign), say(words));
    };
    menu.append(
      element("summary", { class: "tool", title: say("attach"), "aria-label": say("attach") }, icon("clip")),
      element(
        "div",
        { class: "choices" },
        choice("photo", "attachPhotos", () => photos.click()),
        choice("file", "attachFile", () => files.click()),
        choice("pin", "shareLocation", () => this.on.place()),
        choice("person", "shareContact", () => this.on.contact()),
      ),
    );
    return element("span", { class: "attach-tools" }, menu, photos, files);
  }

  /** What lies over the box: a quoted message, the pictures to be sent. */
  #drawAbove() {
    this.commandsShown = false;
    const target = this.edits ?? this.repliesTo;
    this.above.replaceChildren(
      ...(target ? [this.#strip(this.edits ? say("editing") : say("reply"), summary(target))] : []),
      ...(this.attached ? [this.#attachedStrip()] : []),
    );
  }

  #strip(title, ...content) {
    const remove = signButton("cross", say("remove"), { class: "quiet", onclick: () => this.#giveUp() });
    return element("div", { class: "strip" }, element("span", {}, element("strong", {}, title), ...content), remove);
  }

  #attachedStrip() {
    const { kind, files } = this.attached;
    const shown = files.map((file) =>
      kind === "photo" ? preview(file) : element("span", { class: "chip" }, file.name),
    );
    return this.#strip(say(kind), element("span", { class: "previews" }, ...shown));
  }

  async #toggleCommands() {
    if (this.commandsShown) this.#drawAbove();
    else await this.#showCommands();
  }

  async #showCommands() {
    const { result } = await get(`commands?user=${this.actor}`);
    const choose = ({ command }) => {
      this.field.value = "";
      this.#drawAbove();
      this.on.text(`/${command}`);
    };
    const rows = result.map((entry) =>
      actionButton(
        { onclick: () => choose(entry) },
        element("strong", {}, `/${entry.command}`),
        element("span", {}, entry.description),
      ),
    );
    const list = rows.length > 0 ? rows : [element("p", {}, say("noCommands"))];
    this.above.replaceChildren(element("div", { class: "commands" }, ...list));
    this.commandsShown = true;
  }
}

function preview(file) {
  const address = URL.createObjectURL(file);
  return element("img", { src: address, alt: file.name, onload: () => URL.revokeObjectURL(address) });
}
