// The ways from a computer to a telephone beside the code: the link is sent by a channel of the server, or copied.

import { at, busy, call, page, word } from "./core.js";

// Makes the forms and the button of the offer work.
export function offerWays() {
  for (const form of document.querySelectorAll("[data-channel]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
  at("copy").addEventListener("click", copy);
}

function tell(text, isWrong) {
  const said = at("hand-said");
  said.textContent = text;
  said.classList.toggle("wrong", isWrong);
}

// Has the server send the link. What was entered is forgotten once it is on its way.
async function send(form) {
  const { channel } = form.dataset;
  const input = form.querySelector("input");
  const bad = channel === "email" ? "hand_bad_address" : "hand_bad_number";
  let text = "hand_sent";
  // Who presses twice sends once.
  busy(true);
  tell("", false);
  try {
    await call("/user/send-link", { channel, to: input.value }, { patient: false });
    input.value = input.defaultValue;
  } catch (problem) {
    text = { bad_recipient: bad, too_many_links: "hand_too_many" }[problem.code] ?? "hand_not_sent";
  }
  busy(false);
  tell(word(text), text !== "hand_sent");
  if (text === bad) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (text === bad) input.focus();
}

// Where the browser lets no page write what is copied, the link is shown, to be copied by hand.
async function copy() {
  const isCopied = await navigator.clipboard?.writeText(page.link).then(() => true, () => false);
  if (isCopied) return tell(word("hand_copied"), false);
  const link = at("link");
  link.value = page.link;
  link.hidden = false;
  link.focus();
  link.select();
}
