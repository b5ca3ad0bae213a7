/** The middle: one chat as one person sees it, and everything that person can do in it. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { actionButton, byId, element, titled } from "./elements.js";
import { End } from "./end.js";
import { replyKeyboard, startLink } from "./keyboards.js";
import { bubble, nameOf } from "./message.js";
import { closeDialog, openDialog, showAnswer, toast } from "./notices.js";
import { avatar } from "./people.js";
import { isWebAddress } from "./richtext.js";
import { fileAddress, post } from "./server.js";
import { dayName, say } from "./words.js";

const SHOWN_AT_FIRST = 150; // messages; earlier ones on request

export class ChatView {
  /** @param {{people: object, plan: object, bot: object}} world @param {(chat: number) => void} goTo */
  constructor(world, goTo) {
    this.world = world;
    this.goTo = goTo;
    this.log = byId("log");
    this.end = new End(byId("messages"), this.log);
    this.drawn = new Map(); // key of a unit → its node
    this.composer = new Composer({
      text: (text, replyTo) => this.#send({ text }, replyTo),
      files: (kind, files, caption, replyTo) => this.#sendFiles(kind, files, caption, replyTo),
      edit: (message, words) => this.#edit(message, words),
      place: () => this.#askForPlace(),
      contact: () => this.#sendContact(),
    });
  }

  get chat() {
    return this.conversation?.chat ?? null;
  }

  /** Shows a chat; in a group, as one of its members. */
  async open(chat) {
    const { people } = this.world;
    const members = people.isGroup(chat) ? people.membersOf(chat) : [];
    const stays = members.some(({ id }) => id === this.actor);
    if (!stays) this.actor = people.isGroup(chat) ? members[0]?.id : chat;
    this.conversation = new Conversation(chat);
    this.limit = SHOWN_AT_FIRST;
    await this.conversation.load();
    this.composer.open(this.actor);
    this.redraw();
    this.end.show();
    this.composer.focus();
  }

  /** Takes over what changed in the open chat. */
  apply(changes, revision) {
    this.conversation.apply(changes, revision);
    this.#drawMessages();
    this.#drawReplyKeyboard();
  }

  /** Fetches the open chat again; what is being written stays. */
  async refresh() {
    await this.conversation.load();
    this.redraw();
  }

  /** Draws everything anew, for another chat, person or language. */
  redraw() {
    this.drawn.clear();
    this.#drawTitle();
    this.#drawMessages();
    this.#drawReplyKeyboard();
  }

  #drawTitle() {
    const { people } = this.world;
    const title = people.titleOf(this.chat);
    const you = say("youAre", { bot: nameOf(this.world.bot) });
    const detail = people.isGroup(this.chat) ? this.#actorChoice() : you;
    byId("chat-title").replaceChildren(avatar(this.chat, title), titled(title, detail));
  }

  /** In a group: who one speaks as. */
  #actorChoice() {
    const members = this.world.people.membersOf(this.chat);
    const options = members.map((person) =>
      element("option", { value: person.id, selected: person.id === this.actor }, nameOf(person)),
    );
    const choose = (event) => {
      this.actor = Number(event.target.value);
      this.composer.open(this.actor);
      this.redraw();
    };
    const hint = say("members", { count: members.length });
    return element("label", { class: "actor" }, `${hint} `, element("select", { onchange: choose }, ...options));
  }

  #drawMessages() {
    const units = this.conversation.units();
    const shown = units.slice(-this.limit);
    const nodes = shown.length < units.length ? [this.#earlier()] : [];
    let day = null;
    for (const unit of shown) {
      const today = dayName(unit.messages[0].date * 1000);
      if (today !== day) nodes.push(element("div", { class: "day" }, today));
      day = today;
      nodes.push(this.#unit(unit));
    }
    this.#forget(shown);
    this.log.replaceChildren(...nodes, ...(units.length === 0 ? [this.#startHint()] : []));
  }

  #unit(unit) {
    if (!this.drawn.has(unit.key)) this.drawn.set(unit.key, bubble(unit.messages, this.#view()));
    return this.drawn.get(unit.key);
  }

  #forget(shown) {
    const kept = new Set(shown.map(({ key }) => key));
    for (const key of this.drawn.keys()) if (!kept.has(key)) this.drawn.delete(key);
  }

  #view() {
    return {
      actor: this.actor,
      group: this.world.people.isGroup(this.chat),
      plan: this.world.plan,
      on: {
        press: (message, button) => this.#press(message, button),
        command: (text) => this.#send({ text }),
        react: (message, emoji) => this.#act("react", { message_id: message.message_id, emoji }),
        reply: (message) => this.composer.reply(message),
        edit: (message) => this.composer.edit(message),
        vote: (poll, option) => this.#vote(poll, option),
        showPhoto: (message) => this.#showPhoto(message),
      },
    };
  }

  #earlier() {
    const show = () => {
      this.limit += SHOWN_AT_FIRST;
      this.#drawMessages();
    };
    return actionButton({ class: "quiet earlier", onclick: show }, say("earlier"));
  }

  #startHint() {
    if (this.world.people.isGroup(this.chat)) return "";
    const start = actionButton({ class: "primary", onclick: () => this.#send({ text: "/start" }) }, say("start"));
    const words = say("startHint", { name: this.world.people.titleOf(this.chat) });
    return element("div", { class: "start-hint" }, element("p", {}, words), start);
  }

  #drawReplyKeyboard() {
    const place = byId("reply-keyboard");
    const markup = this.conversation.replyKeyboard(this.actor);
    place.hidden = markup === null;
    place.replaceChildren(...(markup ? [replyKeyboard(markup, (button) => this.#pressReply(button))] : []));
  }

  async #pressReply(button) {
    if (button.request_location) this.#askForPlace();
    else if (button.request_contact) await this.#sendContact();
    else await this.#send({ text: button.text });
  }

  async #press(message, button) {
    if (button.url) return this.#follow(button.url);
    if (button.copy_text) {
      await navigator.clipboard?.writeText(button.copy_text.text);
      return toast(say("copied", { text: button.copy_text.text }));
    }
    if (!("callback_data" in button)) return toast(say("notHere"), "warning");
    const answer = await this.#act("press", { message_id: message.message_id, data: button.callback_data });
    if (answer === undefined) return undefined;
    if (answer.result?.url) this.#follow(answer.result.url);
    return showAnswer(answer.result, nameOf(this.world.bot));
  }

  /** Links to the bot itself say `/start` here; those to the web open elsewhere. */
  async #follow(url) {
    const link = startLink(url);
    if (link?.bot.toLowerCase() !== this.world.bot.username.toLowerCase()) {
      if (isWebAddress(url)) window.open(url, "_blank", "noopener,noreferrer");
      else toast(say("notHere"), "warning");
      return;
    }
    const { actor } = this;
    await this.#tell(() => post("send", { from: actor, text: `/start ${link.payload}`.trim() }));
    if (this.chat !== actor) this.goTo(actor);
  }

  #askForPlace() {
    const { plan } = this.world;
    let place = plan.position([0, 0]);
    const spot = element("output", {});
    const picker = plan.picker(place, (position) => {
      place = position;
      spot.value = `${position.latitude}, ${position.longitude}`;
    });
    const share = () => {
      closeDialog();
      this.#send({ location: place });
    };
    const accept = actionButton({ class: "primary", onclick: share }, say("sendPlace"));
    const hint = element("p", { class: "hint" }, say("pickPlaceHint"));
    picker.addEventListener("keydown", (event) => event.key === "Enter" && share());
    openDialog(say("pickPlace"), picker, hint, element("footer", {}, spot, accept));
    picker.focus();
  }

  #showPhoto(message) {
    const alt = message.caption ?? say("photo");
    const src = fileAddress(message.photo.at(-1).file_id);
    openDialog(say("photo"), element("img", { class: "large-photo", src, alt }));
  }

  #sendContact() {
    const { id, first_name } = this.world.people.persons.get(this.actor);
    const phone_number = `+86130${String(id).padStart(8, "0")}`;
    return this.#send({ contact: { phone_number, first_name, user_id: id } });
  }

  #send(content, replyTo) {
    return this.#act("send", { ...content, ...(replyTo && { reply_to: replyTo }) });
  }

  async #sendFiles(kind, files, caption, replyTo) {
    const groups = kind === "photo" ? [files] : files.map((file) => [file]);
    for (const group of groups) {
      const form = new FormData();
      form.set("from", this.actor);
      form.set("chat", this.chat);
      if (caption && group === groups[0]) form.set("caption", caption);
      if (replyTo) form.set("reply_to", replyTo);
      for (const file of group) form.append(kind, file, file.name);
      await this.#tell(() => post("send", form));
    }
  }

  #vote(poll, option) {
    return this.#tell(() => post("vote", { from: this.actor, poll_id: poll.id, options: [option] }));
  }

  #edit(message, words) {
    const field = message.text === undefined ? "caption" : "text";
    return this.#act("edit", { message_id: message.message_id, [field]: words });
  }

  #act(path, body) {
    return this.#tell(() => post(path, { from: this.actor, chat: this.chat, ...body }));
  }

  /** Does it; what is refused is told to the reader. */
  async #tell(act) {
    try {
      return await act();
    } catch (error) {
      toast(error.message, "warning");
      return undefined;
    }
  }
}
