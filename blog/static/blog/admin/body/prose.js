// The words of a text block, as Draftail's editor holds them.

const isComment = (style) => style.startsWith("COMMENT-");

/** The editor's state with the content that the server sends, as one step that can be undone. */
export function withContent(state, raw) {
  const { EditorState, convertFromRaw } = window.DraftJS;
  const content = withComments(convertFromRaw(JSON.parse(raw)), state.getCurrentContent());
  return EditorState.push(state, content, "insert-fragment");
}

/** Comments stay on paragraphs that say the same words as before. */
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
