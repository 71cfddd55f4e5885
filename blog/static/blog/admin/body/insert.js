// Inserts blocks at the caret: text is merged with the text around it; other blocks split the text block.

import { editorOf } from "./caret.js";
import { newId, remove } from "./stream.js";

/** Inserts blocks at a selection in a text block. Returns `{added, isUntouched, undo}`. */
export function insertAt({ stream, child }, selection, blocks) {
  const before = child.block.widget.getState();
  const [head, tail, moves] = parted(before, selection);
  const caret = caretBehind(child, before.getSelection(), selection, tail);
  const middle = [...blocks];
  if (middle[0]?.type === "text") {
    head.push(...paragraphs(middle.shift()));
  }
  const behind = middle.length && middle.at(-1).type === "text" ? paragraphs(middle.pop()) : [];
  const place = stream.children.indexOf(child);
  if (!middle.length) {
    say(child, [...head, ...tail]);
    putCaret(caret, child);
    return { added: [], isUntouched: unchanged(child), undo: () => restore(child, before) };
  }
  const content = [...behind, ...tail];
  say(child, head.length ? head : [emptyParagraph()]);
  const added = middle.map((block, step) => stream.insert(block, place + 1 + step));
  const rest = stream.insert(textBlock(content), place + 1 + middle.length);
  moveComments(child, rest, moves);
  putCaret(caret, child, rest);
  added.push(rest);
  const isGone = !head.length;
  if (isGone) {
    // There is no text before: the following text becomes a block of its own.
    remove(stream, child);
  }
  const isUntouched = unchanged(rest, ...(isGone ? [] : [child]));
  return { added, isUntouched, undo: () => takeBack({ stream, child, place, before, added, isGone }) };
}

/** Returns a function that tells whether these text blocks are still unchanged. */
function unchanged(...children) {
  const words = () => children.map((child) => child.block.widget.getState().getCurrentContent().getPlainText()).join("\n\n");
  const now = words();
  return () => children.every((child) => child.element.isConnected) && words() === now;
}

/** The new position of the caret as `{key, offset}`, or null if the focus is in another field. */
function caretBehind(child, now, then, tail) {
  const field = document.activeElement.closest("input, textarea, select, [contenteditable=true]");
  if (field && !child.element.contains(field)) {
    return null;
  }
  if (now.getAnchorKey() !== then.getAnchorKey()) {
    return { key: now.getAnchorKey(), offset: now.getAnchorOffset() };
  }
  const typedOn = then.isCollapsed() ? Math.max(now.getAnchorOffset() - then.getAnchorOffset(), 0) : 0;
  return { key: tail[0]?.getKey(), offset: typedOn };
}

/** Puts the caret into the first text block that has the paragraph, or at the end of the last one. */
function putCaret(caret, ...children) {
  const has = (child) => child.block.widget.getState().getCurrentContent().getBlockForKey(caret.key);
  if (caret) {
    moveCaret(children.find(has) ?? children.at(-1), caret.key, caret.offset);
  }
}

/** The paragraphs before and after a selection, without empty ones at the split. */
function parted(state, selection) {
  const { EditorState, Modifier } = window.DraftJS;
  const content = selection.isCollapsed()
    ? state.getCurrentContent()
    : Modifier.removeRange(state.getCurrentContent(), selection, "backward");
  const at = selection.isCollapsed() ? selection : content.getSelectionAfter();
  const cut = EditorState.acceptSelection(EditorState.push(state, content, "remove-range"), at);
  const { stateBefore, stateAfter, shouldMoveCommentFn } = window.draftail.splitState(cut);
  const head = stateBefore.getCurrentContent().getBlocksAsArray();
  const tail = stateAfter.getCurrentContent().getBlocksAsArray();
  while (head.length && isEmpty(head.at(-1))) {
    head.pop();
  }
  while (tail.length && isEmpty(tail[0])) {
    tail.shift();
  }
  return [head, tail, shouldMoveCommentFn];
}

const isEmpty = (block) => !block.getText().trim();

function paragraphs(block) {
  return window.DraftJS.convertFromRaw(JSON.parse(block.value)).getBlocksAsArray();
}

function emptyParagraph() {
  return window.DraftJS.ContentState.createFromText("").getFirstBlock();
}

function textBlock(blocks) {
  const { ContentState, EditorState } = window.DraftJS;
  const content = ContentState.createFromBlockArray(blocks.length ? blocks : [emptyParagraph()]);
  return { type: "text", id: newId(), value: EditorState.createWithContent(content) };
}

/** Sets the paragraphs of a text block, as one undoable step in its editor. */
function say(child, blocks) {
  const { ContentState, EditorState } = window.DraftJS;
  const content = ContentState.createFromBlockArray(blocks);
  child.block.setState(EditorState.push(child.block.widget.getState(), content, "insert-fragment"));
}

function moveCaret(child, key, offset) {
  const { EditorState, SelectionState } = window.DraftJS;
  const state = child.block.widget.getState();
  const content = state.getCurrentContent();
  const block = content.getBlockForKey(key) ?? content.getLastBlock();
  const at = content.getBlockForKey(key) ? Math.min(offset, block.getLength()) : block.getLength();
  const caret = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: at, focusOffset: at, hasFocus: true });
  child.block.setState(EditorState.forceSelection(state, caret));
  // Immediately: the widget's own focus() is delayed, and keys pressed meanwhile would be lost.
  editorOf(child).focus();
}

function moveComments(from, to, moves) {
  const app = window.comments?.commentApp;
  const [old, fresh] = [from.getContentPath(), to.getContentPath()];
  if (app && old && fresh) {
    const comments = app.utils.selectCommentsForContentPathFactory(old)(app.store.getState());
    comments.filter(moves).forEach((comment) => app.updateContentPath(comment.localId, fresh));
  }
}

function restore(child, before) {
  const { EditorState } = window.DraftJS;
  const now = child.block.widget.getState();
  child.block.setState(EditorState.push(now, before.getCurrentContent(), "insert-fragment"));
  child.block.widget.focus();
}

function takeBack({ stream, child, place, before, added, isGone }) {
  const rest = added.at(-1);
  let target = child;
  if (isGone) {
    target = stream.insert({ type: "text", id: child.id, value: before }, place);
  } else {
    restore(child, before);
  }
  moveComments(rest, target, () => true);
  added.filter((block) => stream.children.includes(block)).forEach((block) => remove(stream, block));
}
