// The API page's form: sends the request as whoever is signed in and shows the answer.

/** @param {Document} doc */
export function tryForms(doc) {
  doc.querySelectorAll("form[data-try]").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(/** @type {HTMLFormElement} */ (form));
  }));
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const output = form.querySelector("output");
  if (!output) return;
  const fields = new FormData(form);
  const verb = String(fields.get("verb"));
  const path = String(fields.get("path"));
  if (!path.startsWith("/api/")) {
    output.textContent = "地址要以 /api/ 开头。";
    return;
  }
  const body = verb === "POST" ? String(fields.get("body")) : undefined;
  try {
    const reply = await fetch(path, { method: verb, body, headers: { "content-type": "application/json" } });
    output.textContent = `${reply.status}\n${await reply.text()}`;
  } catch {
    output.textContent = "没有发出去，请检查网络。";
  }
}
