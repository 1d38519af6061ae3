// The queue at the desk: its rows, which one is open, which are selected, and the items fetched ahead.

const AHEAD = 2;
const KEPT = 8;
const NEAR_THE_END = 4;

export class Queue {
  constructor(node) {
    this.node = node;
    this.list = node.querySelector("[data-rows]");
    this.items = new Map();
    this.current = this.list.querySelector("[aria-current]")?.dataset.item ?? "";
  }

  // Rows ------------------------------------------------------------------------------------------

  get rows() {
    return [...this.list.querySelectorAll("[data-item]")];
  }

  row(id) {
    return this.rows.find((row) => row.dataset.item === id) ?? null;
  }

  // The row ``by`` places from the open one; the nearest there is.
  beside(by) {
    const rows = this.rows;
    const at = rows.indexOf(this.row(this.current));
    return rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.dataset.item ?? "";
  }

  mark(id) {
    this.current = id;
    for (const row of this.rows) {
      if (row.dataset.item === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    this.reveal(this.row(id));
  }

  // Scroll the list, and nothing else, as little as shows the row.
  reveal(row) {
    if (!row) return;
    const [box, list] = [row.getBoundingClientRect(), this.list.getBoundingClientRect()];
    this.list.scrollTop += Math.min(0, box.top - list.top) || Math.max(0, box.bottom - list.bottom);
  }

  // Take rows out that are decided; return what comes in their place, one's own work last.
  drop(ids) {
    const rows = this.rows;
    const at = rows.findIndex((row) => row.dataset.item === this.current);
    const after = [...rows.slice(Math.max(0, at)), ...rows.slice(0, Math.max(0, at)).reverse()];
    const left = after.filter((row) => !ids.includes(row.dataset.item));
    const next = left.find((row) => row.dataset.own !== "yes") ?? left[0];
    ids.forEach((id) => this.row(id)?.closest("li").remove());
    ids.forEach((id) => this.items.delete(id));
    return next?.dataset.item ?? "";
  }

  count(counts) {
    for (const node of this.node.querySelectorAll("[data-count]")) {
      const number = counts?.[node.dataset.count];
      if (number !== undefined) node.textContent = String(number);
    }
  }

  // The next page is there before the end of this one is reached.
  async more() {
    const link = this.list.querySelector("[data-more]");
    const left = this.rows.length - 1 - this.rows.indexOf(this.row(this.current));
    if (!link || left >= NEAR_THE_END || this.paging) return;
    this.paging = true;
    const page = await parsed(link.dataset.more).catch(() => null);
    this.paging = false;
    const rows = page?.querySelector("[data-rows]");
    if (rows) link.closest("li").replaceWith(...rows.children);
  }

  // Selected for one confirmation together ------------------------------------------------------------

  get selected() {
    return this.rows.filter((row) => row.dataset.selected === "yes");
  }

  // Says whether the row could be selected: only a clean sample can.
  select(id, on) {
    const row = this.row(id);
    if (!row || row.dataset.clean !== "yes") return false;
    row.dataset.selected = on ?? row.dataset.selected !== "yes" ? "yes" : "no";
    return true;
  }

  selectAll() {
    const clean = this.rows.filter((row) => row.dataset.clean === "yes");
    const on = clean.some((row) => row.dataset.selected !== "yes");
    clean.forEach((row) => this.select(row.dataset.item, on));
    return clean.length;
  }

  // Items, fetched ahead with their photos --------------------------------------------------------------

  item(id, anew = false) {
    if (anew) this.items.delete(id);
    if (!this.items.has(id)) this.items.set(id, this.fetched(id));
    return this.items.get(id);
  }

  async fetched(id) {
    const page = await parsed(`/audit/items/${encodeURIComponent(id)}`);
    const node = page.querySelector("#item");
    if (!node) throw new Error("no such item");
    const item = document.adoptNode(node);
    // A picture is loaded once it belongs to this page, shown or not; decoded now, it is painted at once then.
    for (const image of item.querySelectorAll("img:not([loading=lazy])")) {
      image.src = image.getAttribute("src");
      image.decode().catch(() => {});
    }
    return item;
  }

  ahead() {
    const wanted = [this.current];
    for (let by = 1; by <= AHEAD; by += 1) wanted.push(this.beside(by));
    for (const id of wanted.filter(Boolean)) this.item(id).catch(() => this.items.delete(id));
    for (const id of [...this.items.keys()].slice(0, -KEPT)) if (!wanted.includes(id)) this.items.delete(id);
  }
}

// Fetch a part of the desk. An answer from elsewhere means that the session is over.
export async function parsed(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.redirected) location.assign("/sign-in");
  if (!answer.ok) throw new Error(`the station answered ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
