// A rich text field updates the form when nothing was typed for a quarter of a second. While a user types fast, this
// would never happen and nothing could be saved. Here the form is updated during typing too, and immediately
// when the field or page is left or the form is sent.
{
  const EVERY = 500;
  const EVENTS = ["keyup", "input", "drop", "paste"];
  const form = document.querySelector("[data-edit-form]");
  const written = new Set();
  let timer;

  function inputOf(element) {
    return element.closest?.("[data-draftail-editor-wrapper]")?.parentNode.querySelector(":scope > input");
  }

  // Serialized as in Draftail, without the comment styles of Wagtail.
  function contentOf(editor) {
    const content = window.Draftail.serialiseEditorStateToRaw(editor.getEditorState());
    content?.blocks.forEach((block) => {
      block.inlineStyleRanges = block.inlineStyleRanges.filter(({ style }) => !style.startsWith("COMMENT-"));
    });
    return JSON.stringify(content);
  }

  function handOver() {
    clearTimeout(timer);
    timer = null;
    written.forEach((input) => {
      const content = input.isConnected && input.draftailEditor ? contentOf(input.draftailEditor) : input.value;
      if (content !== input.value) {
        input.value = content;
        // Wagtail detects the change later, and would not warn when the page is left.
        form.dataset.wUnsavedHasEditsValue = "true";
      }
    });
    written.clear();
  }

  EVENTS.forEach((name) => {
    form?.addEventListener(name, ({ target }) => {
      const input = inputOf(target);
      if (input) {
        written.add(input);
        timer ??= setTimeout(handOver, EVERY);
      }
    });
  });
  form?.addEventListener("focusout", handOver);
  form?.addEventListener("submit", handOver, { capture: true });
  document.addEventListener("visibilitychange", handOver, { capture: true });
  window.addEventListener("beforeunload", handOver, { capture: true });
}
