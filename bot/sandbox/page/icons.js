/** The page's own signs, drawn so that they look the same on every machine. */

import { actionButton, shape } from "./elements.js";

const PATHS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  clip: "M20 11.500l-8 8a5 5 0 0 1-7-7L13.500 4a3.400 3.400 0 0 1 4.800 4.800l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400l7.800-7.800",
  send: "M5 12l15-7-6 15-3-6.5z",
  photo: "M4 6h16v12H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
  pin: "M12 21c-4-5-6-7.5-6-11a6 6 0 0 1 12 0c0 3.500-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  person: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21c0-4 3-6.500 7-6.500s7 2.500 7 6.500",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  out: "M8 16L17 7M10 7h7v7",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14.500c2 2.300 5 2.300 7 0M9 9.500h.01M15 9.500h.01",
  reply: "M10 7l-5 5 5 5M5 12h9c3 0 5 2 5 5",
  cross: "M6 6l12 12M18 6L6 18",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
};

/** @param {keyof PATHS} name */
export function icon(name) {
  const line = shape("path", { d: PATHS[name] });
  return shape("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, line);
}

/** A button that shows only a sign; `words` are for those who hover or cannot see it. */
export function signButton(name, words, properties) {
  return actionButton({ title: words, "aria-label": words, ...properties }, icon(name));
}
