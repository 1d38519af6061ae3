// The clock in the corner: local time, right to the minute.

export function run() {
  const face = document.querySelector("[data-clock]");
  if (!face) return;
  const tick = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    face.textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
    setTimeout(tick, 1000 - now.getMilliseconds());
  };
  tick();
}
