// On the page of a review link: comments on selected words, and word that a person, not a program, reads it.
const READING = 3000;
const NOT_TEXT = ".footnote-mark, button, script";
const PARAGRAPHS = "p, li, h2, h3, h4, blockquote, td, th, figcaption, pre";

const form = document.querySelector("[data-comment-form]");
const offer = document.querySelector("[data-select]");
const body = document.querySelector(".post__body");

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

function words(fragment) {
  for (const part of fragment.querySelectorAll(NOT_TEXT)) part.remove();
  return oneLine(fragment.textContent);
}

function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!body.contains(range.commonAncestorContainer)) return null;
  const start = range.startContainer;
  const paragraph = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest(PARAGRAPHS);
  // What goes on in the next paragraph is about the first one.
  if (paragraph && !paragraph.contains(range.endContainer)) range.setEndAfter(paragraph.lastChild);
  const quote = words(range.cloneContents());
  return quote ? { quote, around: paragraph ? words(paragraph.cloneNode(true)) : "", box: range.getBoundingClientRect() } : null;
}

// Below the words, or above them at the lower edge of the screen.
function place(box) {
  const frame = offer.offsetParent.getBoundingClientRect();
  const below = box.bottom + 8 + offer.offsetHeight < innerHeight;
  const top = below ? box.bottom + 8 : box.top - 8 - offer.offsetHeight;
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - offer.offsetWidth - 8));
  Object.assign(offer.style, { top: `${top - frame.top}px`, left: `${left - frame.left}px` });
}

function about(quote, around) {
  form.elements.quote.value = quote;
  form.elements.around.value = around;
  const shown = form.querySelector("[data-chosen]");
  shown.textContent = quote;
  shown.hidden = !quote;
  form.querySelector("[data-drop]").hidden = !quote;
  form.querySelector("[data-place]").hidden = Boolean(quote);
}

if (form) {
  form.querySelector("[data-with-script]").hidden = false;
  about(form.elements.quote.value, form.elements.around.value);
  document.addEventListener("selectionchange", () => {
    const found = chosen();
    offer.hidden = !found;
    if (found) place(found.box);
  });
  // The press would take the selection away.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.addEventListener("click", () => {
    const found = chosen();
    if (!found) return;
    about(found.quote, found.around);
    offer.hidden = true;
    form.elements.text.focus();
    form.scrollIntoView({ block: "center" });
  });
  form.querySelector("[data-drop]").addEventListener("click", () => about("", ""));
}

setTimeout(() => {
  if (document.visibilityState === "visible") fetch(location.pathname, { method: "POST", body: new URLSearchParams({ act: "read" }) });
}, READING);
