// Lays two pictures upon each other, with a handle between them that fingers, mice and arrow keys move.
for (const pair of document.querySelectorAll("[data-compare]")) {
  const [before, after] = pair.querySelectorAll("img");
  if (!before || !after) continue;
  const handle = document.createElement("input");
  Object.assign(handle, { type: "range", min: 0, max: 100, value: 50, step: 1 });
  handle.setAttribute("aria-label", pair.dataset.label);
  const show = () => pair.style.setProperty("--cut", `${handle.value}%`);
  handle.addEventListener("input", show);
  pair.style.setProperty("--ratio", `${after.getAttribute("width")} / ${after.getAttribute("height")}`);
  show();
  pair.append(handle);
  pair.classList.add("compared");
}
