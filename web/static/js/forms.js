// Forms that are sent as JSON: what was typed, by field; what is wrong comes back by field.

export function fields(form) {
  const values = {};
  for (const field of form.querySelectorAll("[name]")) {
    values[field.name] = field.type === "checkbox" ? (field.checked ? "yes" : "") : field.value;
  }
  for (const group of form.querySelectorAll("[data-words]")) {
    const ticked = [...group.querySelectorAll("input:checked")];
    values[group.dataset.words] = ticked.map((box) => box.value).join(" ");
  }
  return values;
}

const place = (form, name) =>
  form.querySelector(`[name="${CSS.escape(name)}"]`) || form.querySelector(`[data-words="${CSS.escape(name)}"]`);

// Say under each field what is wrong with it, and go to the first.
export function showWrong(form, wrong = {}) {
  form.querySelectorAll(".wrong").forEach((node) => node.remove());
  form.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
  const found = Object.entries(wrong).map(([name, said]) => [place(form, name), said]).filter(([node]) => node);
  for (const [node, said] of found) {
    const line = Object.assign(document.createElement("span"), { className: "wrong", textContent: said });
    node.setAttribute("aria-invalid", "true");
    if (node.matches("fieldset")) node.append(line);
    else node.after(line);
  }
  const first = found[0]?.[0];
  (first?.matches("fieldset") ? first.querySelector("input") : first)?.focus();
}

export function tell(node, answer) {
  if (!answer) return;
  node.dataset.ok = String(answer.ok);
  node.textContent = answer.say ?? "";
}

// Show a part of a page that the station made. What it has of scripts is not run.
export function put(node, html) {
  node.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

// Take a part of this page anew from the station. The focused button keeps the focus.
export async function renew(selector, keep = () => {}) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
  const node = document.querySelector(selector);
  if (!fresh || !node) return;
  keep(node, fresh);
  node.replaceWith(fresh);
}
