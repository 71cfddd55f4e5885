// Gives each program its button "Copy", where the browser lets a page write to the clipboard.
const buttons = navigator.clipboard ? document.querySelectorAll(".code-block__copy") : [];
for (const button of buttons) {
  // What it copies is said beside it, to those who do not see the code.
  const label = button.firstElementChild;
  const offer = label.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const code = button.closest(".code-block__plate").querySelector("code");
    await navigator.clipboard.writeText(code.textContent);
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = offer; }, 2000);
  });
}
