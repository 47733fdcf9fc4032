// What every page does: talk to the server, tell events in their order, count down, cancel, change language.
// Pages are full loads: nothing here knows which step comes next, the server's answers do.

export const page = JSON.parse(document.getElementById("page").textContent);

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

// An act of the person: its answer leads on, and so does a refusal that says where the person is.
export async function act(path, body = {}) {
  busy(true);
  try {
    await flush();
    const answer = await call(path, { ...body, location: where() });
    await go(answer.next ?? page.home);
  } catch (problem) {
    busy(false);
    if (problem.next) return go(problem.next);
    complain(word("something_wrong"));
  }
}

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

// ---- Events ----------------------------------------------------------------------------------------------

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

// ---- Going on --------------------------------------------------------------------------------------------

let leaving = false;
const partings = [];

// Something to let go of before the page is left.
export const whenLeaving = (run) => partings.push(run);

// Goes to an address of ours once everything is told, but does not wait for ever.
export async function go(next) {
  await Promise.race([flush(), pause(3000)]);
  depart(next);
}

export function depart(next) {
  leaving = true;
  for (const run of partings) run();
  location.assign(next);
}

// Sends the browser to another site: tells it first, and says when it did not work.
export async function redirect(url, done, failed) {
  raise(done);
  await Promise.race([flush({ keepalive: true, patient: false }), pause(1500)]);
  const broken = () => {
    leaving = false;
    raise(failed);
    complain(word("redirect_failed"));
  };
  try {
    depart(url);
  } catch {
    return broken();
  }
  // A page that is still here after this was not left.
  setTimeout(() => document.visibilityState === "visible" && broken(), 10000);
}

// Asks where the person is, without telling anything. Another window may have gone on.
async function lookUp() {
  if (!page.follows) return;
  const answer = await call("/user/events", [], { patient: false }).catch((problem) => problem);
  if (answer.next && new URL(answer.next, location).pathname !== location.pathname) depart(answer.next);
}

let hidden = false;
document.addEventListener("visibilitychange", () => {
  if (leaving || !page.follows) return;
  if (document.visibilityState === "hidden") {
    hidden = true;
    raise(3815);
    flush({ keepalive: true, patient: false });
  } else if (hidden) {
    hidden = false;
    raise(3820);
    flush().then(lookUp);
  }
});

// A page out of the browser's memory shows what was: it is asked for again.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// ---- Time ------------------------------------------------------------------------------------------------

const loaded = performance.now();
const left = () => page.expires - page.now - (performance.now() - loaded);

export function clock(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

if (page.expires) {
  const warnings = [120, 60, 30, 10].filter((seconds) => left() > seconds * 1000);
  const tick = () => {
    const ms = left();
    // A moment later than the server, which may have the slower clock.
    if (ms <= -400) {
      clearInterval(ticking);
      return go(page.timeout);
    }
    if (ms < 180000) {
      show(at("time"), true);
      at("time").textContent = word("time_left", clock(ms));
    }
    if (ms <= warnings[0] * 1000) say(word("time_warning", clock(warnings.shift() * 1000)));
  };
  const ticking = setInterval(tick, 250);
  tick();
}

// ---- Cancel and language ---------------------------------------------------------------------------------

const dialog = at("cancel-dialog");
if (dialog) {
  at("cancel").addEventListener("click", () => dialog.showModal());
  at("cancel-no").addEventListener("click", () => dialog.close());
  at("cancel-yes").addEventListener("click", () => {
    dialog.close();
    act("/user/cancel");
  });
}

for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const wish = call("/user/language", { language: link.dataset.language, location: where() }, { patient: false });
    await Promise.race([wish.catch(() => {}), pause(1500)]);
    // What follows the `#` says how the page was come by, and stays so.
    depart(link.href + location.hash);
  });
}

// A reload or a way back through the browser's own buttons is coming back to a step.
const [entry] = performance.getEntriesByType("navigation");
if (page.follows && page.kind !== "landing" && (entry?.type === "reload" || entry?.type === "back_forward")) raise(3820);
