// Offers "Suggest an edit" below words that a reader selects in a post. The link stands outside the text.
const text = document.querySelector(".post__body");
const form = document.querySelector(".suggest-link");
const link = Object.assign(document.createElement("a"), {
  className: "button suggest-selection", hidden: true, rel: "nofollow", textContent: form.textContent,
});
document.body.append(link);
// Otherwise a click would first end the selection.
link.addEventListener("mousedown", (event) => event.preventDefault());
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const range = selection.isCollapsed ? null : selection.getRangeAt(0);
  link.hidden = !range || !text.contains(range.commonAncestorContainer);
  if (link.hidden) return;
  const { startContainer: start } = range;
  const block = (start instanceof Element ? start : start.parentElement).closest("p, li, h2, h3, h4, pre, table, figure, summary") ?? text;
  link.href = `${form.href}?${new URLSearchParams({ words: block.textContent.trim().slice(0, 100) })}`;
  const place = range.getBoundingClientRect();
  const left = Math.min(place.left, document.documentElement.clientWidth - link.offsetWidth - 8);
  link.style.left = `${Math.max(left, 8) + scrollX}px`;
  link.style.top = `${place.bottom + scrollY + 8}px`;
});
