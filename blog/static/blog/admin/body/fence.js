// A fence of three backticks alone in its paragraph, as Markdown begins code.

const FENCE = /^```([\w+#.-]*)$/;

/** `{selection, language}` of the fence in the caret's paragraph, or null. */
export function fenceAt(state) {
  const key = state.getSelection().getStartKey();
  const text = state.getCurrentContent().getBlockForKey(key).getText();
  const [, language] = FENCE.exec(text) ?? [];
  if (language === undefined) {
    return null;
  }
  const line = { anchorOffset: 0, focusOffset: text.length };
  return { selection: window.DraftJS.SelectionState.createEmpty(key).merge(line), language };
}
