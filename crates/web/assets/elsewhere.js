// The way into another browser: the address of the step is copied, to be pasted there. The built-in browsers of
// applications often have no camera, and cannot be told to open another one.

import { at, page, say, word } from "./core.js";

// Makes the button copy the link; where nothing may be copied by a script, the link is shown to be copied by hand.
export function offerElsewhere() {
  at("elsewhere").addEventListener("click", async () => {
    const link = new URL(page.home, location).href;
    const isCopied = Boolean(await navigator.clipboard?.writeText(link).then(() => true, () => false));
    at("elsewhere-said")?.remove();
    const told = document.createElement("div");
    told.id = "elsewhere-said";
    told.className = "field";
    told.textContent = word(isCopied ? "elsewhere_copied" : "elsewhere_by_hand");
    at("elsewhere").after(told);
    say(told.textContent);
    if (isCopied) return;
    const field = document.createElement("input");
    field.id = "elsewhere-link";
    field.readOnly = true;
    field.value = link;
    field.setAttribute("aria-label", word("elsewhere_link"));
    told.append(field);
    field.select();
  });
}
