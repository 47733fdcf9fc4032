// What a person who aims the camera is told, from single frames. The device looks first: darkness, movement and
// blur are seen there at once. Only then does the server see a small picture, cut to where the person aims. A
// hint has to be seen twice in a row: a single look may err, and who is told to move back and forth does neither.

import { at, headers, page, pause, say, show, word } from "./core.js";
import { raise } from "./events.js";
import { Link } from "./link.js";
import { Meter, still, whole } from "./measure.js";
import { go } from "./walk.js";

const meter = new Meter();

const LOOK_EVERY = 330; // ms between two looks of the server, and never two at a time
const STEADY_FOR = 700; // ms for which everything must be good before a picture is taken by itself
const BY_HAND_AFTER = 5000; // ms after which there is a shutter
const TOO_DARK = 60; // luma of the bright parts below which nothing can be read
const TOO_RESTLESS = 12; // mean change of luma between two looks
const TOO_SOFT = 0.13; // steepness of edges below which nothing can be read; the server names more
const BLURRED_OFTEN = 5; // looks that are blurred one after the other
const ASK_AGAIN = 3000; // ms after which the server is asked about a picture that the device finds bad
const SAME_PLACE = 0.05; // share of the picture by which corners move in a steady hand
// Shares of the frame's width that are sent around it: so much that a corner outside is seen.
const AROUND_DOCUMENT = 0.3;
const AROUND_BARCODE = 0.12;

const CLOSE_UP = [512, 256]; // pixels of the camera in which a screen shows its grid

// The front that was seen last, as the server describes it: at the back it is known again.
let front = null;

// The link is the same on every page with a camera. Pictures of documents are for finding them; in those of a
// barcode every stroke has to be seen.
export const links = { document: new Link(384, 512, 640), barcode: new Link(896, 1024, 1280) };

// Guides until there is something to take, or until the signal says that nobody waits for it any more: then there is
// none. `{ good }` is the moment for a picture, `{ text }` what the browser read in a barcode, and `{ frame }` a
// picture in which the server read one. `on.seen` is told where the document is, and `on.blurred` that the lens does
// not focus by itself.
export async function aimed(spec, signal, on) {
  const video = at("video");
  tell(spec, null);
  const since = performance.now();
  let byHand = spec.shutter;
  let goodSince = null;
  let looks = 0;
  let before = null;
  let blurred = 0; // looks in a row that were blurred
  let doubts = 0; // looks in a row that were not like the one before
  let isOriginal = spec.look !== "front"; // once it was looked at close up
  const detector = spec.barcode ? await barcodeDetector() : null;
  show(at("shutter"), byHand);
  while (!signal.aborted) {
    const started = performance.now();
    if (!byHand && started - since > BY_HAND_AFTER) {
      byHand = true;
      show(at("shutter"), true);
      raise(3200);
    }
    if (document.visibilityState === "visible" && video.videoWidth) {
      const seen = await look(spec, video, detector, isOriginal, signal);
      if (signal.aborted) return null;
      // What the detector makes of it may be refused; then the server reads it itself.
      mistrusted ||= Boolean(seen.text);
      if (seen.text || seen.frame) return seen;
      on.seen(seen.quad ?? null);
      blurred = seen.hint === "blurred" ? blurred + 1 : 0;
      if (blurred === BLURRED_OFTEN) on.blurred();
      const isSure = seen.here || seen.hint === before?.hint;
      doubts = isSure ? 0 : doubts + 1;
      if (isSure) tell(spec, seen, isSteady(seen.quad, before?.quad));
      else if (doubts > 1) tell(spec, null);
      before = seen;
      // Something else may be held up by now.
      isOriginal = seen.good || spec.look !== "front";
      looks = seen.good ? looks + 1 : 0;
      goodSince = seen.good ? (goodSince ?? started) : null;
      const steady = goodSince !== null && performance.now() - goodSince >= STEADY_FOR && looks >= 2;
      if (steady && spec.auto) return seen;
    }
    await pause(Math.max(30, LOOK_EVERY - (performance.now() - started)));
  }
  return null;
}

