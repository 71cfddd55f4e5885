// Finds the block and the stream of the editor with the caret.

/** `{stream, child}` of the innermost text block around an element, or null in a caption or cell. */
export function proseAround(stream, element) {
  const child = stream.children.find((candidate) => candidate.element.contains(element));
  if (!child) {
    return null;
  }
  return child.type === "text" && editorOf(child) ? { stream, child } : inside(child.block, element);
}

export function editorOf(child) {
  return child.block.widget?.input?.draftailEditor;
}

function inside(block, element) {
  if (block.blockDef?.childBlockDefsByName && block.children) {
    return proseAround(block, element);
  }
  const parts = block.children?.map((child) => child.block) ?? Object.values(block.childBlocks ?? {});
  return parts.reduce((found, part) => found ?? inside(part, element), null);
}

/** The position in an editor's text at a point on the screen. */
export function selectionAt(editor, x, y) {
  const range = document.caretRangeFromPoint?.(x, y);
  const paragraph = range?.startContainer.parentElement?.closest("[data-block]");
  const [key] = paragraph?.dataset.offsetKey?.split("-") ?? [];
  const block = key && editor.getEditorState().getCurrentContent().getBlockForKey(key);
  if (!block) {
    return null;
  }
  range.setStart(paragraph, 0);
  const offset = Math.min(range.toString().length, block.getLength());
  return window.DraftJS.SelectionState.createEmpty(key).merge({ anchorOffset: offset, focusOffset: offset });
}
