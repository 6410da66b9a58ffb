// Drafts: what was typed in a form with `data-draft="key"` survives a closed tab, on this device, for a day. It goes when the
// program has confirmed it, never because it was sent.
import { make } from "./dom.js";

const PREFIX = "xg-draft:";
const KEPT_MS = 24 * 3600 * 1000;

/** Set when the person logs out: a save still waiting must not write again. */
let leaving = false;

/** @param {Document} doc */
export function drafts(doc) {
  confirmed(doc);
  sweep();
  doc.querySelectorAll("form[data-draft]").forEach((form) => attach(/** @type {HTMLFormElement} */ (form)));
  // An office computer is shared: logging out leaves nothing behind.
  doc.querySelectorAll("form[data-logout]").forEach((form) => form.addEventListener("submit", () => {
    leaving = true;
    sweep(true);
  }));
}

/** @param {HTMLFormElement} form */
function attach(form) {
  const key = PREFIX + form.dataset.draft;
  const fields = () => [...form.elements].filter(isKept);
  // A page that came back with errors already holds the newer words.
  const saved = form.hasAttribute("data-draft-keep-server") ? null : read(key);
  if (saved && fields().some((f) => differs(f, saved.values))) offer(form, key, saved, fields());
  let timer = 0;
  const now = (/** @type {boolean} */ tried) => {
    window.clearTimeout(timer);
    timer = 0;
    write(key, fields(), tried);
  };
  const save = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => now(false), 400);
  };
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  // The last words too, before the way to the program can break.
  form.addEventListener("submit", () => now(true));
  // Another form of the page was sent, or a link followed.
  window.addEventListener("pagehide", () => { if (timer) now(false); });
}

/**
 * Hidden fields are left out, except those marked `data-keep`: the client id must stay the same when a lost submission is repeated.
 * @param {Element} e
 * @returns {e is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement}
 */
function isKept(e) {
  if (!(e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement)) return false;
  if (!e.name || e.hasAttribute("data-private")) return false;
  if (e.type === "hidden") return e.hasAttribute("data-keep");
  return !["password", "file", "submit"].includes(e.type);
}

/** @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} f */
const isTick = (f) => f.type === "checkbox" || f.type === "radio";

/** @typedef {Record<string, string[]>} Values */

/**
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} f
 * @param {Values} values
 */
function differs(f, values) {
  if (f.type === "hidden" || !(f.name in values)) return false;
  return isTick(f) ? /** @type {HTMLInputElement} */ (f).checked !== values[f.name].includes(f.value) : f.value !== values[f.name][0];
}

/**
 * @param {HTMLFormElement} form
 * @param {string} key
 * @param {{ at: number, values: Values }} saved
 * @param {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} fields
 */
function offer(form, key, saved, fields) {
  for (const f of fields) {
    if (!(f.name in saved.values)) continue;
    if (isTick(f)) /** @type {HTMLInputElement} */ (f).checked = saved.values[f.name].includes(f.value);
    else f.value = saved.values[f.name][0];
    f.dispatchEvent(new Event("input", { bubbles: false }));
  }
  const drop = make("button", { type: "button", class: "btn btn-sm btn-plain" }, "不要了，重新填写");
  const when = new Date(saved.at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const note = make("div", { class: "xg-draft", role: "status" }, make("span", {}, `已恢复 ${when} 未提交的内容，照片需重新选择。`), drop);
  drop.addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    note.remove();
    form.querySelectorAll("textarea").forEach((t) => t.dispatchEvent(new Event("input")));
    localStorage.removeItem(key);
  });
  form.prepend(note);
}

/**
 * @param {string} key
 * @param {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} fields
 * @param {boolean} tried
 */
function write(key, fields, tried) {
  if (leaving) return;
  /** @type {Values} */
  const values = {};
  for (const f of fields) {
    const list = (values[f.name] ??= []);
    if (!isTick(f) || /** @type {HTMLInputElement} */ (f).checked) list.push(f.value);
  }
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values, tried }));
  } catch {
    // A full or forbidden store only costs the draft.
  }
}

/**
 * @param {string} key
 * @returns {{ at: number, values: Values, tried?: boolean } | null}
 */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * The program names the client id of what it has stored, in a cookie that it sets with the answer. The draft that was sent
 * under that id goes; another form of the same page keeps its words, but may not use the id again.
 * @param {Document} doc
 */
function confirmed(doc) {
  const sent = /(?:^|; )xg_sent=([^;]+)/.exec(doc.cookie)?.[1];
  if (!sent) return;
  doc.cookie = "xg_sent=; Path=/; Max-Age=0; SameSite=Lax";
  try {
    for (const key of Object.keys(localStorage).filter((k) => k.startsWith(PREFIX))) {
      const draft = read(key);
      const names = Object.keys(draft?.values ?? {}).filter((name) => draft?.values[name].includes(sent));
      if (!draft || !names.length) continue;
      names.forEach((name) => delete draft.values[name]);
      if (draft.tried) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(draft));
    }
  } catch {
    // No store, nothing to forget.
  }
}

/** @param {boolean} [all] */
function sweep(all = false) {
  try {
    for (const key of Object.keys(localStorage).filter((k) => k.startsWith(PREFIX))) {
      if (all || Date.now() - (read(key)?.at ?? 0) > KEPT_MS) localStorage.removeItem(key);
    }
  } catch {
    // No store, nothing to sweep.
  }
}
