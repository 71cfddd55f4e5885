// A rich text field hands its words to the form when nobody has typed for a quarter of a second. Somebody who types fast
// never waits that long, so that nothing could save them: here they are handed over while they are typed, and at once
// when the field or the page is left or the form is sent.
{
  const EVERY = 500;
  const EVENTS = ["keyup", "input", "drop", "paste"];
  const form = document.querySelector("[data-edit-form]");
  const written = new Set();
  let timer;

  function inputOf(element) {
    return element.closest?.("[data-draftail-editor-wrapper]")?.parentNode.querySelector(":scope > input");
  }

  // As Draftail writes it; the marks of comments are Wagtail's own.
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
        // Wagtail sees it later, and would let the page be left without a question.
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
