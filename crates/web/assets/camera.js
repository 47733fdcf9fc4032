// A page that takes a picture: preview, guidance, capture by itself or by hand, or a stored file.
// The picture stays in memory until it has arrived.

import { Problem, at, complain, headers, page, pause, say, show, word } from "./core.js";
import { offerElsewhere } from "./elsewhere.js";
import { flush, raise } from "./events.js";
import { Unfit, prepare } from "./files.js";
import { better, focus, offer } from "./lens.js";
import { Meter, still } from "./measure.js";
import { preview } from "./preview.js";
import * as camera from "./stream.js";
import { upload } from "./upload.js";
import { boot, go } from "./walk.js";

const ANSWERED_WITHIN = 8000; // ms after which who was not asked, or did not answer, is helped
const MOST_MENDS = 3; // times that a step opens a camera again by itself
const BLURRED_OFTEN = 5; // looks that are blurred one after the other
const LOOK_EVERY = 330; // ms between two looks of the server, and never two at a time
const STEADY_FOR = 700; // ms for which everything must be good before a picture is taken by itself
const BY_HAND_AFTER = 5000; // ms after which there is a shutter
const TOO_DARK = 60; // luma of the bright parts below which nothing can be read
const TOO_RESTLESS = 12; // mean change of luma between two looks
const SOMETHING = 6; // mean step of luma below which there is nothing but a bare surface

const meter = new Meter();

// Of the step: they are set when it begins.
let step = null; // is aborted at its end
let spec = null;
let codes = null;
let video = null;
let stage = null;
let state = "starting";
let seenAt = null; // where the document was when the server looked last
let picture = null; // { content, type }: taken or chosen, not yet arrived
let mends = 0;
let isFileOnly = false;
let isAnswered = false; // by the browser, to the newest question for the camera

let round = 0; // counts how often the camera was set to look, so that an older look ends
let endLook = null; // ends the call of a look that is under way
let watching = null; // is aborted when nobody looks through the camera any more

function become(next) {
  state = next;
  if (next !== "still" && next !== "sending") stage.style.aspectRatio = "";
  stage.dataset.state = next;
  for (const part of document.querySelectorAll("[data-when]")) {
    show(part, part.dataset.when.split(" ").includes(next));
  }
}

// ---- The camera ------------------------------------------------------------------------------------------

// Whether the step still waits for a camera.
const isWaiting = (mine) => mine === step && !mine.aborted && ["starting", "asking"].includes(state);

// Asks for the camera. It may be called again before it was answered: the first answer counts.
async function open(deviceId = null) {
  const mine = step;
  isAnswered = false;
  become("starting");
  hint(word(camera.isOpen(spec.facing) ? "camera_start" : "camera_ask"));
  raise(codes.asked);
  const late = setTimeout(() => isWaiting(mine) && unanswered(), ANSWERED_WITHIN);
  let opened = null;
  try {
    opened = await obtain(deviceId);
  } catch (error) {
    if (isWaiting(mine)) refusedBy(error);
    return;
  } finally {
    clearTimeout(late);
  }
  if (!isWaiting(mine) || isAnswered) return opened && camera.release(opened);
  isAnswered = true;
  if (opened) camera.adopt(opened, spec.facing);
  raise(codes.allowed);
  await present();
}

// A stream of a camera that this step can use; `null` where it is open already. A better one takes its place.
async function obtain(deviceId) {
  if (!deviceId && camera.isOpen(spec.facing)) return null;
  // Two cameras at a time are more than many telephones can do.
  camera.shut();
  const facing = spec.facing;
  const opened = await camera.request(facing, deviceId);
  const other = deviceId ? null : await better(opened.getVideoTracks()[0], facing).catch(() => null);
  if (!other) return opened;
  camera.release(opened);
  return camera.request(facing, other).catch(() => camera.request(facing));
}

function refusedBy(error) {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return go(page.denied);
  const isNone = error.name === "NotFoundError" || error.name === "OverconstrainedError";
  fail(isNone ? "camera_none" : camera.isBusy(error) ? "camera_busy" : "camera_failed", error.name);
}

// Nobody has answered: the question may be hidden, or the browser has not asked it.
function unanswered() {
  become("asking");
  hint(word("camera_asking"));
  say(word("camera_asking"));
}

// Shows what the camera sees, and looks.
async function present() {
  const mine = step;
  hint(word("camera_start"));
  try {
    await camera.play();
  } catch (error) {
    if (!isWaiting(mine)) return;
    // A device that saves power plays nothing by itself: it does after a tap.
    if (error.name !== "NotAllowedError") return fail("camera_failed", error.name);
    become("asking");
    hint(word("camera_tap"));
    return say(word("camera_tap"));
  }
  if (!isWaiting(mine)) return;
  offer(camera.track(), spec.facing, change).catch(() => {});
  observe();
}

// Another camera, chosen by the person.
function change(deviceId) {
  halt();
  open(deviceId);
}

// The camera shows nothing new: it is opened again by itself, but not for ever.
function mend(why) {
  halt();
  mends += 1;
  if (mends > MOST_MENDS) return fail("camera_failed", why);
  camera.shut();
  open();
}

