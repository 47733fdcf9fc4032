// Sends one picture, with what belongs to it, with its progress, until it has arrived: a lost network is waited for, and on a slow one the
// picture is made smaller.

import { Problem, banner, headers, isLater, page, patience } from "./core.js";
import { fit } from "./files.js";

const STALLED_AFTER = 30000; // ms without a byte that left
const ANSWERED_WITHIN = 120000; // ms after the last byte left
const JUDGED_AFTER = 4000; // ms after which a link has shown how fast it is
const PATIENCE = 60000; // ms that the whole picture may take; the server waits twice as long

// Resolves to the server's answer; refusals are thrown.
export async function upload(path, picture, progress, signal) {
  let { content, type } = picture;
  const { wrap } = picture; // makes the body of the content: a form says itself what it is
  let isFit = !type.startsWith("image/");
  for (let tries = 0; ; tries += 1) {
    if (signal.aborted) throw new Problem(0, "", null);
    const { status, answer, speed } = await once(path, wrap?.(content) ?? content, wrap ? null : type, progress, signal, !isFit);
    if (signal.aborted) throw new Problem(0, "", null);
    if (speed) {
      isFit = true;
      const smaller = await fit(content, speed * PATIENCE * 0.7);
      if (smaller && smaller.size < content.size * 0.8) [content, type] = [smaller, "image/jpeg"];
      continue;
    }
    if (status >= 200 && status < 300) {
      banner(true);
      return answer;
    }
    if (!isLater(status)) throw new Problem(status, answer.error?.code ?? "", answer.next);
    await patience(tries);
  }
}

// One try. On a link on which the picture would take too long it ends with the speed, in bytes a millisecond.
function once(path, content, type, progress, signal, isJudged) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const began = performance.now();
    let speed = 0;
    let timer = 0;
    const expect = (ms) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), ms);
    };
    const quit = () => request.abort();
    signal.addEventListener("abort", quit);
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", quit);
      let answer = {};
      try {
        answer = JSON.parse(request.responseText) ?? {};
      } catch {
        // Not ours: the status alone counts.
      }
      done({ status: request.status, answer, speed });
    };
    request.open("POST", page.root + path);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    if (type) request.setRequestHeader("Content-Type", type);
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      expect(STALLED_AFTER);
      if (!lengthComputable) return;
      progress?.(Math.round((loaded / total) * 100));
      const taken = performance.now() - began;
      if (!isJudged || taken < JUDGED_AFTER || (taken * total) / loaded < PATIENCE) return;
      speed = loaded / taken;
      request.abort();
    });
    request.upload.addEventListener("load", () => expect(ANSWERED_WITHIN));
    request.addEventListener("loadend", finish);
    expect(STALLED_AFTER);
    request.send(content);
  });
}
