// `<button data-copy="text">` puts the text on the clipboard and says so.

/** @param {Document} doc */
export function copyButtons(doc) {
  doc.querySelectorAll("button[data-copy]").forEach((e) => {
    const button = /** @type {HTMLButtonElement} */ (e);
    const label = button.querySelector("[data-copy-label]") ?? button;
    const before = label.textContent;
    button.addEventListener("click", async () => {
      label.textContent = (await copy(button.dataset.copy ?? "")) ? "已复制" : "请长按编号复制";
      setTimeout(() => { label.textContent = before; }, 2500);
    });
    label.setAttribute("aria-live", "polite");
  });
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain HTTP inside the office network has no clipboard API.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
