// The turns of the head that the server asks for after a selfie: each is shown, and the frame in which it was seen is
// kept. The server judges these frames once more.

import { aim, ask, hint, links, speakNow } from "./aiming.js";
import { Problem, at, call, pause, say, show, where, word } from "./core.js";
import { raise } from "./events.js";
import { still } from "./measure.js";

const TURNED = 0.32; // distances between the eyes by which the nose moves; the server asks for a little less
const BACK = 0.13; // within which the head looks straight ahead again
const AROUND = 0.35; // share of the oval's width that is looked at around it
const LOOK_EVERY = 200; // ms
const BY_HAND_AFTER = 7000; // ms after which the person may say that the head is turned
const PROGRAM = /virtual|\bobs\b|manycam|snap camera|xsplit|droidcam|ivcam|epoccam/i;

// Makes the body that is sent, of the selfie and what shows that the head turned. `null` if the time ran out.
export async function answer(video, signal, track) {
  const { dataset } = at("stage");
  const isWanted = () => !signal.aborted && !dataset.cannot;
  let shown = null;
  try {
    if (isWanted()) shown = await turns(video, signal, isWanted);
  } catch (problem) {
    // Nobody is asked again for ever.
    if (!(problem instanceof Problem) || problem.code !== "turn_over") throw problem;
    dataset.cannot = "1";
    say(word("turn_cannot_told"));
  } finally {
    delete dataset.turn;
    show(at("shutter"), false);
  }
  if (!shown && !dataset.cannot) return null;
  return (content) => {
    const form = new FormData();
    form.append("selfie", content, "selfie.jpg");
    if (shown) form.append("nonce", shown.nonce);
    else form.append("cannot_turn", "1");
    for (const frame of shown?.frames ?? []) form.append("turn", frame, "turn.jpg");
    if (PROGRAM.test(track?.label ?? "")) form.append("camera", "virtual");
    return form;
  };
}

async function turns(video, signal, isWanted) {
  const { dataset } = at("stage");
  const asked = await call("/user/turns", { location: where() });
  const until = performance.now() + asked.seconds * 1000;
  const goesOn = () => isWanted() && performance.now() < until;
  const frames = [];
  let straight = null; // where the nose was when the head looked straight ahead
  for (const side of asked.turns) {
    const moved = (seen) => (seen.turn - straight) * (side === "left" ? 1 : -1);
    if (frames.length > 0) {
      dataset.turn = "back";
      const isBack = (seen) => Math.abs(moved(seen)) <= BACK || tell("turn_back");
      if (!(await watch(video, signal, goesOn, "turn_back", isBack))) return null;
    }
    dataset.turn = side;
    const frame = await watch(video, signal, goesOn, `turn_${side}`, (seen) => {
      straight ??= seen.turn;
      const far = moved(seen);
      if (far >= TURNED) return true;
      return tell(far <= -BACK ? "turn_other_way" : far >= BACK ? "turn_further" : `turn_${side}`);
    });
    if (!frame) return null;
    frames.push(frame);
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(40);
  }
  return { nonce: asked.nonce, frames };
}

function tell(key) {
  hint(word(key));
  return false;
}

// Shows frames to the server until one is as it is wanted, or the person says that it is; `null` if nobody waits.
async function watch(video, signal, goesOn, wish, isSeen) {
  const { dataset } = at("stage");
  const link = links.document;
  const began = performance.now();
  show(at("shutter"), false);
  speakNow();
  tell(wish);
  while (goesOn()) {
    const started = performance.now();
    if (at("shutter").hidden && started - began > BY_HAND_AFTER) {
      show(at("shutter"), true);
      raise(3200);
    }
    const frame = await still(video, link.side, 0.8, aim(video, AROUND));
    if (frame && dataset.taken) {
      delete dataset.taken;
      return frame;
    }
    const seen = frame ? await ask({ look: "turn" }, frame, link, signal) : null;
    if (seen && goesOn()) {
      if (typeof seen.turn !== "number") tell(word(`hint_${seen.hint}`) ? `hint_${seen.hint}` : "aim_face");
      else if (isSeen(seen)) return frame;
    }
    await pause(Math.max(30, LOOK_EVERY - (performance.now() - started)));
  }
  return null;
}
