// A page that stays open: `data-refresh="60"` fetches it again every so many seconds and replaces each part with `data-fresh` by its id.
// Where that fails three times in a row, the part with `data-stale` says so: old numbers never pass for new ones.

/** @param {Document} doc */
export function refreshing(doc) {
  doc.querySelectorAll("[data-refresh]").forEach((e) => {
    const root = /** @type {HTMLElement} */ (e);
    let missed = 0;
    const again = async () => {
      missed = (await renew(root)) ? 0 : missed + 1;
      const stale = /** @type {HTMLElement | null} */ (root.querySelector("[data-stale]"));
      if (stale) stale.hidden = missed < 3;
    };
    setInterval(again, Number(root.dataset.refresh) * 1000);
  });
}

/**
 * @param {HTMLElement} root
 * @returns {Promise<boolean>}
 */
async function renew(root) {
  try {
    const reply = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const parts = [...root.querySelectorAll("[data-fresh]")];
    // Whoever is signed out gets the login page, which has none of them.
    const fresh = parts.map((part) => page.getElementById(part.id));
    if (!reply.ok || fresh.some((part) => part === null)) return false;
    parts.forEach((part, index) => part.replaceWith(document.adoptNode(/** @type {HTMLElement} */ (fresh[index]))));
    root.dispatchEvent(new CustomEvent("xg:renewed", { bubbles: true }));
    return true;
  } catch {
    return false;
  }
}
