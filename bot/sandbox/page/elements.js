/** Builds DOM nodes. Strings become text nodes, so what others wrote can never become markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, unknown>} properties functions named `on…` are listeners, `dataset` is merged, false and
 *   null leave an attribute out, everything else is an attribute
 * @param {...(Node|string|null|undefined|false)} children
 */
export function element(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/** A button that does nothing but `onclick`. */
export const actionButton = (properties, ...children) =>
  element("button", { type: "button", ...properties }, ...children);

/** A name with a smaller line under it; the line may be a node. */
export function titled(title, detail) {
  const line = detail instanceof Node ? detail : element("small", {}, detail);
  return element("span", { class: "titled" }, element("strong", {}, title), line);
}

/** Like `element`, for a piece of a drawing. */
export function shape(tag, properties = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), properties, children);
}

export const byId = (id) => document.getElementById(id);

function filled(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (isThere(value)) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter(isThere));
  return node;
}

const isThere = (value) => value !== false && value !== null && value !== undefined;
