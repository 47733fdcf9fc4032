// What every module needs: the data of the step, its words, the page's elements, and calls of the server.

// What the server says about the step that is shown. It is replaced when another step takes its place.
export let page = data(document);

// The data in a document of ours; `null` in any other.
export function data(from) {
  return JSON.parse(from.getElementById("page")?.textContent ?? "null");
}

export function isNow(next) {
  page = next;
}

// A text of the page in its language, with {0}, {1} filled in.
export function word(key, ...values) {
  const text = page.words[key] ?? "";
  return values.reduce((filled, value, n) => filled.replaceAll(`{${n}}`, value), text);
}

export const at = (id) => document.getElementById(id);

export function show(element, visible) {
  if (element) element.hidden = !visible;
}

// Says something to who does not see it. Guidance changes often: the same text is not said again at once.
let said = "";
export function say(text) {
  if (text === said) return;
  said = text;
  at("say").textContent = text;
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// What is kept while the tab is open. A browser may refuse that to a page in another site's frame.
export function remember(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // It lives as long as the page.
  }
}

export function recall(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

// ---- Calls -----------------------------------------------------------------------------------------------

// What the server refused, with the code of its answer and where the person is instead.
export class Problem extends Error {
  constructor(status, code, next) {
    super(code);
    this.status = status;
    this.code = code;
    this.next = next;
  }
}

// A status that says "later": nothing was done, and the same call may well succeed.
export const isLater = (status) => status === 0 || status === 429 || status >= 502;

let waiting = 0;

// Waits before another try: longer each time, but not past the moment the network is back.
export function patience(tries) {
  waiting += 1;
  banner();
  const longest = Math.min(15000, 500 * 2 ** tries);
  return new Promise((done) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener("online", over);
      waiting -= 1;
      done();
    };
    const timer = setTimeout(over, longest * (0.75 + Math.random() / 2));
    addEventListener("online", over);
  });
}

let wasOffline = false;
export function banner(connected) {
  const element = at("banner");
  if (!element) return;
  if (connected) {
    if (wasOffline) say(word("online"));
    wasOffline = false;
    element.hidden = true;
  } else if (!wasOffline) {
    wasOffline = true;
    element.textContent = word("offline");
    element.hidden = false;
  }
}
addEventListener("offline", () => banner(false));
addEventListener("online", () => waiting === 0 && banner(true));

export const where = () => JSON.stringify(location);

export const headers = () => ({ Authorization: `Bearer ${page.token}`, "X-Language": page.language });

// Posts JSON until the server has answered. Answers that are refusals are thrown.
export async function call(path, body, { keepalive = false, patient = true } = {}) {
  for (let tries = 0; ; tries += 1) {
    let status = 0;
    let answer = {};
    try {
      const reply = await fetch(page.root + path, {
        method: "POST",
        headers: { ...headers(), "Content-Type": "application/json" },
        body: JSON.stringify(body),
        keepalive,
        cache: "no-store",
      });
      status = reply.status;
      answer = await reply.json().catch(() => ({}));
    } catch {
      // No network: status 0.
    }
    if (status >= 200 && status < 300) {
      banner(true);
      return answer;
    }
    if (!isLater(status) || !patient) throw new Problem(status, answer.error?.code ?? "", answer.next);
    await patience(tries);
  }
}

// ---- What the page shows while it works ------------------------------------------------------------------

export function complain(text) {
  const element = at("error");
  if (!element) return say(text);
  element.textContent = text;
  element.hidden = !text;
}

// While something is under way its buttons do nothing, and say so.
export function busy(is) {
  document.body.classList.toggle("busy", is);
  for (const button of document.querySelectorAll("main button")) button.disabled = is;
  if (is) {
    complain("");
    say(word("working"));
  }
}