// Says what was seen, or where to aim.
function tell(spec, seen, isSteady = false) {
  hint((seen?.hint && word(`hint_${seen.hint}`)) || word(spec.aim), seen?.good ? "good" : "");
  outline(at("video"), isSteady ? seen.quad : null, seen?.good ?? false);
}

function isSteady(quad, before) {
  if (!quad || !before) return false;
  return quad.every(([x, y], n) => Math.hypot(x - before[n][0], y - before[n][1]) <= SAME_PLACE);
}

let spokenAt = 0;

// The next hint is spoken, however soon it comes after another.
export const speakNow = () => (spokenAt = 0);

export function hint(text, mood = "") {
  at("hint").textContent = text;
  at("stage").dataset.mood = mood;
  // Spoken at most every three seconds: who does not see it cannot listen faster.
  if (performance.now() - spokenAt > 3000) {
    spokenAt = performance.now();
    say(text);
  }
}

// One look: what is measured here, and what the server sees. `here` is what the device itself saw, which is true now.
async function look(spec, video, detector, isOriginal, signal) {
  const { light, motion } = meter.measure(video);
  if (light < TOO_DARK) return { here: true, hint: "too_dark" };
  if (detector) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code?.rawValue) return { text: code.rawValue };
  }
  const isMoving = motion > TOO_RESTLESS;
  // Without somebody to look there is nothing more to say.
  if (!spec.look) return {};
  const link = spec.barcode ? links.barcode : links.document;
  const box = aim(video, spec.barcode ? AROUND_BARCODE : AROUND_DOCUMENT);
  // What is shaken or out of focus is not worth its way over a slow link. Now and then it is sent all the same: the
  // device may be wrong.
  if (link.isSlow && performance.now() - askedAt < ASK_AGAIN) {
    if (isMoving) return { here: true, hint: "moving" };
    if (isSoft(spec, video)) return { hint: "blurred" };
  }
  const frame = await still(video, link.side, spec.barcode ? 0.7 : 0.65, box);
  const seen = frame ? await ask(spec, frame, link, signal) : null;
  if (!seen) return isMoving ? { here: true, hint: "moving" } : {};
  if (spec.barcode && seen.barcode) return { frame };
  const quad = seen.quad?.map(([x, y]) => [
    (box.x + x * box.width) / video.videoWidth,
    (box.y + y * box.height) / video.videoHeight,
  ]);
  // That no barcode is seen says nothing about how far away it is.
  if (seen.hint === "no_barcode") return {};
  if (seen.hint) return { quad, hint: seen.hint };
  if (!quad) return isSoft(spec, video) ? { hint: "blurred" } : {};
  if (isMoving) return { here: true, quad, hint: "moving" };
  if (seen.thumbnail) front = seen.thumbnail;
  const doubt = isOriginal ? null : await lookClosely(video, quad, link, signal);
  return doubt ? { quad, hint: doubt } : { good: true, quad, hint: "good" };
}

// What the server makes of the middle of a document, in all the pixels that the camera has: a hint, or `null`.
async function lookClosely(video, quad, link, signal) {
  const part = (axis, size, most) => {
    const length = Math.min(size, most);
    const middle = (quad.reduce((sum, corner) => sum + corner[axis], 0) / quad.length) * size;
    return [Math.min(Math.max(0, Math.round(middle - length / 2)), size - length), length];
  };
  const [x, width] = part(0, video.videoWidth, CLOSE_UP[0]);
  const [y, height] = part(1, video.videoHeight, CLOSE_UP[1]);
  const frame = await still(video, CLOSE_UP[0], 0.8, { x, y, width, height });
  // On a very slow link it is told at the end.
  if (!frame || !link.carries(frame.size)) return null;
  const seen = await ask({ look: "surface" }, frame, link, signal);
  return seen?.hint ?? null;
}

