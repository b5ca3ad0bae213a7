/** Calls to the sandbox's human side. Every answer is `{ok, result}` or `{ok: false, description}`. */

export class Refused extends Error {}

const RECONNECT = 1500; // milliseconds

export const get = (path) => call(path, {});

export function post(path, body) {
  if (body instanceof FormData) return call(path, { method: "POST", body });
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const fileAddress = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;

/** Calls `handlers[event](data)` for every server-sent event, and `handlers.open` after each (re)connection. */
export function listen(handlers) {
  const source = new EventSource("/sandbox/events");
  source.addEventListener("open", () => handlers.open());
  for (const name of ["chats", "people", "clock"]) {
    source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
  }
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(handlers), RECONNECT);
    handlers.lost();
  });
}

async function call(path, options) {
  const response = await fetch(`/sandbox/${path}`, options);
  const answer = await response.json();
  if (!answer.ok) throw new Refused(answer.description);
  return answer;
}
