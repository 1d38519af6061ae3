// PIN entry: typed, or touched on the pad.

export function listen(main, send) {
  main.addEventListener("submit", (event) => submit(event, send));
  main.addEventListener("click", (event) => touch(event));
}

function submit(event, send) {
  const form = event.target.closest("[data-pin]");
  if (!form) return;
  event.preventDefault();
  const field = form.elements.pin;
  const pin = field.value;
  field.value = "";
  if (pin) send(pin);
}

function touch(event) {
  const digit = event.target.closest("[data-digit]")?.dataset.digit;
  if (!digit) return;
  const field = event.target.closest("[data-pin]").elements.pin;
  field.value = digit === "erase" ? field.value.slice(0, -1) : field.value + digit;
  field.focus();
}
