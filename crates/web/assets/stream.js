// The camera: asked for once, and kept open for every step of the document.
//
// A stream ends, is muted or stands still without the page's doing: the telephone was locked, another application
// took the camera, a cable was pulled. No event tells it reliably, so `watch` looks whether pictures arrive. While no
// step looks, the track is disabled: nothing is seen, and browsers that can switch the camera's light off. A step
// after which no camera is needed at once ends the stream.

import { page, pause } from "./core.js";
import { whenLeaving, whenTurning } from "./walk.js";

const SIZE = { width: { ideal: 3840 }, height: { ideal: 2160 } };
const BUSY = ["NotReadableError", "AbortError", "TrackStartError"];
const AGAIN_AFTER = 700; // ms: a camera that another page has just let go of is not free at once
const PICTURE_WITHIN = 10000; // ms
const LOOK_EVERY = 1000; // ms between two looks whether pictures arrive
const URGE_AFTER = 2; // looks without a new picture, after which the element is told to play on
const LOST_AFTER = 6; // looks without a new picture, after which the stream is given up

let stream = null;
let side = ""; // "environment" or "user"
let video = null;

export const track = () => stream?.getVideoTracks()[0] ?? null;

// Whether this side's camera is open, so that nobody is asked for it.
export const isOpen = (facing) => side === facing && track()?.readyState === "live";

// Puts the element that shows the camera in the place of the step's own, for the stream stays with its element.
export function place(fresh) {
  if (video && video !== fresh) {
    video.setAttribute("aria-label", fresh.getAttribute("aria-label"));
    fresh.replaceWith(video);
  }
  video ??= fresh;
  return video;
}

// Asks for a camera, or for this one. Rejects with the browser's own error.
export async function request(facing, deviceId = null) {
  const devices = navigator.mediaDevices;
  const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: facing } };
  try {
    return await devices.getUserMedia({ video: { ...SIZE, ...which }, audio: false });
  } catch (error) {
    if (error.name === "OverconstrainedError") return devices.getUserMedia({ video: true, audio: false });
    if (!BUSY.includes(error.name)) throw error;
    await pause(AGAIN_AFTER);
    return devices.getUserMedia({ video: { ...SIZE, ...which }, audio: false });
  }
}

export const isBusy = (error) => BUSY.includes(error.name);

// Takes a stream that was asked for in the place of the one before.
export function adopt(next, facing) {
  if (stream && stream !== next) release(stream);
  stream = next;
  side = facing;
  // Where the camera can be told, it is to stay in focus.
  track().applyConstraints({ advanced: [{ focusMode: "continuous" }] }).catch(() => {});
}

export function release(any) {
  for (const one of any.getTracks()) one.stop();
}

export function shut() {
  if (stream) release(stream);
  stream = null;
  side = "";
  if (video) video.srcObject = null;
}

// Shows what the camera sees; resolves once there is a picture. A browser may refuse that without a tap.
export async function play() {
  const hasRested = !track().enabled;
  track().enabled = true;
  if (video.srcObject !== stream) video.srcObject = stream;
  const loaded = new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
  const first = video.play().then(() => video.videoWidth || loaded);
  // A browser waits for ever for a camera that delivers nothing.
  const never = pause(PICTURE_WITHIN).then(() => Promise.reject(new DOMException("", "NoPicture")));
  await Promise.race([first, never]);
  if (hasRested) await wake();
}

// Lets the camera see nothing while nobody looks.
export function rest() {
  if (track()) track().enabled = false;
}

// Looks again. Resolves once new pictures arrive: the first ones after a rest are black.
export async function wake() {
  if (!track()) return;
  track().enabled = true;
  video.play().catch(() => {});
  const before = pictures();
  for (let waited = 0; waited < 500 && pictures() === before; waited += 30) await pause(30);
  await pause(60);
}

// What grows with every picture. Firefox counts none of a stream, and tells the time in their place.
function pictures() {
  return video.getVideoPlaybackQuality?.().totalVideoFrames || video.currentTime;
}

// Says once, with the reason, that the camera shows nothing new any more; until the signal is aborted.
export function watch(signal, lost) {
  const own = track();
  let before = null;
  let still = 0;
  const over = (why) => {
    clearInterval(timer);
    if (!signal.aborted) lost(why);
  };
  const look = () => {
    if (signal.aborted) return clearInterval(timer);
    // A page that is not seen gets no pictures, and misses none.
    if (document.visibilityState !== "visible") return (still = 0);
    if (own.readyState === "ended") return over("ended");
    const now = pictures();
    still = now === before ? still + 1 : 0;
    before = now;
    if (still === URGE_AFTER) video.play().catch(() => {});
    if (still >= LOST_AFTER) over(own.muted ? "muted" : "frozen");
  };
  const timer = setInterval(look, LOOK_EVERY);
  // While the page is not seen no camera can be asked for: an end is noticed when it is seen again.
  own.addEventListener("ended", look, { signal });
  const seen = () => {
    const isSeen = document.visibilityState === "visible";
    own.enabled = isSeen;
    if (!isSeen) return;
    video.play().catch(() => {});
    look();
  };
  document.addEventListener("visibilitychange", seen, { signal });
  // iOS may show a page again that it never told to be hidden.
  addEventListener("pageshow", seen, { signal });
  addEventListener("focus", seen, { signal });
}

whenLeaving(shut);
// Only what follows at once is worth a camera that is open.
whenTurning(() => ["capture", "choice"].includes(page.kind) || shut());
