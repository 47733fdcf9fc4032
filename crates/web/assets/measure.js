// What a picture of the camera is like, judged here in a fraction of a millisecond: light and movement.
// Whatever needs eyes is the server's to judge.

const WIDTH = 128;
const HEIGHT = 96;

export class Meter {
  constructor() {
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    // Else fine print flickers under a steady hand.
    this.context.imageSmoothingQuality = "high";
    this.before = null;
  }

  // How bright the bright parts are (the luma that nineteen points of twenty do not reach, 0 to 255): a card on
  // a black desk is not in the dark. How much changed since the last look (mean difference, 0 to 255), and how much
  // there is to see in the middle (mean step from one point to the next): print and portraits have some, a
  // bare table has next to none.
  measure(video) {
    this.context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    const { data } = this.context.getImageData(0, 0, WIDTH, HEIGHT);
    const luma = new Uint8Array(WIDTH * HEIGHT);
    const counts = new Uint32Array(256);
    let change = 0;
    let steps = 0;
    let seen = 0;
    for (let at = 0; at < luma.length; at += 1) {
      const value = (data[at * 4] * 77 + data[at * 4 + 1] * 150 + data[at * 4 + 2] * 29) >> 8;
      luma[at] = value;
      counts[value] += 1;
      if (this.before) change += Math.abs(value - this.before[at]);
      const x = at % WIDTH;
      const y = (at - x) / WIDTH;
      if (x > WIDTH / 6 && x < (WIDTH * 5) / 6 && y > HEIGHT / 4 && y < (HEIGHT * 3) / 4) {
        steps += Math.abs(value - luma[at - 1]) + Math.abs(value - luma[at - WIDTH]);
        seen += 1;
      }
    }
    let light = 255;
    for (let above = 0; light > 0 && above + counts[light] <= luma.length / 20; light -= 1) above += counts[light];
    const isFirst = this.before === null;
    this.before = luma;
    return { light, motion: isFirst ? 255 : change / luma.length, detail: steps / seen };
  }
}

// A picture of the video as JPEG, no wider or higher than the limit; `null` where there is none yet.
export function still(video, limit, quality) {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth || !videoHeight) return Promise.resolve(null);
  const scale = Math.min(1, limit / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}
