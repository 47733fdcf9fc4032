// The pages without a camera: each tells that it is shown, and what the person does on it.

import { at, busy, call, complain, page, recall, remember, say, show, where, word } from "./core.js";
import { flush, mark, raise } from "./events.js";
import { offerWays } from "./hand_off.js";
import { confirmPhone } from "./phone.js";
import { act, boot, go, redirect } from "./walk.js";

const on = (id, run) => at(id)?.addEventListener("click", run);

const SILENCE = 45000; // ms without a new connection; the server ends each of them after 20 s

// Follows the person's way on another device or through the examination, until the step ends.
function follow(signal, run) {
  let opened = Date.now();
  const source = new EventSource(`${page.root}/user/follow?token=${encodeURIComponent(page.token)}&language=${page.language}`);
  const end = () => {
    source.close();
    clearInterval(watching);
    document.removeEventListener("visibilitychange", look);
  };
  const anew = () => {
    end();
    signal.removeEventListener("abort", end);
    if (!signal.aborted) follow(signal, run);
  };
  // A device that slept may keep a connection that died meanwhile, and be told of nothing.
  const look = () => document.visibilityState === "visible" && Date.now() - opened > SILENCE && anew();
  const watching = setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
  signal.addEventListener("abort", end);
  source.addEventListener("open", () => (opened = Date.now()));
  source.addEventListener("page", (event) => signal.aborted || run(JSON.parse(event.data)));
  // A stream that was refused is not opened again by itself: ask in its place.
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED || signal.aborted) return;
    end();
    setTimeout(async () => {
      const answer = await call("/user/events", []).catch((problem) => problem);
      if (signal.aborted) return;
      if (answer.next && new URL(answer.next, location).pathname !== location.pathname) await go(answer.next);
      else anew();
    }, 2000);
  });
}

const pages = {
  async landing(signal) {
    raise(1100);
    const isHandedOver = location.hash === "#qr";
    if (isHandedOver) {
      raise(3105);
      remember(`handed-over-${mark}`, "yes");
    }
    const opened = (async () => {
      await flush();
      const config = await call("/user/get-config", { location: where() });
      // Told or not, the person goes on.
      await call("/submit/ipqs-trackerid", { ...(await device()), location: where() }).catch(() => {});
      return config;
    })().catch((problem) => (problem.next ? go(problem.next) : null));
    on("privacy", () => raise(1110));
    const begin = async () => {
      busy(true);
      await opened;
      try {
        if (at("terms")) await call("/user/accept-terms", { text: "terms", location: where() });
      } catch (problem) {
        if (problem.next) return go(problem.next);
        busy(false);
        return complain(word("something_wrong"));
      }
      raise(page.skip ? 1101 : 1190);
      await go((await flush()) ?? page.home);
    };
    on("start", () => {
      const terms = at("terms");
      if (terms && !terms.checked) {
        complain(word("terms_needed"));
        terms.setAttribute("aria-invalid", "true");
        return terms.focus();
      }
      begin();
    });
    const config = await opened;
    const breakpoint = config?.qr_breakpoint_px ?? 700;
    // A phone that is held sideways is wide, and still a phone.
    const isPhone = matchMedia("(pointer: coarse)").matches && Math.min(screen.width, screen.height) < 600;
    const isWide = !isPhone && matchMedia(`(min-width: ${breakpoint + 1}px)`).matches;
    if (isWide && !isHandedOver && at("hand-off")) return handOff(signal, begin);
    show(at("opening"), false);
    if (page.skip && !at("terms")) begin();
  },

  choice() {
    for (const button of document.querySelectorAll("[data-type]")) {
      button.addEventListener("click", () => act("/user/choose", { service: page.service, type: button.dataset.type }));
    }
  },

  biometrics() {
    raise(1500);
    on("policy", () => raise(1510));
    on("continue", () => act("/user/accept-biometrics", { text: "biometrics" }));
    on("refuse", () => act("/user/refuse-biometrics"));
  },

  refused() {
    raise(1940);
    back(1945);
  },

  confirm() {
    raise(3550);
    at("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const fields = {};
      for (const input of event.target.elements) {
        if (input.dataset.field) fields[input.dataset.field] = input.disabled ? null : input.value.trim();
      }
      act("/user/confirm", { service: page.service, fields });
    });
    for (const box of document.querySelectorAll("[data-absent]")) {
      box.addEventListener("change", () => (at(`field-${box.dataset.absent}`).disabled = box.checked));
    }
  },

  phone(signal) {
    confirmPhone(signal, follow);
  },

  processing(signal) {
    follow(signal, ({ path }) => new URL(path, location).pathname !== location.pathname && go(path));
  },

  // An automatic decline that need not be the end.
  again() {
    on("policy", () => raise(1110));
    on("retry", () => act("/user/retry"));
    on("finish", () => act("/user/finish"));
  },

  complete(signal) {
    raise(1800);
    on("policy", () => raise(1110));
    if (recall(`handed-over-${mark}`)) {
      show(at("phone-back"), true);
      show(at("redirect"), false);
      flush();
      return;
    }
    leaveFor(signal, 1805, 1810);
  },

  cancelled(signal) {
    leaveFor(signal, null, null);
  },

  lost() {
    raise(1900);
    back(1910);
  },

  denied(signal) {
    raise(1920);
    back(1925);
    whenAllowed(signal, () => at("back").click());
    // Only who was refused needs it: a browser inside an application may have refused by itself.
    import("./elsewhere.js").then(({ offerElsewhere }) => signal.aborted || offerElsewhere());
    on("file-instead", async () => {
      raise(1925);
      await flush();
      await go(`${page.home}#file`);
    });
    on("leave", () => redirect(page.redirect, 1995, 2000));
  },

  timeout(signal) {
    raise(1990);
    leaveFor(signal, 1995, 2000);
  },
};

