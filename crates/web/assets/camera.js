// A page that takes a picture: preview, guidance, capture by itself or by hand, or a stored file.
// The picture stays in memory until it has arrived.

import { Problem, at, complain, flush, go, headers, page, pause, raise, say, show, whenLeaving, word } from "./core.js";
import { Meter, still } from "./measure.js";
import { preview } from "./preview.js";
import { upload } from "./upload.js";

const spec = page.capture;
const { codes } = spec;
const video = at("video");
const stage = at("stage");
const meter = new Meter();

const LOOK_EVERY = 330; // ms between two looks of the server, and never two at a time
const STEADY_FOR = 700; // ms for which everything must be good before a picture is taken by itself
const BY_HAND_AFTER = 5000; // ms after which there is a shutter
const TOO_DARK = 60; // luma of the bright parts below which nothing can be read
const TOO_RESTLESS = 12; // mean change of luma between two looks
const SOMETHING = 6; // mean step of luma below which there is nothing but a bare surface
const MOST_BYTES = 16 * 1024 * 1024;

let stream = null;
let state = "starting";
let seenAt = null; // where the document was when the server looked last
let picture = null; // { content, type }: taken or chosen, not yet arrived
let round = 0; // counts how often the camera was set to look, so that an older look ends

function become(next) {
  state = next;
  if (next !== "still" && next !== "sending") stage.style.aspectRatio = "";
  stage.dataset.state = next;
  for (const part of document.querySelectorAll("[data-when]")) {
    show(part, part.dataset.when.split(" ").includes(next));
  }
}

// ---- The camera ------------------------------------------------------------------------------------------

async function open() {
  become("starting");
  hint(word("camera_ask"));
  raise(codes.asked);
  const wish = { facingMode: { ideal: spec.facing }, width: { ideal: 3840 }, height: { ideal: 2160 } };
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: wish, audio: false });
  } catch (error) {
    if (error.name === "NotAllowedError" || error.name === "SecurityError") return go(page.denied);
    const isNone = error.name === "NotFoundError" || error.name === "OverconstrainedError";
    return fail(isNone ? "camera_none" : "camera_failed", error.name);
  }
  raise(codes.allowed);
  const [track] = stream.getVideoTracks();
  track.addEventListener("ended", () => {
    if (state === "starting" || state === "live") fail("camera_failed", "ended");
  });
  // Where the camera can be told, it is to stay in focus.
  track.applyConstraints({ advanced: [{ focusMode: "continuous" }] }).catch(() => {});
  hint(word("camera_start"));
  video.srcObject = stream;
  try {
    await video.play();
    await Promise.race([
      firstPicture(),
      pause(10000).then(() => Promise.reject(new Error("NoPicture"))),
    ]);
  } catch (error) {
    return fail("camera_failed", error.name === "Error" ? error.message : error.name);
  }
  aim();
}

function firstPicture() {
  if (video.videoWidth) return Promise.resolve();
  return new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
}

