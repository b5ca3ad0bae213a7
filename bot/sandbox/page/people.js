/** The left column: everybody one can be, and the groups they talk in. */

import { actionButton, byId, element, titled } from "./elements.js";
import { nameOf } from "./message.js";
import { closeDialog, openDialog } from "./notices.js";
import { get, post } from "./server.js";
import { say } from "./words.js";

const FILTER_FROM = 12; // with fewer people nobody needs to search
const SHOWN = 200; // more are found by searching
const HUES = 12; // colours of avatars in the stylesheet
const LONGEST_NAME = 64; // characters
const FIRST_NEW_ID = 5001; // above everybody who is there from the start

export class People {
  /** @param {(chat: number) => void} onPick */
  constructor(onPick) {
    this.onPick = onPick;
    this.persons = new Map();
    this.groups = new Map();
    this.unread = new Map(); // chat id → messages nobody has looked at
    this.current = null;
    byId("people-filter").addEventListener("input", () => this.draw());
    byId("add-person").addEventListener("click", () => this.#askForPerson());
  }

  async load() {
    const [persons, groups] = await Promise.all([get("users"), get("chats")]);
    this.persons = new Map(persons.result.map((person) => [person.id, person]));
    this.groups = new Map(groups.result.map((group) => [group.id, group]));
    this.draw();
  }

  isGroup = (chat) => this.groups.has(chat);
  knows = (chat) => this.persons.has(chat) || this.groups.has(chat);
  titleOf = (chat) => this.groups.get(chat)?.title ?? nameOf(this.persons.get(chat));

  /** The people who may speak in a group. */
  membersOf(chat) {
    const speaking = this.groups.get(chat).members.filter(({ status }) => status !== "left" && status !== "kicked");
    return speaking.map(({ user }) => this.persons.get(user)).filter(Boolean);
  }

  select(chat) {
    this.current = chat;
    this.unread.delete(chat);
    this.draw();
  }

  markUnread(chat, count) {
    this.unread.set(chat, (this.unread.get(chat) ?? 0) + count);
    this.draw();
  }

  draw() {
    const filter = byId("people-filter");
    filter.hidden = this.persons.size + this.groups.size < FILTER_FROM;
    const wanted = filter.value.trim().toLowerCase();
    const matches = (chat) => `${this.titleOf(chat)} ${chat}`.toLowerCase().includes(wanted);
    const persons = [...this.persons.keys()].filter(matches).slice(0, SHOWN);
    const groups = [...this.groups.keys()].filter(matches).slice(0, SHOWN);
    byId("people-list").replaceChildren(
      ...this.#section("people", persons),
      ...this.#section("groups", groups),
    );
  }

  #section(heading, chats) {
    if (chats.length === 0) return [];
    return [element("h2", {}, say(heading)), ...chats.map((chat) => this.#row(chat))];
  }

  #row(chat) {
    const unread = this.unread.get(chat);
    const isCurrent = chat === this.current;
    return actionButton(
      { class: "person", "aria-current": isCurrent && "true", onclick: () => this.onPick(chat) },
      avatar(chat, this.titleOf(chat)),
      titled(this.titleOf(chat), this.#detail(chat)),
      unread && element("span", { class: "badge" }, String(unread)),
    );
  }

  #detail(chat) {
    if (this.isGroup(chat)) return say("membersShort", { count: this.membersOf(chat).length });
    const { role, username } = this.persons.get(chat);
    return role ?? (username ? `@${username}` : say("stranger"));
  }

  #askForPerson() {
    const field = (name, required) =>
      element("label", {}, say(name), element("input", { name, required, maxlength: LONGEST_NAME }));
    const languages = [
      element("option", { value: "zh" }, say("chinese")),
      element("option", { value: "en" }, say("english")),
    ];
    const form = element(
      "form",
      { method: "dialog", class: "fields" },
      field("firstName", true),
      field("lastName", false),
      element("label", {}, say("language"), element("select", { name: "language" }, ...languages)),
      element("footer", {}, element("button", { class: "primary" }, say("create"))),
    );
    form.addEventListener("submit", (event) => this.#createPerson(event, new FormData(form)));
    openDialog(say("newPerson"), form);
  }

  async #createPerson(event, given) {
    event.preventDefault();
    const id = Math.max(FIRST_NEW_ID - 1, ...this.persons.keys()) + 1;
    const person = { id, first_name: given.get("firstName"), language_code: given.get("language") };
    await post("users", given.get("lastName") ? { ...person, last_name: given.get("lastName") } : person);
    await this.load();
    closeDialog();
    this.onPick(id);
  }
}

/** A coloured disc with the first letter of a name. */
export function avatar(chat, name) {
  const shape = chat < 0 ? "avatar group" : "avatar";
  const [letter = "?"] = name; // by characters, not by UTF-16 units
  return element("span", { class: `${shape} hue-${Math.abs(chat) % HUES}`, "aria-hidden": "true" }, letter);
}
