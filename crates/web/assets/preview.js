// Shows a picture that was taken as large as what is in it allows: around the frame into which the document was held
// and around where the server saw it, with a margin, so that a corner that is missing is seen to be missing. A tap
// enlarges it further.

import { at } from "./core.js";

// Of the picture's sides. Where the document lies is only roughly known, and what is cut away here looks as if it were
// missing in the picture.
const MARGIN = 0.1;
const CLOSER = 2.5;

let watching = null;

// `size` is the picture's width and height, `quad` the document's corners as fractions of it, or nothing.
export function preview([width, height], quad) {
  const image = at("still");
  const stage = at("stage");
  const box = around(isCard(quad, width, height) && [...quad, ...frame(width, height)]);
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

// Whether these corners have the shape of a card or of a page of a passport. Of others a part was taken for the whole.
function isCard(quad, width, height) {
  if (!quad) return false;
  const [across, down] = [0, 1].map((axis) => {
    const values = quad.map((corner) => corner[axis]);
    return Math.max(...values) - Math.min(...values);
  });
  const shape = (across * width) / (down * height);
  return shape > 1.2 && shape < 1.75;
}

// Two corners of the frame that is drawn over the camera's picture, which covers the stage, as fractions of the picture.
function frame(width, height) {
  const stage = at("stage").getBoundingClientRect();
  const aim = document.querySelector(".aim").getBoundingClientRect();
  const scale = Math.max(stage.width / width, stage.height / height);
  const place = (x, y) => [
    0.5 + (x - stage.left - stage.width / 2) / (width * scale),
    0.5 + (y - stage.top - stage.height / 2) / (height * scale),
  ];
  return [place(aim.left, aim.top), place(aim.right, aim.bottom)];
}

// The part of the picture in which these points are, as fractions of it; all of it without any.
function around(points) {
  if (!points) return { x: 0, y: 0, width: 1, height: 1 };
  const [x, width] = range(points.map((point) => point[0]));
  const [y, height] = range(points.map((point) => point[1]));
  return { x, y, width, height };
}

function range(values) {
  const least = Math.max(0, Math.min(...values) - MARGIN);
  return [least, Math.min(1, Math.max(...values) + MARGIN) - least];
}
