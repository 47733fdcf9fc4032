// Shows a picture that was taken as large as what is in it allows: around the document, where the server said where
// that is, with a margin, so that a corner that is missing is seen to be missing. A tap enlarges it further.

import { at } from "./core.js";

const MARGIN = 0.06; // of the document's sides
const CLOSER = 2.5;

let watching = null;

// `size` is the picture's width and height, `quad` the document's corners as fractions of it, or nothing.
export function preview([width, height], quad) {
  const image = at("still");
  const stage = at("stage");
  const box = around(quad);
  stage.style.aspectRatio = `${width * box.width} / ${height * box.height}`;
  // In pixels, since the stage may be lower than that where the screen is low.
  const fit = () => {
    const { clientWidth: across, clientHeight: down } = stage;
    const scale = Math.min(across / (width * box.width), down / (height * box.height));
    image.style.width = `${width * scale}px`;
    image.style.height = `${height * scale}px`;
    image.style.left = `${across / 2 - (box.x + box.width / 2) * width * scale}px`;
    image.style.top = `${down / 2 - (box.y + box.height / 2) * height * scale}px`;
  };
  watching?.disconnect();
  watching = new ResizeObserver(fit);
  watching.observe(stage);
  fit();
  closer(false);
  const isCloser = () => image.classList.contains("closer");
  at("enlarge").onclick = () => closer(!isCloser(), [box.x + box.width / 2, box.y + box.height / 2]);
  image.onclick = (event) => {
    const seen = image.getBoundingClientRect();
    closer(!isCloser(), [(event.clientX - seen.left) / seen.width, (event.clientY - seen.top) / seen.height]);
  };
}

function closer(is, [x, y] = [0.5, 0.5]) {
  const image = at("still");
  // Where it was enlarged, it is made small again.
  if (is) image.style.transformOrigin = `${x * 100}% ${y * 100}%`;
  image.style.scale = is ? CLOSER : "";
  image.classList.toggle("closer", is);
  at("enlarge").setAttribute("aria-pressed", String(is));
}

// The part of the picture that is to be seen, as fractions of it.
function around(quad) {
  const all = { x: 0, y: 0, width: 1, height: 1 };
  if (!quad) return all;
  const [left, right, across] = range(quad.map(([x]) => x));
  const [top, bottom, down] = range(quad.map(([, y]) => y));
  // Something as small as this is hardly the document.
  return across > 0.15 && down > 0.1 ? { x: left, y: top, width: right - left, height: bottom - top } : all;
}

function range(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = (most - least) * MARGIN;
  return [Math.max(0, least - margin), Math.min(1, most + margin), most - least];
}
