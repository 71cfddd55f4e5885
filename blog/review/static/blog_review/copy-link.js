// The button "Copy link" of a message says what came of it; Wagtail's own controller copies.
document.addEventListener("w-clipboard:copied", ({ target }) => say(target, target.dataset.copied));
document.addEventListener("w-clipboard:error", ({ target }) => say(target, target.dataset.failed));

function say(button, words) {
  button.textContent = words;
}
