// Forms: one submission at a time, confirmation, counters, shortcuts, focus on the error summary.
import { make } from "./dom.js";

/** @param {Document} doc */
export function forms(doc) {
  doc.addEventListener("click", (event) => {
    pressed = event.target instanceof Element ? event.target.closest("button") : null;
  });
  doc.addEventListener("submit", onSubmit);
  // Back from the next page: a page kept in memory still has its buttons disabled.
  window.addEventListener("pageshow", () => doc.querySelectorAll("form[aria-busy]").forEach((form) => release(/** @type {HTMLFormElement} */ (form))));
  doc.querySelectorAll("textarea[maxlength]").forEach((area) => counter(/** @type {HTMLTextAreaElement} */ (area)));
  hotkeys(doc);
  stickyStep(doc);
  const summary = /** @type {HTMLElement | null} */ (doc.querySelector(".xg-errors"));
  if (summary) summary.focus();
  else openTarget();
  window.addEventListener("hashchange", openTarget);
  // A second click on the same link changes no hash.
  doc.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a[href^='#']")) setTimeout(openTarget);
  });
}

/** A link to a folded form (`#act-submit`) opens it and moves the focus to its first field. */
function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const fold = id ? document.getElementById(id) : null;
  if (!(fold instanceof HTMLDetailsElement)) return;
  fold.open = true;
  const field = /** @type {HTMLElement | null} */ (fold.querySelector("select, textarea, input:not([type=hidden])"));
  if (field) field.focus();
}

/** The button last pressed, for browsers without `SubmitEvent.submitter` (Safari before 15.4). @type {HTMLButtonElement | null} */
let pressed = null;

/** @type {WeakSet<HTMLFormElement>} */
const confirmed = new WeakSet();

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter ?? (pressed?.form === form ? pressed : null));
  if (form.hasAttribute("aria-busy")) {
    event.preventDefault();
    return;
  }
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (question && !confirmed.has(form)) {
    event.preventDefault();
    ask(question, button?.dataset.confirmYes ?? "确定").then((yes) => {
      if (!yes) return;
      confirmed.add(form);
      if (form.requestSubmit) form.requestSubmit(button);
      else if (button) button.click();
      else form.submit();
    });
    return;
  }
  confirmed.delete(form);
  // A download leaves the page where it is, and nothing would release the button.
  if (form.method === "get" || event.defaultPrevented || form.hasAttribute("data-download")) return;
  form.setAttribute("aria-busy", "true");
  // After this turn, or the pressed button's own name and value would be left out of the data.
  setTimeout(() => {
    form.querySelectorAll("button").forEach((b) => { b.disabled = true; });
    button?.setAttribute("aria-busy", "true");
  });
}

/** @param {HTMLFormElement} form */
function release(form) {
  form.removeAttribute("aria-busy");
  form.querySelectorAll("button").forEach((b) => {
    b.disabled = false;
    b.removeAttribute("aria-busy");
  });
}

/**
 * @param {string} question
 * @param {string} yes
 * @returns {Promise<boolean>}
 */
function ask(question, yes) {
  if (typeof HTMLDialogElement === "undefined" || !HTMLDialogElement.prototype.showModal) return Promise.resolve(window.confirm(question));
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-labelledby": "xg-ask" },
    make("p", { id: "xg-ask" }, question),
    make("form", { method: "dialog", class: "xg-actions justify-content-end" },
      make("button", { class: "btn btn-plain", value: "" }, "取消"),
      make("button", { class: "btn btn-primary", value: "yes" }, yes))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    resolve(dialog.returnValue === "yes");
    dialog.remove();
  }));
}

/** @param {HTMLTextAreaElement} area */
function counter(area) {
  const line = make("span", { class: "xg-counter" });
  const spoken = make("span", { class: "visually-hidden", "aria-live": "polite" });
  area.after(line, spoken);
  const show = () => {
    const left = area.maxLength - area.value.length;
    line.textContent = `${area.value.length} / ${area.maxLength}`;
    const near = left <= area.maxLength / 10;
    line.dataset.tone = near ? "near" : "";
    // Spoken only near the end, in tens: a count on every key would drown the typing.
    if (near && left % 10 === 0) spoken.textContent = `还可输入 ${left} 字`;
  };
  area.addEventListener("input", show);
  show();
}

/** The button at the foot of the phone leads to the main form, so it goes away while that form is in sight. @param {Document} doc */
function stickyStep(doc) {
  const bar = /** @type {HTMLElement | null} */ (doc.querySelector(".xg-sticky"));
  const form = doc.getElementById(bar?.querySelector("a[href^='#']")?.getAttribute("href")?.slice(1) ?? "");
  if (!bar || !form) return;
  new IntersectionObserver(([entry]) => { bar.hidden = entry.isIntersecting; }).observe(form);
}

/** @param {Document} doc */
function hotkeys(doc) {
  doc.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const typing = event.target instanceof Element && event.target.matches("input, textarea, select");
    // By position, since Alt changes the letter on some systems.
    const key = event.code.replace(/^(Key|Digit|Numpad)/, "");
    const chord = event.altKey ? `Alt+${key === "Enter" ? "Enter" : key}` : typing ? "" : event.key;
    if (!chord) return;
    const target = [...doc.querySelectorAll("[data-hotkey]")].find((e) => /** @type {HTMLElement} */ (e).dataset.hotkey === chord);
    if (!(target instanceof HTMLElement) || target.closest("[hidden]")) return;
    event.preventDefault();
    if (target.matches("input[type=radio], input[type=checkbox], button, a, summary")) {
      target.focus();
      target.click();
    } else {
      target.focus();
    }
  });
}
