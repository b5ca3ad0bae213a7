/** Starts the page: loads who there is, follows what happens, and opens the chat that the address names. */

import { ChatView } from "./chat.js";
import { drawClock, readClock } from "./clock.js";
import { byId } from "./elements.js";
import { nameOf } from "./message.js";
import { toast } from "./notices.js";
import { People } from "./people.js";
import { Plan } from "./plan.js";
import { get, listen } from "./server.js";
import { say, switchLanguage, wordDocument } from "./words.js";

const MINUTE = 60_000; // milliseconds

const people = new People(goTo);
const [state, plan] = await Promise.all([get("state"), get("plan")]);
const world = { people, plan: new Plan(plan.result), bot: state.result.bot };
const view = new ChatView(world, goTo);
let isConnected = true;

/** Chats are addresses, so that "back" works and a chat can be linked to. */
function goTo(chat) {
  location.hash = String(chat);
}

async function openAddressed() {
  const chat = Number(location.hash.slice(1));
  const isOpen = people.knows(chat);
  document.body.dataset.pane = isOpen ? "chat" : "people";
  people.select(isOpen ? chat : null);
  if (isOpen) await view.open(chat);
}

function drawWords() {
  wordDocument();
  byId("bot-name").textContent = nameOf(world.bot);
  document.title = nameOf(world.bot);
  byId("language").textContent = say("switchTo");
  people.draw();
  drawClock();
  if (view.chat === null) return;
  view.redraw();
  view.composer.draw();
}

/** Messages of others in chats that are not open are counted. */
function takeNews({ revision, chats }) {
  for (const changes of chats) {
    if (changes.chat === view.chat) view.apply(changes, revision);
    const isSeen = changes.chat === view.chat && document.body.dataset.pane === "chat";
    const heard = changes.messages.filter(({ from, edit_date: edited }) => from?.is_bot && !edited);
    if (!isSeen && heard.length > 0) people.markUnread(changes.chat, heard.length);
  }
}

async function reload() {
  await Promise.all([people.load(), readClock()]);
  if (view.chat === null) return;
  if (people.knows(view.chat)) await view.refresh();
  else goTo("");
}

function connected() {
  if (!isConnected) reload();
  isConnected = true;
}

function lost() {
  if (isConnected) toast(say("lost"), "warning");
  isConnected = false;
}

byId("language").addEventListener("click", () => {
  switchLanguage();
  drawWords();
});
byId("back").addEventListener("click", () => goTo(""));
addEventListener("hashchange", openAddressed);
await Promise.all([people.load(), readClock()]);
drawWords();
await openAddressed();
listen({ open: connected, lost, chats: takeNews, people: reload, clock: readClock });
setInterval(drawClock, MINUTE);
