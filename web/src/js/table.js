// Rows by keyboard in `table[data-rows]`: j/k or the arrows move, Enter follows the row's first link.

/** @param {Document} doc */
export function rowKeys(doc) {
  const table = doc.querySelector("table[data-rows]");
  if (!table) return;
  const links = () => /** @type {HTMLElement[]} */ ([...table.querySelectorAll("tbody tr")].map((row) => row.querySelector("a[href]")).filter(Boolean));
  doc.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const at = doc.activeElement;
    const inTable = table.contains(at);
    if (at instanceof Element && at.matches("input, textarea, select, summary") && !inTable) return;
    const step = event.key === "j" ? 1 : event.key === "k" ? -1 : inTable && event.key === "ArrowDown" ? 1 : inTable && event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    const all = links();
    const now = all.findIndex((link) => link.closest("tr")?.contains(at));
    const next = all[now < 0 ? 0 : Math.min(all.length - 1, Math.max(0, now + step))];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.closest("tr")?.scrollIntoView({ block: "nearest" });
  });
}
