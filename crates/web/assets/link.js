// How large the pictures may be that the server is to see: the link decides, as it was measured.

const WANTED_MS = 700; // how long a picture is to be on its way
const LONGEST_MS = 2000; // how long one may be that is sent once
const SHORTEST_LIMIT = 4000; // ms that an answer may take on any link
const LONGEST_LIMIT = 14000; // ms after which the server itself gives up
const SLOWEST = 10; // bytes in a millisecond of a link that was not measured yet
const SLOW = 120; // bytes in a millisecond below which nothing is sent in vain

// Sizes between these, in pixels of the longer side. The largest comes first on a fast link, and the smallest is
// what the server needs.
export class Link {
  constructor(least, first, most) {
    this.least = least;
    this.side = first;
    this.most = most;
    this.rate = null;
  }

  // A picture of so many bytes was answered after so long.
  told(bytes, ms) {
    const rate = bytes / Math.max(1, ms);
    this.rate = this.rate === null ? rate : 0.6 * this.rate + 0.4 * rate;
    this.fit(bytes);
  }

  // There was no answer in time.
  failed(bytes) {
    this.rate = (this.rate ?? SLOWEST) / 2;
    this.fit(bytes);
  }

  // A picture's bytes grow with its area. In steps: one slow answer says little.
  fit(bytes) {
    const factor = Math.sqrt((this.rate * WANTED_MS) / Math.max(1, bytes));
    const side = this.side * Math.min(1.5, Math.max(0.6, factor));
    this.side = Math.round(Math.min(this.most, Math.max(this.least, side)));
  }

  // How long to wait for the answer to so many bytes.
  limit(bytes) {
    return Math.min(LONGEST_LIMIT, SHORTEST_LIMIT + (2 * bytes) / (this.rate ?? SLOWEST));
  }

  // Whether so many bytes are answered in good time, as far as is known.
  carries(bytes) {
    return this.rate !== null && this.rate * LONGEST_MS >= bytes;
  }

  get isSlow() {
    return this.rate !== null && this.rate < SLOW;
  }
}
