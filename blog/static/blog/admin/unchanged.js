// Prevents autosave of a page that was only opened. Wagtail's scripts change the form while they build it, on a slow
// machine for seconds, and autosave takes this for input.
{
  const ACTS = ["keydown", "pointerdown", "beforeinput", "input", "change", "paste", "drop"];
  const form = document.querySelector("[data-edit-form]");
  const typed = () => form && new URLSearchParams(new FormData(form)).toString();
  if (form) {
    // Otherwise the Back button of the browser would put the fields of an earlier visit over those of a newer version.
    form.autocomplete = "off";
  }
  // A restored form has unsaved input.
  let isTouched = form?.dataset.wUnsavedForceValue === "true";
  let before;
  let writesOver = false;

  ACTS.forEach((act) => {
    window.addEventListener(act, (event) => {
      if (event.isTrusted && !isTouched) {
        isTouched = true;
        before = typed();
      }
    }, { capture: true, passive: true });
  });

  // Wagtail ignores input in the first two seconds, and does so twice: it starts to
  // watch the form again when the form is built. After a save it starts from the saved state.
  document.addEventListener("w-unsaved:watch-edits", () => {
    const now = typed();
    if (before && before !== now) {
      before = now;
      form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
    }
  });

  document.addEventListener(
    "w-autosave:save",
    (event) => {
      if (!isTouched) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      writesOver = event.detail.formData.has("overwrite_revision_id");
    },
    { capture: true },
  );

  // Without changes, the server returns the previous revision. It was not created by autosave, so the next save must
  // not overwrite it.
  document.addEventListener(
    "w-autosave:success",
    ({ detail: { data } }) => {
      before = null;
      data.is_unchanged = !writesOver && String(data.revision_id) === form.elements.loaded_revision_id?.value;
      if (data.is_unchanged) {
        delete form.dataset.wAutosaveRevisionIdValue;
      }
    },
    { capture: true },
  );
}
