/** The sandbox's time, and moving it forward. */

import { actionButton, byId, element } from "./elements.js";
import { get, post } from "./server.js";
import { dayName, say, timeOfDay } from "./words.js";

const HOUR = 3600; // seconds
const DAY = 86_400; // seconds

let ahead = 0; // milliseconds the sandbox is ahead of this machine
let frozenAt = null;

export const now = () => frozenAt ?? Date.now() + ahead;

/** Fetches the time and shows it. */
export async function readClock() {
  const clock = await get("clock");
  ahead = clock.now - Date.now();
  frozenAt = clock.frozen ? clock.now : null;
  drawClock();
}

export function drawClock() {
  byId("clock").replaceChildren(
    element(
      "span",
      { title: say(frozenAt === null ? "clock" : "clockFrozen"), class: frozenAt === null ? "running" : "frozen" },
      `${dayName(now())} ${timeOfDay(now())}`,
    ),
    jump("hour", HOUR),
    jump("day", DAY),
  );
}

function jump(words, seconds) {
  const move = async () => {
    await post("clock", { advance: seconds });
    await readClock();
  };
  return actionButton({ class: "quiet small", onclick: move }, say(words));
}
