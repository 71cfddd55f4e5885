// The tabs of the form are still hidden when a browser honours "autofocus".
window.addEventListener("load", () => {
  const title = document.querySelector("[name=title][autofocus]");
  if (title && document.activeElement === document.body) {
    title.focus();
  }
});
