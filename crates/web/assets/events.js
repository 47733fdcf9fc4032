// The events that are told to the business: in their order, each once, across a reload as well.

import { call, isLater, page, recall, remember, where } from "./core.js";

// What is not yet told survives a reload.
export const mark = page.token.slice(-12);
const shelf = `events-${mark}`;
let queue = [];
try {
  queue = JSON.parse(recall(shelf) ?? "[]");
} catch {
  queue = [];
}

function keep() {
  remember(shelf, JSON.stringify(queue));
}

let sending = null;
let soon = 0;

// Tells an event. Those of one moment travel together, in their order.
export function raise(code, detail = null) {
  if (!code) return;
  queue.push({ code, location: where(), at: new Date().toISOString(), detail });
  keep();
  clearTimeout(soon);
  soon = setTimeout(flush, 40);
}

// Sends what is queued and waits until it is told. Resolves to where the person is.
export async function flush(options = {}) {
  clearTimeout(soon);
  while (sending) await sending;
  if (queue.length === 0) return null;
  sending = send(options);
  try {
    return await sending;
  } finally {
    sending = null;
  }
}

async function send(options) {
  const batch = queue.slice(0, 50);
  let next = null;
  try {
    next = (await call("/user/events", batch, options)).next;
  } catch (problem) {
    // Refused events are not sent again. Without patience, what did not get through stays queued.
    if (isLater(problem.status)) return null;
  }
  queue = queue.slice(batch.length);
  keep();
  return queue.length > 0 ? send(options) : next;
}
