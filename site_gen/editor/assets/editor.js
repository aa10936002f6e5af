// The editor works without this. It keeps drafts while one types, shows what is wrong at once, and keeps one's place.
"use strict";

const WAIT = 500;

function startForm(form) {
  const frame = document.querySelector("[data-look]");
  const status = form.querySelector("[data-status]");
  const kept = `site-gen-draft ${form.dataset.file}`;
  let timer = 0, running = null, again = false;

  const say = (name) => { status.textContent = status.dataset[name] || ""; };

  function pairs() {
    const data = new FormData(form);
    return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
  }

  function remember() {
    try { sessionStorage.setItem(kept, JSON.stringify([...pairs()])); } catch { /* a full store: the server has it */ }
  }

  async function send() {
    if (running) { again = true; return; }
    running = fetch(form.dataset.draft, { method: "POST", body: pairs() });
    try {
      const answer = await running;
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      sessionStorage.removeItem(kept);
    } catch {
      say("lost");
    }
    running = null;
    if (again) { again = false; send(); }
  }

  function show(found) {
    for (const box of form.querySelectorAll(".wrong")) box.replaceChildren();
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    const list = form.querySelector("[data-summary]");
    list.replaceChildren();
    for (const problem of found.problems) {
      const text = document.createElement("span");
      text.textContent = problem.message + (problem.hint ? ` (${problem.hint})` : "");
      const item = document.createElement("li");
      item.className = problem.severity;
      const box = problem.id && document.getElementById(`${problem.id}-wrong`);
      if (box) {
        const link = document.createElement("a");
        link.href = `#${problem.id}`;
        link.textContent = problem.label;
        item.append(link, ": ");
        const line = document.createElement("p");
        line.className = problem.severity;
        line.textContent = text.textContent;
        box.append(line);
        const field = document.getElementById(problem.id);
        if (field.matches("input, select, textarea")) field.setAttribute("aria-invalid", "true");
      }
      item.append(text);
      list.append(item);
    }
    list.parentElement.hidden = !found.problems.length;
    say(found.problems.some((problem) => problem.severity === "error") ? "wrong" : found.is_changed ? "kept" : "saved");
    if (found.is_shown && frame) frame.contentWindow.postMessage("site-gen: look again", new URL(frame.src).origin);
    else if (found.is_shown) form.querySelector("[data-refresher]").hidden = false;
  }

  function typed() {
    remember();
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  }

  function restore() {
    let found = null;
    try { found = JSON.parse(sessionStorage.getItem(kept)); } catch { /* not ours */ }
    if (!Array.isArray(found)) return;
    const values = new Map();
    for (const [name, value] of found) values.set(name, [...(values.get(name) || []), value]);
    for (const field of form.elements) {
      if (!/^[vyf]:/.test(field.name) || !values.has(field.name)) continue;
      if (field.type === "checkbox") field.checked = values.get(field.name).includes(field.value);
      else field.value = values.get(field.name).at(-1);
    }
    send();
  }

  // Lists change without leaving the page: the server's answer takes the form's place.
  async function step(button) {
    const body = pairs();
    body.append("do", button.value);
    clearTimeout(timer);
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("form");
    if (!next) { location.reload(); return; }
    for (const field of form.elements) {  // what was typed meanwhile
      const twin = /^[vyf]:/.test(field.name) && [...next.elements].find((each) => each.name === field.name && each.type !== "checkbox");
      if (twin) twin.value = field.value;
    }
    const open = new Set([...form.querySelectorAll("details[open]")].map((each) => each.id));
    for (const each of next.querySelectorAll("details")) if (each.id && open.has(each.id)) each.open = true;
    const [what, path] = button.value.split(":");
    const list = "f-" + (what === "add" ? path : path.slice(0, path.lastIndexOf("."))).replaceAll(".", "-");
    form.replaceWith(next);
    startForm(next);
    const items = [...next.querySelectorAll(`#${CSS.escape(list)} > .item`)];
    const same = document.getElementById("f-" + path.replaceAll(".", "-"));
    const target = what === "add" ? items.at(-1) : same;
    if (target) { target.open = true; (target.querySelector("input:not([type=hidden]), textarea, select") || target).focus(); }
    else next.querySelector(`#${CSS.escape(list)} > .add`)?.focus();
    next.dispatchEvent(new Event("input"));
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-refresh]")) return;
    form.action = `${form.action.split("#")[0]}#${event.target.id}`;
    form.requestSubmit(form.querySelector("[data-refresher]"));
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (button && /^(add|remove|up|down):/.test(button.value)) { event.preventDefault(); step(button); }
  });
  form.addEventListener("submit", () => { clearTimeout(timer); remember(); });
  form.querySelector("[data-refresher]").hidden = Boolean(frame);
  for (const bar of form.querySelectorAll("[data-bar]")) startBar(bar);
  for (const box of form.querySelectorAll("[data-focus]")) startFocus(box);
  if (form.ownerDocument.querySelector(".note.good")) sessionStorage.removeItem(kept); else restore();
}

