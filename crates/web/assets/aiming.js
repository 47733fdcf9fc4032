// What a person who aims the camera is told, from single frames: looked at here, and by the server.

import { at, go, headers, page, pause, raise, say, show, word } from "./core.js";
import { Meter, still } from "./measure.js";

const meter = new Meter();

const LOOK_EVERY = 330; // ms between two looks of the server, and never two at a time
const STEADY_FOR = 700; // ms for which everything must be good before a picture is taken by itself
const BY_HAND_AFTER = 5000; // ms after which there is a shutter
const TOO_DARK = 60; // luma of the bright parts below which nothing can be read
const TOO_RESTLESS = 12; // mean change of luma between two looks
const SOMETHING = 6; // mean step of luma below which there is nothing but a bare surface

// Guides until there is something to take, or until `goesOn()` says that nobody waits for it any more: then
// there is none. `{ good }` is the moment for a picture, `{ text }` what the browser read in a barcode, and
// `{ frame }` a picture in which the server read one.
export async function aimed(spec, goesOn) {
  const video = at("video");
  hint(word(spec.aim));
  const since = performance.now();
  let byHand = spec.shutter;
  let goodSince = null;
  let looks = 0;
  const detector = spec.barcode ? await barcodeDetector() : null;
  show(at("shutter"), byHand);
  while (goesOn()) {
    const started = performance.now();
    if (!byHand && started - since > BY_HAND_AFTER) {
      byHand = true;
      show(at("shutter"), true);
      raise(3200);
    }
    if (document.visibilityState === "visible" && video.videoWidth) {
      const seen = await look(spec, video, detector);
      if (!goesOn()) return null;
      // What the detector makes of it may be refused; then the server reads it itself.
      mistrusted ||= Boolean(seen.text);
      if (seen.text || seen.frame) return seen;
      hint(seen.hint, seen.good ? "good" : "");
      outline(video, seen.quad, seen.good);
      looks = seen.good ? looks + 1 : 0;
      goodSince = seen.good ? (goodSince ?? started) : null;
      const steady = goodSince !== null && performance.now() - goodSince >= STEADY_FOR && looks >= 2;
      if (steady && spec.auto) return seen;
    }
    await pause(Math.max(30, LOOK_EVERY - (performance.now() - started)));
  }
  return null;
}

let spokenAt = 0;
export function hint(text, mood = "") {
  at("hint").textContent = text;
  at("stage").dataset.mood = mood;
  // Spoken at most every three seconds: who does not see it cannot listen faster.
  if (performance.now() - spokenAt > 3000) {
    spokenAt = performance.now();
    say(text);
  }
}

// One look: what is measured here, and what the server sees in a small picture.
async function look(spec, video, detector) {
  const { light, motion, detail } = meter.measure(video);
  if (light < TOO_DARK) return { good: false, hint: word("hint_too_dark") };
  if (detector) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code?.rawValue) return { text: code.rawValue };
  }
  // Without somebody to look there is nothing to say but where to aim.
  if (!spec.look) return { good: false, hint: word(spec.aim) };
  const frame = await still(video, spec.barcode ? 1280 : 640, spec.barcode ? 0.8 : 0.7);
  const seen = frame ? await ask(spec, frame) : null;
  if (!seen) return { good: false, hint: word(motion > TOO_RESTLESS ? "hint_moving" : spec.aim) };
  if (spec.barcode && seen.barcode) return { frame };
  if (seen.hint) return { good: false, quad: seen.quad, hint: word(`hint_${seen.hint}`) || word(spec.aim) };
  // Where the server does not say where it is, at least something has to be there. Faces need to be found.
  const isThere = seen.quad || (seen.found && !spec.face && detail > SOMETHING);
  if (!isThere) return { good: false, hint: word(spec.aim) };
  if (motion > TOO_RESTLESS) return { good: false, quad: seen.quad, hint: word("hint_moving") };
  return { good: true, quad: seen.quad, hint: word("hint_good") };
}

// What the server sees. Guidance is a help: without it there is still the shutter.
async function ask(spec, frame) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 4000);
  try {
    const reply = await fetch(`${page.root}/submit/frame?look=${spec.look}`, {
      method: "POST",
      headers: { ...headers(), "Content-Type": "image/jpeg" },
      body: frame,
      signal: stop.signal,
      cache: "no-store",
    });
    if (reply.ok) return await reply.json();
    if (reply.status === 410) go(page.timeout);
    // Another window has gone on.
    if (reply.status === 409) go(page.home);
    await pause(reply.status === 429 || reply.status >= 500 ? 1500 : 0);
  } catch {
    await pause(1000);
  } finally {
    clearTimeout(timer);
  }
  return null;
}

// Draws the document where the server saw it. Corners are fractions of the picture, which covers the stage.
function outline(video, quad, good) {
  const shape = at("quad");
  if (!quad || !video.videoWidth) {
    shape.setAttribute("points", "");
    return;
  }
  const { clientWidth: width, clientHeight: height } = at("stage");
  const scale = Math.max(width / video.videoWidth, height / video.videoHeight);
  const dx = (width - video.videoWidth * scale) / 2;
  const dy = (height - video.videoHeight * scale) / 2;
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
