// A decision that has to be asked for: one numbered choice after the other, then a note. What was written is
// kept in this browser until it is sent, by person, item and decision.

const place = (dialog) => `note ${document.body.dataset.reader} ${dialog.closest("[data-item]").dataset.item} ${dialog.dataset.ask}`;

export class Asking {
  // onSend(decision, answers) resolves to what went wrong, or to nothing once the item was decided.
  constructor(dialog, onSend) {
    this.dialog = dialog;
    this.onSend = onSend;
    this.answers = [];
    this.note = dialog.querySelector("textarea");
    dialog.addEventListener("click", (event) => this.click(event));
    dialog.addEventListener("keydown", (event) => this.key(event));
    this.note?.addEventListener("input", () => sessionStorage.setItem(place(dialog), this.note.value));
  }

  open() {
    if (this.note) this.note.value = sessionStorage.getItem(place(this.dialog)) ?? "";
    this.answers = [];
    this.say("");
    this.dialog.showModal();
    this.show();
  }

  // Steps -----------------------------------------------------------------------------------------

  given(step) {
    return this.answers.find((answer) => answer.step === step)?.value;
  }

  // A step may depend on an answer: "what:grade" is asked where "what" was answered with "grade".
  get steps() {
    return [...this.dialog.querySelectorAll("[data-step]")].filter(({ dataset }) => {
      const [step, value] = (dataset.when ?? "").split(":");
      return !step || this.given(step) === value;
    });
  }

  get step() {
    return this.steps.find(({ dataset }) => this.given(dataset.step) === undefined);
  }

  show() {
    const now = this.step;
    for (const step of this.dialog.querySelectorAll("[data-step]")) step.hidden = step !== now;
    this.dialog.querySelector("[data-so-far]").textContent = this.answers.map(({ said }) => said).join(" · ");
    this.dialog.querySelector("[data-back]").hidden = !this.answers.length;
    (now?.querySelector("textarea") ?? this.dialog).focus({ preventScroll: true });
  }

  choose(button) {
    const said = button.querySelector(".said").textContent.trim();
    this.answers.push({ step: button.closest("[data-step]").dataset.step, value: button.value, said });
    if (this.step) this.show();
    else this.send();
  }

  back() {
    this.answers.pop();
    this.show();
  }

  // Keys and buttons --------------------------------------------------------------------------------

  press(command) {
    const choice = this.step?.querySelectorAll(".choice")[Number(command) - 1];
    if (choice && !choice.disabled) this.choose(choice);
  }

  click(event) {
    const button = event.target.closest("button");
    if (button?.matches(".choice")) this.choose(button);
    else if (button?.matches("[data-send]")) this.send();
    else if (button?.matches("[data-back]")) this.back();
    else if (button?.matches("[data-leave]")) this.dialog.close();
  }

  key(event) {
    if (event.isComposing) return;
    const writing = event.target === this.note;
    if (writing && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (!writing && event.key === "Backspace" && this.answers.length) {
      event.preventDefault();
      this.back();
    }
  }

  // Sending -----------------------------------------------------------------------------------------

  async send() {
    if (this.sending) return;
    this.sending = true;
    this.dialog.classList.add("is-sending");
    const wrong = await this.onSend(this.dialog.dataset.ask, this.body());
    this.dialog.classList.remove("is-sending");
    this.sending = false;
    if (wrong) return this.failed(wrong);
    sessionStorage.removeItem(place(this.dialog));
    this.dialog.close();
  }

  // The last choice is asked again; what was written stays.
  failed(wrong) {
    if (!this.step) this.answers.pop();
    this.show();
    this.say(wrong);
  }

  say(text) {
    this.dialog.querySelector("[data-told]").textContent = text;
  }

  body() {
    const answers = Object.fromEntries(this.answers.map(({ step, value }) => [step, value]));
    return { ...answers, note: this.note?.value ?? "" };
  }
}