// A button that leads back to the step the person was at.
function back(code) {
  on("back", async () => {
    busy(true);
    raise(code);
    await go((await flush()) ?? page.home);
  });
}

// Notices that the camera was allowed in the settings: at once where the browser tells, and otherwise when the
// person comes back to the page.
async function whenAllowed(signal, run) {
  const permission = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
  if (!permission) return;
  let before = permission.state;
  const look = async () => {
    const { state } = await navigator.permissions.query({ name: "camera" });
    const isNews = before === "denied" && state !== "denied";
    before = state;
    if (isNews && !signal.aborted) run();
  };
  permission.addEventListener("change", look, { signal });
  addEventListener("focus", look, { signal });
  document.addEventListener("visibilitychange", look, { signal });
}

// Leaves for the business's own page by itself after a while, or at once by the button.
function leaveFor(signal, done, failed) {
  if (!page.redirect) return;
  let gone = false;
  const leave = () => {
    gone = true;
    complain("");
    redirect(page.redirect, done, failed);
  };
  on("go-on", leave);
  if (page.wait) setTimeout(() => gone || signal.aborted || leave(), page.wait);
}

// On a computer: offer the telephone first, and follow along when it is used.
function handOff(signal, begin) {
  const following = new AbortController();
  signal.addEventListener("abort", () => following.abort());
  show(at("opening"), false);
  show(at("intro"), false);
  show(at("hand-off"), true);
  // This window stays where it is while the telephone goes on.
  page.follows = false;
  raise(3100);
  say(word("hand_title"));
  offerWays();
  on("here", () => {
    raise(3110);
    page.follows = true;
    following.abort();
    show(at("hand-off"), false);
    if (page.skip && !at("terms")) return begin();
    show(at("intro"), true);
    at("start").focus();
  });
  follow(following.signal, ({ page: name, path, title, ended }) => {
    if (ended) return go(path);
    if (name === "landing") return;
    show(at("offer"), false);
    show(at("following"), true);
    at("follow-at").textContent = word("follow_at", title);
  });
}

// A random name by which the same browser is known again, until its data are cleared.
function deviceId() {
  try {
    const known = localStorage.getItem("device");
    if (known) return known;
    const made = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    localStorage.setItem("device", made);
    return made;
  } catch {
    return null;
  }
}

// What the browser tells of itself. Nothing is measured behind the person's back: no canvas, no fonts, no audio.
async function device() {
  const short = (text) => (text ? String(text).slice(0, 64) : null);
  const hints = await navigator.userAgentData?.getHighEntropyValues(["platformVersion", "model"]).catch(() => null);
  return {
    device_id: deviceId(),
    screen: { width: screen.width, height: screen.height, pixel_ratio: devicePixelRatio, color_depth: screen.colorDepth },
    viewport: { width: innerWidth, height: innerHeight },
    languages: navigator.languages.slice(0, 16),
    timezone: short(Intl.DateTimeFormat().resolvedOptions().timeZone),
    utc_offset_minutes: -new Date().getTimezoneOffset(),
    touch_points: navigator.maxTouchPoints ?? null,
    hardware_concurrency: navigator.hardwareConcurrency ?? null,
    device_memory_gib: navigator.deviceMemory ?? null,
    platform: short(navigator.platform),
    webdriver: navigator.webdriver ?? null,
    cookies: navigator.cookieEnabled,
    user_agent_data: hints && {
      mobile: hints.mobile,
      platform: short(hints.platform) ?? "",
      platform_version: short(hints.platformVersion) ?? "",
      model: short(hints.model) ?? "",
      brands: hints.brands.slice(0, 16),
    },
  };
}

export function run(signal) {
  return pages[page.kind]?.(signal);
}

boot(run);
