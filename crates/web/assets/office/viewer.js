// The viewer: zoom, rotation and brightness of each picture. The picture that was chosen is changed, or all
// of them where they are locked; locked pictures are scrolled together as well. Without this module the
// pictures are shown as they are.
const viewer = document.querySelector("[data-viewer]");
const panes = viewer ? [...viewer.querySelectorAll(".pane")] : [];
const states = new Map(panes.map((pane) => [pane, { zoom: 1, turns: 0, light: 1 }]));
let chosen = panes[0];
let isLocked = false;

function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}

function show(pane) {
  const { zoom, turns, light } = states.get(pane);
  const style = pane.querySelector("img").style;
  style.setProperty("--zoom", zoom);
  style.setProperty("--turn", `${turns * 90}deg`);
  style.setProperty("--light", light);
}

const acts = {
  in: (state) => { state.zoom = clamp(state.zoom * 1.25, 0.5, 8); },
  out: (state) => { state.zoom = clamp(state.zoom / 1.25, 0.5, 8); },
  turn: (state) => { state.turns = (state.turns + 1) % 4; },
  brighter: (state) => { state.light = clamp(state.light + 0.2, 0.4, 3); },
  darker: (state) => { state.light = clamp(state.light - 0.2, 0.4, 3); },
};

function act(name) {
  if (name === "lock") {
    isLocked = !isLocked;
    viewer.querySelector("[data-do=lock]").setAttribute("aria-pressed", isLocked);
    return;
  }
  for (const pane of isLocked ? panes : [chosen]) {
    acts[name](states.get(pane));
    show(pane);
  }
}

function choose(pane) {
  if (!pane) return;
  chosen = pane;
  for (const one of panes) one.classList.toggle("chosen", one === pane);
}

if (panes.length > 0) {
  viewer.querySelector("[data-tools]").hidden = false;
  choose(panes[0]);
  for (const pane of panes) {
    pane.addEventListener("focus", () => choose(pane));
    pane.addEventListener("scroll", () => {
      if (!isLocked || pane !== chosen) return;
      for (const other of panes.filter((one) => one !== pane)) {
        other.scrollTop = pane.scrollTop;
        other.scrollLeft = pane.scrollLeft;
      }
    });
  }
  for (const button of viewer.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => act(button.dataset.do));
  }
  const keys = { "+": "in", "=": "in", "-": "out", r: "turn", l: "lock" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (keys[event.key]) act(keys[event.key]);
    else if (/^[1-9]$/.test(event.key)) panes[Number(event.key) - 1]?.focus();
  });
}
