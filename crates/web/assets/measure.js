// What a picture of the camera is like, judged here in a few milliseconds: light, movement and blur. Whatever
// needs eyes is the server's to judge.

const WIDTH = 128;
const HEIGHT = 96;
const SHARP_WIDTH = 480; // about as fine as the frames that the server sees
const REACH = 5; // points each way in which the contrast of an edge is looked for
const CONTRAST = 20; // luma below which there is no edge

export class Meter {
  constructor() {
    // Else fine print flickers under a steady hand.
    this.small = painter();
    this.fine = painter();
    this.before = null;
  }

  // How bright the bright parts are (the luma that nineteen points of twenty do not reach, 0 to 255): a card on
  // a black desk is not in the dark. How much changed since the last look (mean difference, 0 to 255).
  measure(video) {
    const luma = lumaOf(this.small, video, whole(video), WIDTH, HEIGHT);
    const counts = new Uint32Array(256);
    let change = 0;
    for (let at = 0; at < luma.length; at += 1) {
      const value = luma[at];
      counts[value] += 1;
      if (this.before) change += Math.abs(value - this.before[at]);
    }
    let light = 255;
    for (let above = 0; light > 0 && above + counts[light] <= luma.length / 20; light -= 1) above += counts[light];
    const isFirst = this.before === null;
    this.before = luma;
    return { light, motion: isFirst ? 255 : change / luma.length };
  }

  // How steep the steepest edges in a part of the picture are: the share of an edge's contrast that is crossed
  // within one point, about 0.4 where it is sharp and below 0.15 where nothing can be read. 0 where there are no edges.
  // The server measures the same.
  sharpness(video, box) {
    const width = Math.min(SHARP_WIDTH, Math.round(box.width));
    const height = Math.round((width * box.height) / box.width);
    if (width < 4 * REACH || height < 4 * REACH) return 0;
    const luma = lumaOf(this.fine, video, box, width, height);
    const slope = (at) => Math.hypot(luma[at + 1] - luma[at - 1], luma[at + width] - luma[at - width]) / 2;
    const counts = new Uint32Array(256);
    const inner = (width - 2 * REACH) * (height - 2 * REACH);
    const each = (visit) => {
      for (let y = REACH; y < height - REACH; y += 1) {
        for (let x = REACH; x < width - REACH; x += 1) visit(y * width + x);
      }
    };
    each((at) => (counts[Math.floor(slope(at))] += 1));
    let steep = 255;
    for (let above = counts[255]; steep > 3 && above < inner / 50; above += counts[steep]) steep -= 1;
    const slopes = [];
    let passed = 0;
    each((at) => {
      const here = slope(at);
      // A sharp picture has more edges than a median needs.
      if (here < steep || (passed += 1) % 3) return;
      let [darkest, brightest] = [255, 0];
      for (let row = at - REACH * width; row <= at + REACH * width; row += width) {
        for (let point = row - REACH; point <= row + REACH; point += 1) {
          darkest = Math.min(darkest, luma[point]);
          brightest = Math.max(brightest, luma[point]);
        }
      }
      if (brightest - darkest >= CONTRAST) slopes.push(here / (brightest - darkest));
    });
    return slopes.sort((one, other) => one - other)[slopes.length >> 1] ?? 0;
  }
}

// A picture of the video, or of a part of it, as JPEG: no wider or higher than the limit. `null` where there is
// none yet.
export function still(video, limit, quality, box = whole(video)) {
  if (!video.videoWidth || !video.videoHeight) return Promise.resolve(null);
  const scale = Math.min(1, limit / Math.max(box.width, box.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  draw(canvas.getContext("2d"), video, box, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

// All of a video, in its pixels.
export function whole(video) {
  return { x: 0, y: 0, width: video.videoWidth, height: video.videoHeight };
}

function painter() {
  return document.createElement("canvas").getContext("2d", { willReadFrequently: true });
}

function draw(context, video, { x, y, width, height }, wide, high) {
  context.drawImage(video, x, y, width, height, 0, 0, wide, high);
}

function lumaOf(context, video, box, width, height) {
  if (context.canvas.width !== width || context.canvas.height !== height) {
    context.canvas.width = width;
    context.canvas.height = height;
  }
  // A canvas forgets this whenever its size changes.
  context.imageSmoothingQuality = "high";
  draw(context, video, box, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const luma = new Uint8Array(width * height);
  for (let at = 0; at < luma.length; at += 1) {
    luma[at] = (data[at * 4] * 77 + data[at * 4 + 1] * 150 + data[at * 4 + 2] * 29) >> 8;
  }
  return luma;
}
