// A page that was only opened is not saved. Wagtail's scripts change a form while they build it, on a slow machine for
// seconds, and its autosave takes that for somebody's work.
{
  const ACTS = ["keydown", "pointerdown", "beforeinput", "input", "change", "paste", "drop"];
  const form = document.querySelector("[data-edit-form]");
  const typed = () => form && new URLSearchParams(new FormData(form)).toString();
  // What came back unsaved was typed before.
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

  // Wagtail takes what is typed in the first two seconds for what the page came with, and does so twice: it begins to
  // watch the form again as soon as the form is built. After a save it begins with what was saved.
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

  // Where nothing had changed, the server names the revision that stood before. It is not one of autosave's own, which
  // the next save may write over.
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