// The edges of a face are soft, and of what is behind it nothing has to be sharp.
function isSoft(spec, video) {
  if (spec.face) return false;
  const sharpness = meter.sharpness(video, aim(video, 0));
  return sharpness > 0 && sharpness < TOO_SOFT;
}

// The part of the video where the person aims, in its pixels, with a share of the frame's width around it. What is
// outside the stage, which the video covers, is not seen. A video that is wider than the stage, as of a laptop's
// camera in a narrow window, is looked at whole: what the person aims at does not fit on the stage.
export function aim(video, around) {
  const all = whole(video);
  const stage = at("stage").getBoundingClientRect();
  const frame = document.querySelector(".aim")?.getBoundingClientRect();
  if (!stage.width || !stage.height || !frame?.width) return all;
  const { scale, dx, dy } = cover(video, stage);
  if (dx < -stage.width / 4) return all;
  const part = (from, length, offset, margin, shown, size) => {
    const first = Math.max(from - margin, 0) - offset;
    const last = Math.min(from + length + margin, shown) - offset;
    const start = Math.max(0, first / scale);
    return [start, Math.min(size, last / scale) - start];
  };
  const margin = around * frame.width;
  const [x, width] = part(frame.left - stage.left, frame.width, dx, margin, stage.width, all.width);
  const [y, height] = part(frame.top - stage.top, frame.height, dy, margin, stage.height, all.height);
  return width > 0 && height > 0 ? { x, y, width, height } : all;
}

// How a video covers the stage: its scale, and where its upper left corner is.
function cover(video, { width, height }) {
  const scale = Math.max(width / video.videoWidth, height / video.videoHeight);
  const aside = (shown, size) => (shown - size * scale) / 2;
  return { scale, dx: aside(width, video.videoWidth), dy: aside(height, video.videoHeight) };
}

let askedAt = 0;

// What the server sees. Guidance is a help: without it there is still the shutter.
export async function ask(spec, frame, link, signal) {
  const stop = new AbortController();
  const end = () => stop.abort();
  signal.addEventListener("abort", end);
  const started = performance.now();
  const timer = setTimeout(() => stop.abort(), link.limit(frame.size));
  try {
    const reply = await fetch(`${page.root}/submit/frame?look=${spec.look}`, {
      method: "POST",
      headers: { ...headers(), "Content-Type": "image/jpeg", ...(spec.look === "back" && front ? { "X-Front": front } : {}) },
      body: frame,
      signal: stop.signal,
      cache: "no-store",
    });
    const answer = reply.ok ? await reply.json() : null;
    if (answer) link.told(frame.size, performance.now() - started);
    if (reply.status === 410) go(page.timeout);
    // Another window has gone on.
    if (reply.status === 409) go(page.home);
    await pause(reply.status === 429 || reply.status >= 500 ? 1500 : 0);
    return answer;
  } catch {
    // Ended by somebody who has what they waited for, it says nothing about the link.
    if (signal.aborted) return null;
    link.failed(frame.size);
    await pause(1000);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    askedAt = performance.now();
  }
  return null;
}

// Draws the document where the server saw it. Corners are fractions of the video, which covers the stage.
function outline(video, quad, good) {
  const shape = at("quad");
  if (!quad || !video.videoWidth) {
    shape.setAttribute("points", "");
    return;
  }
  const { clientWidth: width, clientHeight: height } = at("stage");
  const { scale, dx, dy } = cover(video, { width, height });
  const points = quad.map(([x, y]) => {
    const px = dx + x * video.videoWidth * scale;
    const py = dy + y * video.videoHeight * scale;
    return `${((px / width) * 100).toFixed(2)},${((py / height) * 100).toFixed(2)}`;
  });
  shape.setAttribute("points", points.join(" "));
  shape.classList.toggle("good", good);
}

// The browser's own detector, where it reads this kind of code.
let mistrusted = false;
async function barcodeDetector() {
  if (mistrusted || !("BarcodeDetector" in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("pdf417") ? new BarcodeDetector({ formats: ["pdf417"] }) : null;
}
