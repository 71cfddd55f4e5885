// A page that was only opened is not saved. Wagtail's scripts change a form while they build it, on a slow machine for
// seconds, and its autosave takes that for somebody's work.
{
  const ACTS = ["keydown", "pointerdown", "input", "change", "paste", "drop"];
  let isTouched = false;
  let writesOver = false;

  ACTS.forEach((act) => {
    window.addEventListener(act, (event) => (isTouched ||= event.isTrusted), { capture: true, passive: true });
  });

  document.addEventListener(
    "w-autosave:save",
    (event) => {
      // What came back unsaved was typed before.
      if (!isTouched && event.target.dataset.wUnsavedForceValue !== "true") {
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
    ({ target: form, detail: { data } }) => {
      data.is_unchanged = !writesOver && String(data.revision_id) === form.elements.loaded_revision_id?.value;
      if (data.is_unchanged) {
        delete form.dataset.wAutosaveRevisionIdValue;
      }
    },
    { capture: true },
  );
}
