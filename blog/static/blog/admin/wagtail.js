// The only place that takes part in the work of Wagtail's own objects (docs/seams.md). What is missing after an upgrade
// is named in the console, and the editor goes on without it.

function missing(name) {
  console.error(`Wagtail has no ${name} any more: see docs/seams.md.`);
}

/** Calls `around.deleteBlock` and `around.moveBlock` with (sequence, original, args) in the place of Wagtail's. */
export function aroundBlocks(around) {
  ["StreamBlock", "ListBlock"].forEach((name) => {
    const prototype = window.wagtailStreamField?.blocks?.[name]?.prototype;
    ["deleteBlock", "moveBlock"].forEach((act) => {
      const original = prototype?.[act];
      if (!original) {
        missing(`wagtailStreamField.blocks.${name}.prototype.${act}`);
        return;
      }
      prototype[act] = function (...args) {
        return around[act](this, (...given) => original.apply(this, given), args);
      };
    });
  });
}

/** Wagtail's dialogs of a review submit by jQuery, past the listeners of the form: this submits as a button does. */
export function submitAsButtonsDo(form) {
  if (!window.jQuery) {
    missing("jQuery");
    return;
  }
  window.jQuery(form).on("submit", (event) => {
    if (event.isTrigger) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}
