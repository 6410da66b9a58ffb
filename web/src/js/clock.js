// The phone's own time in a report, `form[data-clock]`: when the form was opened, and how long by a counter that nobody sets.

/** @param {Document} doc */
export function clocks(doc) {
  doc.querySelectorAll("form[data-clock]").forEach((form) => {
    const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (form.querySelector(`input[name=${name}]`));
    const opened = performance.now();
    const at = field("phone_at");
    const elapsed = field("elapsed_ms");
    if (!at || !elapsed) return;
    at.value = withOffset(new Date());
    form.addEventListener("submit", () => { elapsed.value = String(Math.round(performance.now() - opened)); });
  });
}

/** `2026-03-05T09:00:00.000+08:00`, as the phone's own clock has it. @param {Date} date */
function withOffset(date) {
  const minutes = -date.getTimezoneOffset();
  const two = (/** @type {number} */ n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  return `${local}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
