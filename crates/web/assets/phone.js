// The page on which a phone is confirmed. Its forms work without this; with it they are sent without leaving the
// page, and say when another code may be asked for.

import { at, busy, call, complain, page, Problem, say, show, where, word } from "./core.js";
import { flush, raise } from "./events.js";
import { go } from "./walk.js";

let until = 0;

// Makes the forms of the page work. `follow` tells where the person is, and what became of the message.
export function confirmPhone(signal, follow) {
  raise(3470);
  until = performance.now() + page.pause;
  for (const form of document.querySelectorAll("form[data-do]")) {
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, event.submitter);
    });
  }
  countDown(signal);
  at("code")?.focus({ preventScroll: true });
  // A channel may refuse the message after the page was shown.
  if (page.waits) follow(signal, ({ path, state }) => state !== page.state && go(path));
}

async function send(form, button) {
  const wish = { do: form.dataset.do, channel: button?.name === "channel" ? button.value : null };
  for (const input of form.querySelectorAll("input:not([type=hidden])")) wish[input.name] = input.value;
  busy(true);
  try {
    await flush();
    const answer = await call("/user/phone", { ...wish, location: where() });
    await go(answer.next ?? page.home);
  } catch (problem) {
    busy(false);
    hold();
    if (problem.next) return go(problem.next);
    const text = page.said[problem.code];
    complain(text ?? word("something_wrong"));
    const input = form.querySelector("input:not([type=hidden])");
    input?.setAttribute("aria-invalid", "true");
    if (text) input?.select();
    if (!(problem instanceof Problem)) throw problem;
  }
}

// Keeps what asks for another message from being pressed before its time. Another number need not wait.
function hold() {
  const left = until - performance.now();
  // What is under way keeps every button as it is.
  if (document.body.classList.contains("busy")) return left;
  for (const button of document.querySelectorAll("[data-again]")) {
    const { number } = button.form.elements;
    const isOther = number && number.value !== number.defaultValue;
    button.disabled = left > 0 && !isOther;
  }
  show(at("pause"), left > 0);
  return left;
}

function countDown(signal) {
  if (hold() <= 0) return;
  const tick = () => {
    const left = hold();
    if (left <= 0) {
      clearInterval(ticking);
      return say(word("phone_again_now"));
    }
    const seconds = Math.ceil(left / 1000);
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (at("pause")) at("pause").textContent = word("phone_again_in", clock);
  };
  const ticking = setInterval(tick, 250);
  signal.addEventListener("abort", () => clearInterval(ticking));
  tick();
}
