// Sends one picture, with its progress, until it has arrived: a lost network is waited for.

import { Problem, banner, headers, isLater, page, patience } from "./core.js";

// Resolves to the server's answer; refusals are thrown.
export async function upload(path, content, type, progress) {
  for (let tries = 0; ; tries += 1) {
    const { status, answer } = await once(path, content, type, progress);
    if (status >= 200 && status < 300) {
      banner(true);
      return answer;
    }
    if (!isLater(status)) throw new Problem(status, answer.error?.code ?? "", answer.next);
    await patience(tries);
  }
}

function once(path, content, type, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const finish = () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText) ?? {};
      } catch {
        // Not ours: the status alone counts.
      }
      done({ status: request.status, answer });
    };
    request.open("POST", page.root + path);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", type);
    request.timeout = 120000;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress?.(Math.round((event.loaded / event.total) * 100));
    });
    request.addEventListener("loadend", finish);
    request.send(content);
  });
}
