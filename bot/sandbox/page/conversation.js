/** One chat's messages, kept up to date by revision. */

import { get } from "./server.js";

export class Conversation {
  constructor(chat) {
    this.chat = chat;
    this.messages = new Map(); // message id → {message, version}
    this.revision = 0;
  }

  /** Fetches what the chat shows now. */
  async load() {
    const { result, revision } = await get(`chats/${this.chat}/messages?after=0`);
    this.messages.clear();
    this.#put(result, revision);
  }

  /** Takes over what changed; changes older than what is known are passed over. */
  apply({ messages, deleted }, revision) {
    if (revision <= this.revision) return;
    for (const id of deleted) this.messages.delete(id);
    this.#put(messages, revision);
  }

  /** Messages in order; those of one album stand together. @returns {Array<{key: string, messages: object[]}>} */
  units() {
    const units = [];
    for (const id of [...this.messages.keys()].sort((one, other) => one - other)) {
      const { message, version } = this.messages.get(id);
      const last = units.at(-1);
      if (message.media_group_id && last?.album === message.media_group_id) {
        last.messages.push(message);
        last.key += `,${id}@${version}`;
      } else {
        units.push({ key: `${id}@${version}`, album: message.media_group_id, messages: [message] });
      }
    }
    return units;
  }

  /** The reply keyboard that lies open for `reader`: the newest the bot showed and has not taken away. */
  replyKeyboard(reader) {
    const newestFirst = [...this.messages.values()].map(({ message }) => message).reverse();
    const spoken = Math.max(0, ...newestFirst.filter(({ from }) => from?.id === reader).map((one) => one.message_id));
    const shown = newestFirst.find(({ reply_markup: markup }) => markup?.keyboard || markup?.remove_keyboard);
    const markup = shown?.reply_markup;
    if (!markup?.keyboard) return null;
    return markup.one_time_keyboard && spoken > shown.message_id ? null : markup;
  }

  #put(messages, revision) {
    this.revision = revision;
    for (const message of messages) this.messages.set(message.message_id, { message, version: revision });
  }
}
