// The content of a text block in Draftail's editor.

const isComment = (style) => style.startsWith("COMMENT-");

/** The editor state with the content from the server, as one undoable step. */
export function withContent(state, raw) {
  const { EditorState, convertFromRaw } = window.DraftJS;
  const content = withComments(convertFromRaw(JSON.parse(raw)), state.getCurrentContent());
  return EditorState.push(state, content, "insert-fragment");
}

/** Keeps comments on paragraphs whose text is unchanged. */
function withComments(content, before) {
  const { Modifier, SelectionState } = window.DraftJS;
  return content.getBlocksAsArray().reduce((whole, block) => {
    const old = before.getBlockForKey(block.getKey());
    if (!old || old.getText() !== block.getText()) {
      return whole;
    }
    let marked = whole;
    old.findStyleRanges(
      (character) => character.getStyle().some(isComment),
      (start, end) => {
        const range = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: start, focusOffset: end });
        old.getInlineStyleAt(start).filter(isComment).forEach((style) => {
          marked = Modifier.applyInlineStyle(marked, range, style);
        });
      },
    );
    return marked;
  }, content);
}
