// A video's link becomes the network's frame, once it is asked for.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-embed]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.title = link.dataset.title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = link.dataset.embed;
  link.replaceWith(frame);
  frame.focus();
});
// A click on the picture of a film starts it, as its play button does: not every browser does so by itself.
document.addEventListener("click", (event) => {
  const film = event.target.closest("video");
  if (!film || film.played.length || event.offsetY > film.clientHeight - 60) return;
  setTimeout(() => film.paused && !film.played.length && film.play(), 400);
});
