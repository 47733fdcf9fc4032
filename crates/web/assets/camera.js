// A page that takes a picture: preview, guidance, capture by itself or by hand, or a stored file.
// The picture stays in memory until it has arrived.

import { aimed, hint } from "./aiming.js";
import { Problem, at, complain, flush, go, page, pause, raise, say, show, whenLeaving, word } from "./core.js";
import { still } from "./measure.js";
import { upload } from "./upload.js";

const spec = page.capture;
const { codes } = spec;
const video = at("video");
const stage = at("stage");

const MOST_BYTES = 16 * 1024 * 1024;

let stream = null;
let state = "starting";
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

// ---- Aiming ----------------------------------------------------------------------------------------------

async function aim() {
  round += 1;
  const mine = round;
  picture = null;
  become("live");
  const found = await aimed(spec, () => mine === round);
  if (found?.good) return take();
  if (found) return readBarcode(found);
}

// A short tap in the hand, where the browser allows it: it does once the page was touched.
function tap() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(40);
}

async function readBarcode({ text, frame }) {
  round += 1;
  hint(word("barcode_read"), "good");
  tap();
  raise(codes.captured);
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
  if (spec.barcode) return submit();
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
    if (width && height) stage.style.aspectRatio = `${width} / ${height}`;
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
  if (spec.barcode) submit();
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
