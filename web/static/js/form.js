// The customer's form: count, reason, note and photos of each line; a look over it; then it is sent.
// What is filled in stays on the page until the station has it.

const form = document.getElementById("form");
const summary = document.getElementById("summary");
const done = document.getElementById("done");
const told = document.getElementById("told");
const csrf = document.querySelector('meta[name="csrf-token"]').content;
const lines = [...form.querySelectorAll("[data-line]")];
const path = (rest) => `${form.dataset.path}/${rest}?lang=${form.dataset.lang}`;

const count = (line) => {
  const box = line.querySelector("[name=count]");
  return box ? Number(box.checked) : Number(line.querySelector("[data-count]").textContent);
};

function settle(line) {
  line.querySelector(".details").hidden = !count(line);
  told.textContent = "";
}

function step(line, by) {
  const next = Math.min(Math.max(count(line) + by, 0), Number(line.dataset.max));
  line.querySelector("[data-count]").textContent = next;
  settle(line);
}

async function post(rest, body, type) {
  const answer = await fetch(path(rest), {
    method: "POST",
    headers: { "Content-Type": type, Accept: "application/json", "X-CSRFToken": csrf },
    body,
  });
  if (answer.status === 404 || answer.status === 400) location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const json = (rest, value) => post(rest, JSON.stringify(value), "application/json");

// Photos -------------------------------------------------------------------------------------------

function room(line) {
  line.querySelector("[data-add]").hidden = line.querySelectorAll("[data-photo]").length >= Number(form.dataset.most);
}

function show(line, photo, file) {
  const item = document.createElement("li");
  item.dataset.photo = photo;
  const picture = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: form.dataset.sayPicture });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  button.dataset.drop = "";
  button.setAttribute("aria-label", form.dataset.sayAway);
  item.append(picture, button);
  line.querySelector("[data-photos]").append(item);
}

async function add(line, file) {
  const said = line.querySelector("[data-photo-said]");
  if (file.size > Number(form.dataset.largest)) return void (said.textContent = form.dataset.sayLarge);
  said.textContent = form.dataset.sayPhoto;
  try {
    const answer = await post(`photos/${line.dataset.line}`, file, file.type || "image/jpeg");
    said.textContent = answer.ok ? "" : answer.say;
    if (answer.ok && !line.querySelector(`[data-photo="${answer.photo}"]`)) show(line, answer.photo, file);
  } catch {
    said.textContent = form.dataset.sayLost;
  }
  room(line);
}

async function drop(line, item) {
  const said = line.querySelector("[data-photo-said]");
  try {
    const answer = await json(`drop/${line.dataset.line}`, { photo: item.dataset.photo });
    said.textContent = answer.ok ? "" : answer.say;
    if (answer.ok) item.remove();
  } catch {
    said.textContent = form.dataset.sayLost;
  }
  room(line);
}

// Looking over and sending -------------------------------------------------------------------------

const given = (line) => ({
  line: Number(line.dataset.line),
  count: count(line),
  reason: count(line) ? line.querySelector("[name=reason]").value : "",
  note: count(line) ? line.querySelector("[name=note]").value : "",
});

function wrong(line) {
  const reason = line.querySelector("[name=reason]");
  const missing = count(line) > 0 && !reason.value;
  const said = line.querySelector("[data-wrong]");
  said.hidden = !missing;
  said.textContent = missing ? form.dataset.sayReason : "";
  if (missing) reason.setAttribute("aria-invalid", "true");
  else reason.removeAttribute("aria-invalid");
  return missing;
}

function text(tag, words, className = "") {
  return Object.assign(document.createElement(tag), { textContent: words, className });
}

function summed(line) {
  const item = document.createElement("li");
  const reason = line.querySelector("[name=reason]");
  const name = line.querySelector("h2").textContent;
  item.append(text("b", Number(line.dataset.max) > 1 ? `${name} × ${count(line)}` : name));
  item.append(text("span", reason.selectedOptions[0].textContent));
  const note = line.querySelector("[name=note]").value.trim();
  if (note) item.append(text("bdi", note, "quiet"));
  const pictures = text("div", "", "pics");
  for (const image of line.querySelectorAll("[data-photo] img")) pictures.append(image.cloneNode());
  if (pictures.children.length) item.append(pictures);
  return item;
}

function turn(to) {
  for (const part of [form, summary, done]) part.hidden = part !== to;
  document.querySelector("main > h1").hidden = to !== form;
  if (to !== form) to.focus();
  scrollTo(0, 0);
}

function lookOver() {
  const bad = lines.filter(wrong);
  const sending = lines.filter(count);
  told.textContent = sending.length ? "" : form.dataset.sayNothing;
  if (bad.length) return bad[0].querySelector("[name=reason]").focus();
  if (!sending.length) return undefined;
  document.getElementById("summed").replaceChildren(...sending.map(summed));
  document.getElementById("unsent").textContent = "";
  return turn(summary);
}

async function send(button) {
  const unsent = document.getElementById("unsent");
  button.disabled = true;
  unsent.textContent = "";
  try {
    const answer = await json("send", { lines: lines.map(given) });
    if (answer.ok) turn(done);
    else unsent.textContent = answer.say;
  } catch {
    unsent.textContent = form.dataset.sayLost;
  }
  button.disabled = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  lookOver();
});
form.addEventListener("change", (event) => {
  const line = event.target.closest("[data-line]");
  if (event.target.name === "count") settle(line);
  else if (event.target.name === "reason") wrong(line);
  else if (event.target.files?.length) {
    add(line, event.target.files[0]);
    event.target.value = "";
  }
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const line = event.target.closest("[data-line]");
  if (button?.matches("[data-less]")) step(line, -1);
  else if (button?.matches("[data-more]")) step(line, 1);
  else if (button?.matches("[data-drop]")) drop(line, button.closest("[data-photo]"));
});
document.getElementById("send").addEventListener("click", (event) => send(event.target));
for (const id of ["change", "again"]) document.getElementById(id).addEventListener("click", () => turn(form));
