// A page that takes a picture: preview, guidance, capture by itself or by hand, or a stored file.
// The picture stays in memory until it has arrived.

import { aimed, hint, speakNow } from "./aiming.js";
import { Problem, at, complain, page, say, show, word } from "./core.js";
import { offerElsewhere } from "./elsewhere.js";
import { flush, raise } from "./events.js";
import { Unfit, prepare } from "./files.js";
import { better, focus, offer } from "./lens.js";
import { still } from "./measure.js";
import { preview } from "./preview.js";
import * as camera from "./stream.js";
import { upload } from "./upload.js";
import { boot, go } from "./walk.js";

const ANSWERED_WITHIN = 8000; // ms after which who was not asked, or did not answer, is helped
const MOST_MENDS = 3; // times that a step opens a camera again by itself

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
  if (isNone) {
    // One that is plugged in now is noticed.
    const again = () => state === "failed" && start(false);
    navigator.mediaDevices.addEventListener("devicechange", again, { once: true, signal: step });
  }
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
    if (error.name === "NoPicture") return mend(error.name);
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
  watching?.abort();
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

// ---- Aiming ----------------------------------------------------------------------------------------------

async function aim() {
  picture = null;
  become("live");
  seenAt = null;
  const found = await aimed(spec, watching.signal, {
    seen: (quad) => (seenAt = quad),
    blurred: () => spec.face || focus(camera.track()),
  });
  if (found?.good) return take();
  if (found) return readBarcode(found);
}

// A short tap in the hand, where the browser allows it: it does once the page was touched.
function tap() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(40);
}

async function readBarcode({ text, frame }) {
  halt();
  camera.rest();
  hint(word("barcode_read"), "good");
  tap();
  raise(codes.captured);
  picture = text ? { content: text, type: "text/plain; charset=utf-8" } : { content: frame, type: "image/jpeg" };
  await submit();
}

// ---- The picture -----------------------------------------------------------------------------------------

async function take() {
  halt();
  // Of two that were asked for at the same moment, the later one counts.
  const mine = new AbortController();
  watching = mine;
  const content = await still(video, 1e5, 0.9);
  if (mine !== watching || mine.signal.aborted) return;
  if (!content) return observe();
  tap();
  raise(codes.captured);
  picture = { content, type: "image/jpeg" };
  if (spec.turns) return prove(mine);
  camera.rest();
  if (!spec.review) return submit();
  review(content, "", [video.videoWidth, video.videoHeight]);
}

// After the selfie the head is turned as the server asks, and what shows it is sent with the picture.
async function prove(mine) {
  camera.watch(mine.signal, mend);
  try {
    const { answer } = await import("./turning.js");
    const wrap = await answer(video, mine.signal, camera.track());
    if (mine !== watching || mine.signal.aborted) return;
    if (!wrap) throw new Problem(0, "turn_late", null);
    picture.wrap = wrap;
    camera.rest();
    submit();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (mine === watching && !mine.signal.aborted) refused(problem);
  }
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
  if (mine === step && !mine.aborted && ["still", "sending", "live"].includes(state)) observe();
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
  // While the head turns, it is the frame of a turn that is taken.
  at("shutter").addEventListener("click", () => (stage.dataset.turn ? (stage.dataset.taken = "1") : take()));
  at("cannot")?.addEventListener("click", () => {
    stage.dataset.cannot = "1";
    show(at("cannot"), false);
    show(at("cannot-told"), true);
    say(at("cannot-told").textContent);
  });
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
  speakNow();
  signal.addEventListener("abort", () => {
    halt();
    camera.rest();
  });
  wire();
  start(true);
}

boot(run);
