// What is tapped before the modules have arrived is kept, and done once they are there. This is no module: it
// comes with the style sheet, before anything can be seen.
{
  let kept = null;
  const keep = (event) => {
    const button = event.target.closest?.("main button, footer button");
    if (!button) return;
    // A form that was sent by the browser would leave the page, with what is in its fields in the address.
    event.preventDefault();
    kept = button;
    button.setAttribute("aria-busy", "true");
  };
  addEventListener("click", keep, true);
  document.addEventListener("begun", () => {
    removeEventListener("click", keep, true);
    kept?.removeAttribute("aria-busy");
    kept?.click();
  }, { once: true });
}
