// Keys: an element with `data-key` is pressed by its key, one with `data-focus` gets the focus, and `?`
// shows the list. While somebody writes into a field, keys write; Escape leaves the field. A form is sent
// once, however long a key is held. Nothing is sent before the page and its pictures are there: whoever
// presses a key twice would otherwise decide the next case without having seen it.
const dialog = document.getElementById("keys");
let isSent = false;

function isWriting(target) {
  return target.matches("input:not([type=checkbox]), select, textarea");
}

function press(element) {
  if (isSent || document.readyState !== "complete") return;
  isSent = true;
  if (element instanceof HTMLFormElement) element.requestSubmit();
  else element.form.requestSubmit(element);
}

document.addEventListener("submit", () => {
  isSent = true;
});

// A page that comes back from the browser's memory is used again.
window.addEventListener("pageshow", () => {
  isSent = false;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || dialog.open) return;
  if (isWriting(event.target)) {
    if (event.key === "Escape") event.target.blur();
    // Enter in the field of codes declines; the first button of the form would accept.
    const other = event.key === "Enter" && document.querySelector(`[data-enter="${event.target.id}"]`);
    if (other) {
      event.preventDefault();
      press(other);
    }
    return;
  }
  if (event.key === "?") {
    dialog.showModal();
    return;
  }
  const key = CSS.escape(event.key);
  const focused = document.querySelector(`[data-focus="${key}"]`);
  const pressed = document.querySelector(`[data-key="${key}"]`);
  if (focused) {
    event.preventDefault();
    // What is folded away cannot have the focus.
    focused.closest("details")?.setAttribute("open", "");
    focused.focus();
  } else if (pressed) {
    event.preventDefault();
    press(pressed);
  }
});
