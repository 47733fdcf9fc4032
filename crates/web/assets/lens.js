// Which of a device's cameras looks, its light and its zoom.
//
// A telephone has several cameras on its back. The widest cannot focus on what is near or sees it small, the
// longest sees too little, and browsers do not always open the one in between.

import { at, show } from "./core.js";

const FRONT = /front|user|face ?time|selfie|avant|frontal|delantera/i;
const BACK = /back|rear|environment|arri[èe]re|tras/i;
// Made for something else than a card held before it.
const SPECIAL = /ultra|tele|macro|depth|infrared|desk view|grand.?angle|gran angular/i;
const NUMBERED = /camera2? (\d+)/i; // Chrome on Android: the first of a side is its main camera
const FOCUS_WITHIN = 0.15; // metres within which a card fills the outline
const MOST_ZOOM = 3;

// ---- Memory ----------------------------------------------------------------------------------------------

const shelf = (facing) => `lens-${facing}`;

function kept(facing) {
  try {
    return localStorage.getItem(shelf(facing));
  } catch {
    return null;
  }
}

// By its label: identifiers of devices change when a browser forgets a permission.
function keep(facing, label) {
  try {
    localStorage.setItem(shelf(facing), label);
  } catch {
    // It is chosen again next time.
  }
}

// ---- Choice ----------------------------------------------------------------------------------------------

// The cameras of this side, the best first. Labels are only told once the camera was allowed.
export async function cameras(facing) {
  const all = (await navigator.mediaDevices.enumerateDevices?.().catch(() => [])) ?? [];
  const seen = all.filter((one) => one.kind === "videoinput" && one.label);
  const [own, other] = facing === "user" ? [FRONT, BACK] : [BACK, FRONT];
  // Where a side is named, the others are of the other side; a computer names none.
  const isTold = seen.some((one) => own.test(one.label));
  const fit = seen.filter((one) => (isTold ? own.test(one.label) : !other.test(one.label)));
  return (fit.length > 0 ? fit : seen).sort((one, two) => rank(one.label) - rank(two.label));
}

function rank(label) {
  if (SPECIAL.test(label)) return 100;
  return Number(NUMBERED.exec(label)?.[1] ?? 0);
}

// The identifier of a camera that is better than the one that is open, or `null`: the one that the person chose
// before, or the main one where a special one was opened.
export async function better(track, facing) {
  const all = await cameras(facing);
  const chosen = all.find((one) => one.label === kept(facing));
  if (chosen) return chosen.label === track.label ? null : chosen.deviceId;
  const [best] = all;
  if (facing !== "environment" || !best || rank(best.label) >= rank(track.label)) return null;
  // Where a permission is for one camera alone, another one would be asked for again.
  const permission = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
  return permission?.state === "granted" || SPECIAL.test(track.label) ? best.deviceId : null;
}

// ---- Controls --------------------------------------------------------------------------------------------

let zoom = 1;

// Shows what this camera can do. `change` opens another one.
export async function offer(track, facing, change) {
  const can = track.getCapabilities?.() ?? {};
  show(at("torch"), Boolean(can.torch));
  at("torch").setAttribute("aria-pressed", "false");
  at("torch").onclick = () => {
    const isOn = at("torch").getAttribute("aria-pressed") !== "true";
    set(track, { torch: isOn }).then(() => at("torch").setAttribute("aria-pressed", String(isOn)), () => {});
  };
  const most = Math.min(can.zoom?.max ?? 1, MOST_ZOOM);
  show(at("zoom"), facing === "environment" && most >= 1.5);
  at("zoom").onclick = () => zoomTo(track, zoom >= Math.min(2, most) ? 1 : Math.min(2, most));
  // What cannot be brought near enough is looked at from farther away.
  const near = can.focusDistance?.min ?? 0;
  const needed = near > FOCUS_WITHIN ? near / FOCUS_WITHIN : 1;
  zoomTo(track, facing === "environment" ? Math.min(Math.max(zoom, needed), most) : 1);
  const all = await cameras(facing);
  show(at("lens"), all.length > 1);
  at("lens").onclick = () => {
    const next = all[(all.findIndex((one) => one.label === track.label) + 1) % all.length];
    keep(facing, next.label);
    change(next.deviceId);
  };
}

// What is near enough and stays blurred is too near for the lens: looks at it from farther away, where it can.
export function focus(track) {
  const most = Math.min(track?.getCapabilities?.().zoom?.max ?? 1, 2);
  if (most > zoom) zoomTo(track, most);
}

function zoomTo(track, factor) {
  if (!track.getCapabilities?.().zoom) return;
  zoom = factor;
  at("zoom").lastElementChild.textContent = `${Math.round(factor * 10) / 10}×`;
  set(track, { zoom: factor }).catch(() => {});
}

function set(track, what) {
  return track.applyConstraints({ advanced: [what] });
}