// Looks through the camera until there is a picture, or something comes between.
function observe() {
  halt();
  watching = new AbortController();
  camera.watch(watching.signal, mend);
  aim();
}

// Ends every look that is under way.
function halt() {
  round += 1;
  watching?.abort();
  endLook?.();
}

function fail(text, reason) {
  halt();
  camera.shut();
  raise(codes.failed);
  raise(3210, reason);
  become("failed");
  hint(word(text));
  say(word(text));
}

// ---- Guidance --------------------------------------------------------------------------------------------

let spokenAt = 0;
let blurred = 0; // looks one after the other
function hint(text, mood = "") {
  blurred = text && text === word("hint_blurred") ? blurred + 1 : 0;
  if (blurred === BLURRED_OFTEN) focus(camera.track());
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
  endLook = () => stop.abort();
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
  halt();
  camera.rest();
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
  halt();
  const mine = round;
  const content = await still(video, 1e5, 0.9);
  if (mine !== round) return;
  if (!content) return observe();
  tap();
  raise(codes.captured);
  picture = { content, type: "image/jpeg" };
  camera.rest();
  if (!spec.review) return submit();
  review(content, "", [video.videoWidth, video.videoHeight]);
}

// Shows what was taken or chosen, as large as it can be. Its size is known before anything is shown that could
// be pressed: nothing moves under a finger.
async function review(content, name, size) {
  const mine = step;
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
  if (mine !== step) return;
  image.classList.toggle("none", !isPicture);
  become("still");
  complain("");
  hint(name ? word("file_chosen", name) : "");
  say(word("taken"));
  at("use").focus();
}

// The picture's own way to the server: what happened before is told before.
async function submit() {
  const mine = step;
  become("sending");
  complain("");
  const bar = at("progress");
  const progress = (percent) => {
    if (mine !== step) return;
    bar.value = percent;
    hint(word("sending", percent));
  };
  progress(0);
  try {
    await flush();
    const answer = await upload(spec.submit, picture, progress, mine);
    if (mine !== step) return;
    picture = null;
    await go(answer.next ?? page.home);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (mine === step && !mine.aborted) refused(problem);
  }
}

function refused(problem) {
  if (problem.next && new URL(problem.next, location).pathname !== location.pathname) return go(problem.next);
  const text = word(`err_${problem.code}`) || word("something_wrong");
  // What did not arrive whole can be sent again; what cannot be used is taken anew.
  if (problem.code === "incomplete" && spec.review) {
    become("still");
  } else {
    picture = null;
    again();
  }
  complain(text);
  at("error").focus();
}

// Back to the camera, or to the file picker where there is none.
async function again() {
  if (!camera.isOpen(spec.facing)) {
    become(isFileOnly ? "file" : "failed");
    return hint(word("camera_failed"));
  }
  const mine = step;
  await camera.wake();
  if (mine === step && !mine.aborted && ["still", "sending"].includes(state)) observe();
}

// What is chosen is judged before anything is sent of it.
async function choose(file) {
  const mine = step;
  complain("");
  try {
    const ready = await prepare(file);
    if (mine !== step || mine.aborted) return;
    halt();
    camera.rest();
    raise(3205);
    raise(codes.captured);
    picture = ready;
    if (!spec.review) submit();
    else review(ready.content, file.name);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    if (mine !== step || mine.aborted) return;
    complain(word(`err_${error.message}`));
    at("error").focus();
  }
}

// ---- Beginning -------------------------------------------------------------------------------------------

function wire() {
  at("use")?.addEventListener("click", () => {
    raise(codes.kept);
    submit();
  });
  at("retake")?.addEventListener("click", () => {
    raise(codes.retaken);
    complain("");
    again();
  });
  at("shutter").addEventListener("click", take);
  at("again").addEventListener("click", () => {
    complain("");
    mends = 0;
    // A camera that only waits for a tap has one now.
    if (state === "asking" && camera.isOpen(spec.facing)) present();
    else start(false);
  });
  at("file")?.addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (!file) return;
    choose(file).finally(() => (event.target.value = ""));
  });
  offerElsewhere();
}

function start(isFirst) {
  if (isFirst) {
    if (spec.second) raise(3390);
    raise(codes.opened);
  }
  isFileOnly = !spec.camera || (isFirst && location.hash === "#file");
  if (isFileOnly) {
    raise(codes.ready);
    become("file");
  } else if (!navigator.mediaDevices?.getUserMedia) {
    fail("camera_webview", "NoCameraApi");
  } else {
    raise(codes.ready);
    open();
  }
}

// Begins a step; what belongs to it ends with the signal.
export function run(signal) {
  step = signal;
  spec = page.capture;
  codes = spec.codes;
  stage = at("stage");
  video = camera.place(at("video"));
  picture = null;
  seenAt = null;
  mends = 0;
  spokenAt = 0;
  signal.addEventListener("abort", () => {
    halt();
    camera.rest();
  });
  wire();
  start(true);
}

boot(run);
