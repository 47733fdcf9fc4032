// Stored files: what is no picture is told before anything is sent, and what is large is made smaller here.
//
// A long side of 4000 pixels and a quality of 0.9 are more than any of the readers makes use of; a slow link gets
// less (see `LEVELS`, and docs/reference/capture-pages.md for what was measured).

const MOST_BYTES = 16 * 1024 * 1024;
const ENOUGH = 3 * 1024 * 1024; // bytes up to which a file is sent as it is

// Long side in pixels and quality of JPEG, the best first.
const LEVELS = [[4000, 0.9], [3200, 0.85], [2600, 0.85]];

// Why a file cannot be used: the key of a sentence.
export class Unfit extends Error {}

// What is sent of a file: `{ content, type }`.
export async function prepare(file) {
  if (file.size === 0) throw new Unfit("empty");
  const type = await kind(file).catch(() => Promise.reject(new Unfit("unreadable")));
  if (type && file.size <= ENOUGH) return { content: file, type };
  const smaller = type === "application/pdf" ? null : await shrink(file, ...LEVELS[0]);
  // What only the browser reads is sent as what the server reads, too.
  if (smaller && (!type || smaller.size < file.size)) return { content: smaller, type: "image/jpeg" };
  if (!type) throw new Unfit("wrong_type");
  if (file.size > MOST_BYTES) throw new Unfit("too_large");
  return { content: file, type };
}

// The picture in as many bytes as a link can carry, or in as few as are still good to read; `null` where this
// browser cannot read it.
export async function fit(content, bytes) {
  let smaller = null;
  for (const level of LEVELS) {
    smaller = await shrink(content, ...level);
    if (!smaller || smaller.size <= bytes) break;
  }
  return smaller;
}

// The type of a file that the server reads, by its first bytes: names and declared types are often wrong.
async function kind(file) {
  const text = String.fromCharCode(...new Uint8Array(await file.slice(0, 64).arrayBuffer()));
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  if (/^(\xef\xbb\xbf)?\s*%PDF-/.test(text)) return "application/pdf";
  const isHeif = text.slice(4, 8) === "ftyp" && /hei[cxms]|hev[cxms]|mi[fa]1|msf1|mif2/.test(text.slice(8));
  return isHeif && !text.includes("avif") ? "image/heic" : null;
}

// The picture as JPEG, upright and no longer than this; `null` where this browser cannot read it.
async function shrink(content, longest, quality) {
  const image = new Image();
  image.src = URL.createObjectURL(content);
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(1, longest / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const brush = canvas.getContext("2d");
    brush.imageSmoothingQuality = "high";
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
