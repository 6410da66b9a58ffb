// Parts that follow typing: `data-live="/calls/similar" data-live-from="form-id"` is filled with the server's HTML for the form's present values.

/** @param {Document} doc */
export function liveRegions(doc) {
  doc.querySelectorAll("[data-live]").forEach((region) => attach(/** @type {HTMLElement} */ (region)));
}

/** @param {HTMLElement} region */
function attach(region) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById(region.dataset.liveFrom ?? "") ?? region.closest("form"));
  if (!form) return;
  const names = (region.dataset.liveFields ?? "").split(",").filter(Boolean);
  let timer = 0;
  let last = "";
  /** @type {AbortController | undefined} */
  let running;

  const load = async () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value && names.includes(name)) query.append(name, value);
    }
    if (query.toString() === last) return;
    last = query.toString();
    running?.abort();
    running = new AbortController();
    region.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(`${region.dataset.live}?${last}`, { signal: running.signal, headers: { accept: "text/html" } });
      if (reply.status !== 200) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const chosen = /** @type {HTMLInputElement | null} */ (region.querySelector("input:checked"));
      region.replaceChildren(...page.body.childNodes);
      // A choice already made stays made when it is offered again.
      if (chosen) [...region.querySelectorAll("input")].filter((i) => i.name === chosen.name && i.value === chosen.value).forEach((i) => { i.checked = true; });
    } catch {
      last = "";
    } finally {
      region.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("input", (event) => {
    if (!(event.target instanceof Element) || !names.includes(event.target.getAttribute("name") ?? "")) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(load, 350);
  });
}
