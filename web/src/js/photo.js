// Photos: scaled down in the browser before they are sent, shown as thumbnails that can be taken out again.
import { icon, make } from "./dom.js";

const LONG_SIDE = 1600;
const QUALITY = 0.82;

/** @param {Document} doc */
export function photoFields(doc) {
  doc.querySelectorAll("input[type=file][data-photo]").forEach((input) => attach(/** @type {HTMLInputElement} */ (input)));
}

/** @param {HTMLInputElement} input */
function attach(input) {
  // Chromium 60, Safari 14.1; older ones send the files as chosen.
  try {
    new DataTransfer();
  } catch {
    return;
  }
  const most = Number(input.dataset.photo) || 6;
  const list = make("ul", { class: "xg-thumbs" });
  const status = make("p", { class: "form-text", "aria-live": "polite" });
  (input.closest(".xg-photo-add") ?? input).after(list, status);
  /** @type {File[]} */
  let kept = [];

  const put = () => {
    const box = new DataTransfer();
    kept.forEach((file) => box.items.add(file));
    input.files = box.files;
    list.replaceChildren(...kept.map((file) => thumb(file, () => {
      kept = kept.filter((f) => f !== file);
      put();
      input.focus();
    })));
    status.textContent = kept.length ? `已选 ${kept.length} 张，共 ${(kept.reduce((n, f) => n + f.size, 0) / 1e6).toFixed(1)} MB，最多 ${most} 张` : "";
  };

  input.addEventListener("change", async () => {
    const chosen = [...(input.files ?? [])];
    if (!chosen.length) return put();
    const buttons = /** @type {HTMLButtonElement[]} */ ([...(input.form?.querySelectorAll("button:not([type=button])") ?? [])]);
    buttons.forEach((b) => { b.disabled = true; });
    status.textContent = "正在压缩照片…";
    try {
      // One after the other: a cheap phone cannot hold six decoded photos at once.
      for (const file of chosen.slice(0, Math.max(0, most - kept.length))) kept.push(await shrink(file));
    } finally {
      buttons.forEach((b) => { b.disabled = false; });
      put();
    }
  });
}

/**
 * The file scaled to 1600 px, or as it is when it cannot be decoded here or would not get smaller.
 * @param {File} file
 * @returns {Promise<File>}
 */
async function shrink(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    /** @type {Blob | null} */
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!blob || (scale === 1 && blob.size >= file.size)) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  }
}

/**
 * @param {File} file
 * @param {() => void} remove
 */
function thumb(file, remove) {
  const url = URL.createObjectURL(file);
  const img = /** @type {HTMLImageElement} */ (make("img", { src: url, alt: file.name }));
  img.addEventListener("load", () => URL.revokeObjectURL(url));
  const button = make("button", { type: "button", "aria-label": `移除照片 ${file.name}` }, icon("x-lg"));
  button.addEventListener("click", remove);
  return make("li", {}, img, button);
}
