// What is open in the editor: one chip's panel at a time, and any number of boxes; by address, so that it
// stays open when the editor comes back from the station.

let panel = null;
let boxes = new Set();

const at = (root, name, path) => root.querySelector(`[data-${name}="${CSS.escape(path)}"]`);

function set(root, path, shown) {
  const opener = at(root, "opens", path);
  const body = at(root, "panel", path);
  if (!opener || !body) return null;
  opener.setAttribute("aria-expanded", String(shown));
  body.hidden = !shown;
  opener.closest("[data-row]")?.classList.toggle("is-open", shown);
  return body;
}

export function show(root, opener) {
  if (panel && panel !== opener.dataset.opens) set(root, panel, false);
  panel = opener.dataset.opens;
  const body = set(root, panel, true);
  const first = body?.querySelector("input:checked, input, select, button");
  first?.focus({ preventScroll: true });
  body?.scrollIntoView({ block: "nearest" });
}

// A field may have moved into another panel: open that one.
export function around(root, node) {
  const hidden = node.closest("[data-panel][hidden]");
  if (!hidden) return;
  if (panel) set(root, panel, false);
  panel = hidden.dataset.panel;
  set(root, panel, true);
}

export function toggle(root, opener) {
  if (panel !== opener.dataset.opens) return show(root, opener);
  set(root, panel, false);
  panel = null;
  opener.focus();
}

export function escape(root) {
  if (!panel) return;
  const opener = at(root, "opens", panel);
  set(root, panel, false);
  panel = null;
  opener?.focus();
}

export function close() {
  panel = null;
}

// Before and after the editor is swapped.

export function keep(root) {
  boxes = new Set([...root.querySelectorAll("details[data-box][open]")].map((box) => box.dataset.box));
}

export function again(root) {
  for (const path of boxes) at(root, "box", path)?.setAttribute("open", "");
  if (panel && !set(root, panel, true)) panel = null;
}

// A box that changed places stays open, and so does the one that it changed places with.
export function moved(from, to) {
  const named = new Set();
  for (const path of boxes) named.add(path === from ? to : path === to ? from : path);
  boxes = named;
}

// Open everything around an address.
export function reveal(root, path) {
  const steps = path.split("/");
  steps.forEach((_, n) => at(root, "box", steps.slice(0, n + 1).join("/"))?.setAttribute("open", ""));
}

export function jump(root, path) {
  reveal(root, path);
  root.querySelectorAll("details.menu[open]").forEach((menu) => menu.removeAttribute("open"));
  const steps = path.split("/");
  for (let n = steps.length; n; n -= 1) {
    const opener = at(root, "opens", steps.slice(0, n).join("/"));
    if (opener) return show(root, opener);
    const field = root.querySelector(`[data-path="${CSS.escape(steps.slice(0, n).join("/"))}"]:not(button)`);
    if (field && !field.closest("[hidden]")) return (field.matches("fieldset") ? field.querySelector("input") ?? field : field).focus();
    const place = document.getElementById(`at/${steps.slice(0, n).join("/")}`);
    if (place && !place.closest("[hidden]")) {
      place.scrollIntoView({ block: "center" });
      return (place.matches("details") ? place.querySelector("summary") : place).focus();
    }
  }
}
