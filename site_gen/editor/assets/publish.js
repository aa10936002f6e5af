// How far publishing is, told while one waits. Without this script the page comes anew every two seconds.
const box = document.querySelector("[data-progress]");
const bar = box.querySelector("[data-bar]"), step = box.querySelector("[data-step]");
const EVERY = 500;

async function look() {
  try {
    const answer = await fetch(box.dataset.progress);
    const found = await answer.json();
    if (!found.running) { location.replace(location.href.split("#")[0]); return; }
    box.querySelector("[data-waits]").hidden = !found.waits;
    if (found.total) { bar.max = found.total; bar.value = found.done; } else bar.removeAttribute("value");
    const text = found.total ? `${found.step} ${found.done} / ${found.total}` : found.step;
    if (step.textContent !== text) step.textContent = text;
  } catch {
    // The editor doesn't answer; it is asked again.
  }
  setTimeout(look, EVERY);
}
setTimeout(look, EVERY);
