// Enter in a single-line field moves to the next field. A browser would press the first button of the form.
{
  const FIELDS = "input:not([type=hidden]), textarea, select, [contenteditable=true]";
  // Input types in which Enter has another meaning.
  const BUTTONS = ["submit", "button", "image", "reset", "file"];

  const isShown = (field) => field.getClientRects().length > 0 && !field.disabled;

  function nextOf(field) {
    const around = field.closest("[role=dialog]") ?? field.form;
    return [...around.querySelectorAll(FIELDS)].find(
      (other) => field.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING && isShown(other),
    );
  }

  // Runs after widgets that handle Enter: tags, choosers, calendars.
  document.addEventListener("keydown", (event) => {
    const { target: field, key, isComposing, defaultPrevented } = event;
    const isField = field.matches?.("input") && !BUTTONS.includes(field.type) && field.form?.matches("[data-edit-form]");
    if (key === "Enter" && isField && !isComposing && !defaultPrevented) {
      event.preventDefault();
      nextOf(field)?.focus();
    }
  });
}