function shut() {
  round += 1;
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

function fail(text, reason) {
  shut();
  raise(codes.failed);
  raise(3210, reason);
  become("failed");
  hint(word(text));
  say(word(text));
}

whenLeaving(shut);

// ---- Guidance --------------------------------------------------------------------------------------------

let spokenAt = 0;
function hint(text, mood = "") {
  at("hint").textContent = text;
  stage.dataset.mood = mood;
  // Spoken at most every three seconds: who does not see it cannot listen faster.
  if (performance.now() - spokenAt > 3000) {
    spokenAt = performance.now();
    say(text);
  }
}

async function aim() {
  round += 1;
  const mine = round;
  picture = null;
  become("live");
  hint(word(spec.aim));
  const since = performance.now();
  let byHand = spec.shutter;
  let goodSince = null;
  let looks = 0;
  const detector = spec.barcode ? await barcodeDetector() : null;
  show(at("shutter"), byHand);
  while (mine === round) {
    const started = performance.now();
    if (!byHand && started - since > BY_HAND_AFTER) {
      byHand = true;
      show(at("shutter"), true);
      raise(3200);
    }
    if (document.visibilityState === "visible" && video.videoWidth) {
      const seen = await look(detector);
      if (mine !== round) return;
      if (seen.text || seen.frame) return readBarcode(seen);
      hint(seen.hint, seen.good ? "good" : "");
      outline(seen.quad, seen.good);
      looks = seen.good ? looks + 1 : 0;
      goodSince = seen.good ? (goodSince ?? started) : null;
      const steady = goodSince !== null && performance.now() - goodSince >= STEADY_FOR && looks >= 2;
      if (steady && spec.auto) return take();
    }
    await pause(Math.max(30, LOOK_EVERY - (performance.now() - started)));
  }
}

// One look: what is measured here, and what the server sees in a small picture.
async function look(detector) {
  const { light, motion, detail } = meter.measure(video);
  if (light < TOO_DARK) return { good: false, hint: word("hint_too_dark") };
  if (detector) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code?.rawValue) return { text: code.rawValue };
  }
  // Without somebody to look there is nothing to say but where to aim.
  if (!spec.look) return { good: false, hint: word(spec.aim) };
  const frame = await still(video, spec.barcode ? 1280 : 640, spec.barcode ? 0.8 : 0.7);
  const seen = frame ? await ask(frame) : null;
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
async function ask(frame) {
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
function outline(quad, good) {
  const shape = at("quad");
  seenAt = quad ?? null;
  if (!quad || !video.videoWidth) {
    shape.setAttribute("points", "");
    return;
  }
  const { clientWidth: width, clientHeight: height } = stage;
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

// A short tap in the hand, where the browser allows it: it does once the page was touched.
function tap() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(40);
}

// ---- Barcodes --------------------------------------------------------------------------------------------

let mistrusted = false;

// The browser's own detector, where it reads this kind of code.
async function barcodeDetector() {
  if (mistrusted || !("BarcodeDetector" in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("pdf417") ? new BarcodeDetector({ formats: ["pdf417"] }) : null;
}

async function readBarcode({ text, frame }) {
  round += 1;
  hint(word("barcode_read"), "good");
  tap();
  raise(codes.captured);
  // What the detector makes of it may be refused; then the server reads it itself.
  mistrusted ||= Boolean(text);
  picture = text ? { content: text, type: "text/plain; charset=utf-8" } : { content: frame, type: "image/jpeg" };
  await submit();
}

// ---- The picture -----------------------------------------------------------------------------------------

async function take() {
  round += 1;
  const content = await still(video, 1e5, 0.9);
  if (!content) return aim();
  tap();
  raise(codes.captured);
  picture = { content, type: "image/jpeg" };
  if (!spec.review) return submit();
  video.pause();
  review(content, "", [video.videoWidth, video.videoHeight]);
}

// Shows what was taken or chosen, as large as it can be. Its size is known before anything is shown that could
// be pressed: nothing moves under a finger.
async function review(content, name, size) {
  const image = at("still");
  if (image.src) URL.revokeObjectURL(image.src);
  let isPicture = content.type.startsWith("image/");
  if (isPicture) {
    image.src = URL.createObjectURL(content);
    // The server reads kinds that not every browser shows, HEIC above all.
    if (!size) isPicture = await image.decode().then(() => true, () => false);
    const [width, height] = size ?? [image.naturalWidth, image.naturalHeight];
    if (width && height) preview([width, height], name ? null : seenAt);
  }
  image.classList.toggle("none", !isPicture);
  become("still");
  complain("");
  hint(name ? word("file_chosen", name) : "");
  say(word("taken"));
  at("use").focus();
}

// The picture's own way to the server: what happened before is told before.
async function submit() {
  become("sending");
  complain("");
  const bar = at("progress");
  const progress = (percent) => {
    bar.value = percent;
    hint(word("sending", percent));
  };
  progress(0);
  try {
    await flush();
    const answer = await upload(spec.submit, picture.content, picture.type, progress);
    picture = null;
    await go(answer.next ?? page.home);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    refused(problem);
  }
}

function refused(problem) {
  if (problem.next && new URL(problem.next, location).pathname !== location.pathname) return go(problem.next);
  const text = word(`err_${problem.code}`) || word("something_wrong");
  // What did not arrive whole can be sent again; what cannot be used is taken anew.
  if (problem.code === "incomplete" && !spec.barcode) {
    become("still");
  } else {
    picture = null;
    again();
  }
  complain(text);
  at("error").focus();
}

// Back to the camera, or to the file picker where there is none.
function again() {
  if (!stream) return become(spec.camera ? "failed" : "file");
  video.play().catch(() => {});
  aim();
}

at("use")?.addEventListener("click", () => {
  raise(codes.kept);
  submit();
});
at("retake")?.addEventListener("click", () => {
  raise(codes.retaken);
  complain("");
  again();
});
at("shutter")?.addEventListener("click", take);
at("again")?.addEventListener("click", () => {
  complain("");
  start(false);
});

at("file")?.addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (!file) return;
  event.target.value = "";
  raise(3205);
  if (file.size > MOST_BYTES) return complain(word("err_too_large"));
  round += 1;
  raise(codes.captured);
  picture = { content: file, type: file.type || "application/octet-stream" };
  if (!spec.review) submit();
  else review(file, file.name);
});

// ---- Beginning -------------------------------------------------------------------------------------------

function start(isFirst) {
  if (isFirst) {
    if (spec.second) raise(3390);
    raise(codes.opened);
  }
  const fileOnly = !spec.camera || (isFirst && location.hash === "#file");
  if (fileOnly) {
    raise(codes.ready);
    become("file");
  } else if (!navigator.mediaDevices?.getUserMedia) {
    fail("camera_none", "NoCameraApi");
  } else {
    raise(codes.ready);
    open();
  }
}

start(true);
