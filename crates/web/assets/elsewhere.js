// The way into another browser: the address of the step is copied, to be pasted there. The built-in browsers of
// applications often have no camera, and cannot be told to open another one.

import { at, page, say, show, word } from "./core.js";

// Makes the button copy the link; where nothing may be copied by a script, the link is shown to be copied by hand.
export function offerElsewhere() {
  at("elsewhere").addEventListener("click", async () => {
    const link = new URL(page.home, location).href;
    const field = at("elsewhere-link");
    const isCopied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
    at("elsewhere-said").textContent = word(isCopied ? "elsewhere_copied" : "elsewhere_by_hand");
    say(at("elsewhere-said").textContent);
    if (isCopied) return;
    field.value = link;
    show(field, true);
    field.select();
  });
}
