// Gives each program its button "Copy", where the browser lets a page write to the clipboard.
const buttons = navigator.clipboard ? document.querySelectorAll(".code-block__copy") : [];
for (const button of buttons) {
  const offer = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const code = button.closest(".code-block__plate").querySelector("code");
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = offer; }, 2000);
  });
}