// Buttons above a text in Markdown.
function startBar(bar) {
  const area = document.getElementById(bar.dataset.bar);
  const marks = { bold: ["**", "**"], italic: ["*", "*"], heading: ["## ", ""], list: ["- ", ""], link: ["[", "](https://)"] };
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const mark = marks[event.target.closest("button")?.dataset.mark];
    if (!mark) return;
    const { selectionStart: start, selectionEnd: end, value } = area;
    const line = mark[1] ? start : value.lastIndexOf("\n", start - 1) + 1;
    area.setRangeText(mark[0] + value.slice(line, end) + mark[1], line, end, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// The point that crops keep: by two sliders, or by pointing at the picture; each crop follows.
function startFocus(box) {
  const field = document.getElementById(box.dataset.focus), whole = box.querySelector("[data-whole]");
  const axes = [...box.querySelectorAll("[data-axis]")], size = whole.viewBox.baseVal;
  box.querySelector(".slides").hidden = false;
  const show = (point) => {
    const dot = whole.querySelector("circle");
    dot.setAttribute("cx", size.width * point[0] / 100);
    dot.setAttribute("cy", size.height * point[1] / 100);
    for (const svg of box.querySelectorAll(".crops svg")) {
      const image = svg.querySelector("image"), crop = svg.viewBox.baseVal;
      image.setAttribute("x", (crop.width - image.width.baseVal.value) * point[0] / 100);
      image.setAttribute("y", (crop.height - image.height.baseVal.value) * point[1] / 100);
    }
  };
  const write = (point) => {
    axes.forEach((axis, index) => { axis.value = point[index]; });
    field.value = point.join(" ");
    show(point);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const axis of axes) axis.addEventListener("input", (event) => { event.stopPropagation(); write(axes.map((each) => Number(each.value))); });
  field.addEventListener("input", () => {
    const found = /^\s*(\d{1,3})%?[\s,]+(\d{1,3})%?\s*$/.exec(field.value);
    const point = found ? [1, 2].map((at) => Math.min(100, Number(found[at]))) : [50, 50];
    axes.forEach((axis, index) => { axis.value = point[index]; });
    show(point);
  });
  const point = (event) => {
    const place = whole.getBoundingClientRect();
    const at = [(event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height];
    write(at.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 100)));
  };
  whole.addEventListener("pointerdown", (event) => { whole.setPointerCapture(event.pointerId); point(event); });
  whole.addEventListener("pointermove", (event) => { if (event.buttons) point(event); });
}

// A link to a field leads into what is folded.
function reveal() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let each = target; each; each = each.parentElement) if (each.matches("details")) each.open = true;
  target.scrollIntoView({ block: "center" });
  if (target.matches("input, select, textarea")) target.focus();
}

function startDrop(form) {
  const input = form.querySelector("input[type=file]"), wrong = form.querySelector("[data-drop-wrong]");
  const over = (is) => (event) => { event.preventDefault(); form.classList.toggle("over", is); };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => { over(false)(event); input.files = event.dataTransfer.files; form.requestSubmit(); });
  form.addEventListener("submit", (event) => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    wrong.textContent = size > Number(form.dataset.limit) ? form.dataset.tooMuch : "";
    if (wrong.textContent) event.preventDefault();
  });
}

for (const form of document.querySelectorAll("#form")) startForm(form);
for (const form of document.querySelectorAll("[data-drop]")) startDrop(form);
addEventListener("hashchange", reveal);
reveal();
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  await navigator.clipboard.writeText(text);
  button.firstChild.textContent = button.dataset.done;
});
