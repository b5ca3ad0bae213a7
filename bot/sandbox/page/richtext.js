/** Text with Telegram's entities, as nodes. Offsets count UTF-16 units, as JavaScript's strings do. */

import { actionButton, element } from "./elements.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const ADDRESS = /\bhttps?:\/\/[^\s<>"'，。；！？）】」]+/g;

/**
 * @param {string} text
 * @param {Array<{type: string, offset: number, length: number}>} entities outermost first, properly nested
 * @param {(command: string) => void} onCommand called when a /command in the text is chosen
 * @returns {Node[]}
 */
export function richText(text, entities, onCommand) {
  return pieces(text, 0, text.length, [...entities], onCommand);
}

function pieces(text, start, end, entities, onCommand) {
  const nodes = [];
  let at = start;
  while (entities.length > 0 && entities[0].offset < end) {
    const entity = entities.shift();
    const last = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || last <= at) continue;
    nodes.push(...plain(text.slice(at, entity.offset)));
    const inner = entities.filter((other) => other.offset < last);
    entities.splice(0, inner.length);
    const children = pieces(text, entity.offset, last, inner, onCommand);
    nodes.push(marked(entity, text.slice(entity.offset, last), children, onCommand));
    at = last;
  }
  nodes.push(...plain(text.slice(at, end)));
  return nodes;
}

function marked(entity, covered, children, onCommand) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children);
    case "url":
      return link(covered.includes("://") ? covered : `https://${covered}`, [covered]);
    case "bot_command":
      return actionButton({ class: "command", onclick: () => onCommand(covered) }, covered);
    case "spoiler":
      return element("span", { class: "spoiler", tabindex: 0, onclick: reveal, onkeydown: reveal }, ...children);
    case "expandable_blockquote":
      return element("blockquote", { class: "expandable", tabindex: 0, onclick: expand, onkeydown: expand }, children);
    default:
      return element(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}` }, ...children);
  }
}

function plain(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(at, found.index), link(found[0], [found[0]]));
    at = found.index + found[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

/** Whether an address leads to the web; `javascript:` and its like do not. */
export const isWebAddress = (address) => /^https?:\/\//i.test(address);

/** A link that opens elsewhere; other schemes than the web's stay words. */
function link(address, children) {
  if (!isWebAddress(address)) return element("span", { class: "entity-link" }, ...children);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function reveal(event) {
  if (event.type === "click" || event.key === "Enter") event.currentTarget.classList.add("revealed");
}

function expand(event) {
  if (event.type === "click" || event.key === "Enter") event.currentTarget.classList.toggle("expanded");
}
