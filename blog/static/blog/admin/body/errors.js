// Removes the error message of a block when it is changed. A missing alternative text is resolved by a text, by marking
// the picture as decorative, or by another picture that has a text.

export function forgetMended(panel) {
  ["input", "change"].forEach((sign) => {
    // Wagtail's scripts handle the same event and may fill a field.
    panel.addEventListener(sign, ({ target }) => setTimeout(() => look(target)));
  });
}

function look(target) {
  const field = target.closest(".w-field--error");
  if (!target.closest("[data-contentpath=alt_text]")) {
    clear(field);
  }
  const picture = target.closest("[data-contentpath=image]");
  const part = (name) => picture?.querySelector(`[data-contentpath=${name}]`);
  if (part("alt_text")?.querySelector("input, textarea")?.value.trim() || part("decorative")?.querySelector("input")?.checked) {
    clear(part("alt_text").querySelector(".w-field--error"));
  }
}

function clear(field) {
  if (field) {
    field.classList.remove("w-field--error");
    field.querySelectorAll("[data-field-errors] .error-message").forEach((message) => message.remove());
    field.querySelector("[data-field-errors] .icon")?.setAttribute("hidden", "");
    field.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  }
}
