// The walk: from step to step in one document, so that the camera stays open and is asked for once.
//
// Every step keeps its own address, which shows it to whoever loads it. What follows a step is fetched from that
// address and put in the place of what is shown; whatever cannot be put there is loaded as a whole. Nothing here
// knows which step comes next: the server's answers do.

import {
  at, banner, busy, call, complain, data, isLater, isNow, page, patience, pause, Problem, say, show, where, word,
} from "./core.js";
import { flush, raise } from "./events.js";

const TRIES = 5; // for an address, before the browser itself is asked to load it

// Ends with the step: its timers, listeners and calls.
let step = new AbortController();

// The address of the step that is shown, without what follows the `#`.
const address = () => location.pathname + location.search;
let shownAt = address();

// ---- Going on --------------------------------------------------------------------------------------------

let leaving = false;
let going = null;
const partings = [];
const turnings = [];

// Something to let go of before the document is left.
export const whenLeaving = (run) => partings.push(run);

// Something to do once another step was put in the place of one, before it begins.
export const whenTurning = (run) => turnings.push(run);

// Goes to an address of ours once everything is told, but does not wait for ever.
export function go(next) {
  going ??= leave(next).finally(() => (going = null));
  return going;
}

async function leave(next) {
  await Promise.race([flush(), pause(3000)]);
  await arrive(next);
}

// Shows what is at an address: here, or else by loading it.
async function arrive(next, how = {}) {
  const found = await find(next);
  if (found) turn(found, how);
  else depart(next);
}

// Loads an address as a whole, or leaves for another site.
function depart(next) {
  leaving = true;
  for (const run of partings) run();
  location.assign(next);
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
    if (!(problem instanceof Problem)) throw problem;
  }
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

// ---- One step in the place of another --------------------------------------------------------------------

// The step at an address, ready to be shown in this document; `null` where it has to be loaded as a whole: on
// another site, in another version of our files, or where the server shows no step.
async function find(next) {
  const asked = new URL(next, location);
  if (asked.origin !== location.origin) return null;
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const reply = await fetch(asked, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (reply.ok) {
        const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
        const told = data(fresh);
        if (!told || told.files !== page.files) return null;
        const place = new URL(reply.url);
        place.hash = asked.hash;
        const { run } = await import(told.module);
        banner(true);
        return { fresh, told, place, run };
      }
      if (!isLater(reply.status)) return null;
    } catch {
      // No network, or not for long enough.
    }
    await patience(tries);
  }
  return null;
}

// What keeps its place in the document: the parts in which screen readers were told to listen.
const KEPT = ["banner", "say"];

// Puts a step in the place of the one that is shown. By the browser's own buttons, the address is there already.
function turn({ fresh, told, place, run }, { isBack = false } = {}) {
  step.abort();
  step = new AbortController();
  const root = document.documentElement;
  [root.lang, root.dir, document.title] = [fresh.documentElement.lang, fresh.documentElement.dir, fresh.title];
  document.body.className = fresh.body.className;
  for (const part of [...document.body.children]) if (!KEPT.includes(part.id)) part.remove();
  let before = document.body.firstElementChild;
  for (const part of [...fresh.body.children]) {
    if (KEPT.includes(part.id)) before = at(part.id).nextElementSibling;
    else document.body.insertBefore(document.adoptNode(part), before);
  }
  isNow(told);
  if (isBack || place.href === location.href) history.replaceState(null, "", place);
  else history.pushState(null, "", place);
  shownAt = address();
  scrollTo(0, 0);
  for (const one of turnings) one();
  // Its heading tells who does not see it where they are.
  const heading = [...document.querySelectorAll("h1")].find((one) => !one.closest("[hidden]")) ?? at("main");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  going = null;
  enter(run, isBack);
}

// Begins a step. A reload or a way back through the browser's own buttons is coming back to it.
function enter(run, isBack) {
  expect();
  wire();
  if (isBack && page.follows && page.kind !== "landing") raise(3820);
  run(step.signal);
}

// Begins the step with which the document was loaded; called by its own module.
let begun = false;
export function boot(run) {
  if (begun) return;
  begun = true;
  const [entry] = performance.getEntriesByType("navigation");
  enter(run, entry?.type === "reload" || entry?.type === "back_forward");
  // What was tapped before this was there (see `early.js`) is done now.
  document.dispatchEvent(new Event("begun"));
}

addEventListener("popstate", () => {
  // A jump within the page is no step back.
  if (address() === shownAt) return;
  leaving = false;
  arrive(location.href, { isBack: true });
});

// A document out of the browser's memory shows what was: the step is asked for again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  arrive(location.href, { isBack: true });
});

// Asks where the person is, without telling anything. Another window may have gone on.
async function lookUp() {
  if (!page.follows) return;
  const answer = await call("/user/events", [], { patient: false }).catch((problem) => problem);
  if (answer.next && new URL(answer.next, location).pathname !== location.pathname) await go(answer.next);
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

// ---- Time ------------------------------------------------------------------------------------------------

let shown = [0, 0];
let warnings = [];

// Since the step was shown, in ms. While a device sleeps one of its clocks may stand still.
const since = () => Math.max(performance.now() - shown[0], Date.now() - shown[1]);
const left = () => page.expires - page.now - since();

function clock(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function expect() {
  shown = [performance.now(), Date.now()];
  warnings = [120, 60, 30, 10].filter((seconds) => left() > seconds * 1000);
  tick();
}

function tick() {
  if (!page.expires) return;
  const ms = left();
  // A moment later than the server, which may have the slower clock.
  if (ms <= -400) return go(page.timeout);
  if (ms < 180000) {
    show(at("time"), true);
    at("time").textContent = word("time_left", clock(ms));
  }
  if (ms <= warnings[0] * 1000) say(word("time_warning", clock(warnings.shift() * 1000)));
}
setInterval(() => going || tick(), 250);

// ---- Cancel and language ---------------------------------------------------------------------------------

function wire() {
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
      await go(link.href + location.hash);
    });
  }
}
