// What can be measured of a page as it stands: size, contrast, overflow, direction. Returns what is wrong.
(largest) => {
  const wrong = [];
  const name = (node) => {
    const text = (node.textContent || node.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ");
    return `${node.tagName.toLowerCase()}.${[...node.classList].join(".")} "${text.slice(0, 40)}"`;
  };
  const say = (node, what) => wrong.push(`${what}: ${name(node)}`);
  const modal = document.querySelector("dialog[open]");
  const root = modal || document.body;
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && !node.closest(".spoken");
  };
  const all = (selector) => [...root.querySelectorAll(selector)].filter(shown);

  // Colours are painted on one pixel and read back, so that any notation is understood.
  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].map((part, n) => (n === 3 ? part / 255 : part));
  };
  const over = (top, under) => top.slice(0, 3).map((part, n) => part * top[3] + under[n] * (1 - top[3]));
  const ground = (node) => {
    if (!node) return [255, 255, 255];
    const colour = rgba(getComputedStyle(node).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3) : over(colour, ground(node.parentElement));
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [dim, bright] = [light(a), light(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dim + 0.05);
  };
  const speaks = (node) => [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());

  for (const control of all("button, summary, input, a[href]")) {
    const box = control.getBoundingClientRect();
    const inline = control.tagName === "A" && getComputedStyle(control).display === "inline";
    if (!inline && (box.width < 47.5 || box.height < 47.5)) say(control, `target ${Math.round(box.width)}x${Math.round(box.height)}`);
    if (inline) say(control, `target inline ${Math.round(box.height)} high`);
  }
  for (const node of all("*")) {
    if (!speaks(node) || node.closest("svg, dialog:not([open]), .lab option")) continue;
    const style = getComputedStyle(node);
    const back = ground(node);
    const ratio = contrast(over(rgba(style.color), back), back);
    if (ratio < 4.5) say(node, `contrast ${ratio.toFixed(2)}`);
    if (node.scrollWidth > node.clientWidth + 1 && style.display !== "inline" && style.textOverflow !== "ellipsis") say(node, `cut by ${node.scrollWidth - node.clientWidth} px`);
    if (style.textOverflow === "ellipsis" && node.scrollWidth > node.clientWidth + 1) say(node, "shortened by …");
    const box = node.getBoundingClientRect();
    const fixed = document.body.classList.contains("screen");
    if (box.right > innerWidth + 1 || box.left < -1) say(node, "runs out at the side");
    if (fixed && !modal && (box.bottom > innerHeight + 1) && !node.closest(".recent")) say(node, `runs out below by ${Math.round(box.bottom - innerHeight)}`);
  }
  for (const box of all(".do, .side, .face, .why, .why section, .goes, .to-bin, .legend, .cells, .item, .notice, .choice, .help")) {
    if (box.scrollHeight > box.clientHeight + 1) say(box, `overflows its height by ${box.scrollHeight - box.clientHeight}`);
    if (box.scrollWidth > box.clientWidth + 1) say(box, `overflows its width by ${box.scrollWidth - box.clientWidth}`);
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) wrong.push(`page scrolls sideways by ${page.scrollWidth - page.clientWidth} px`);
  const rtl = page.lang === "he";
  if ((page.dir === "rtl") !== rtl) wrong.push(`dir is ${page.dir} in ${page.lang}`);
  for (const code of all("bdi[dir]")) if (getComputedStyle(code).direction !== "ltr") say(code, "code is not left to right");
  const prompt = all("#bench h1, #door h1")[0];
  if (prompt && !modal && !prompt.closest(".stop, .to-bin, .goes")) {
    const size = parseFloat(getComputedStyle(prompt).fontSize);
    if (size < 40 || size > largest) say(prompt, `prompt of ${size} px`);
  }
  const boxes = all("button, .notice, .chain > *, .why > section, .slot");
  for (const [n, one] of boxes.entries()) for (const two of boxes.slice(n + 1)) {
    if (one.contains(two) || two.contains(one) || one.closest(".menu-list") || two.closest(".menu-list")) continue;
    const [a, b] = [one.getBoundingClientRect(), two.getBoundingClientRect()];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > 2) say(one, `overlaps ${name(two)}`);
  }
  return [...new Set(wrong)];
}
