// Which photo of the item is shown, and which picture beside it.

const all = (stage, selector) => [...stage.querySelectorAll(selector)];

export class Photos {
  constructor(onChange = () => {}) {
    this.onChange = onChange;
    this.stage = null;
  }

  attach(stage) {
    this.stage = stage;
    this.photos = all(stage, "[data-photo]");
    this.besides = [];
    this.beside = -1;
    this.show(1);
  }

  get count() {
    return this.photos.length;
  }

  get compares() {
    return this.beside >= 0;
  }

  // Show a photo by its number, from 1; what stands beside it goes along where it can.
  show(number) {
    if (number < 1 || number > this.count) return;
    const kind = this.besides[this.beside]?.dataset.kind;
    this.number = number;
    this.photos.forEach((photo, at) => (photo.hidden = at !== number - 1));
    this.besides = all(this.stage, "[data-beside]").filter(({ dataset }) => dataset.beside === String(number));
    const same = this.besides.findIndex(({ dataset }) => dataset.kind === kind);
    this.put(kind === undefined ? -1 : same);
    this.onChange(this);
  }

  step(by) {
    if (this.count) this.show(((this.number - 1 + by + this.count) % this.count) + 1);
  }

  // The next picture to compare with, and after the last one none. Says whether there is any.
  next() {
    if (!this.besides.length) return false;
    this.put(this.beside + 1 < this.besides.length ? this.beside + 1 : -1);
    this.onChange(this);
    return true;
  }

  end() {
    this.put(-1);
    this.onChange(this);
  }

  put(beside) {
    this.beside = beside;
    all(this.stage, "[data-beside]").forEach((figure) => (figure.hidden = figure !== this.besides[beside]));
    this.stage.querySelector('[data-pane="beside"]').hidden = beside < 0;
    this.stage.classList.toggle("is-compared", beside >= 0);
  }

  // Which answers the photo on the stage proves.
  get proves() {
    return new Set((this.photos[this.number - 1]?.dataset.proves ?? "").split(" ").filter(Boolean));
  }
}

// A picture that cannot be shown says so in its place, not by an empty frame.
export function mind(stage) {
  for (const image of stage.querySelectorAll("img")) {
    const told = () => image.closest("figure, button")?.classList.toggle("is-missing", true);
    if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") told();
    image.addEventListener("error", told);
  }
}
