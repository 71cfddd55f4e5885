// The position of a paste, updated for changes of the text while the server responds.

import { proseAround } from "./caret.js";
import { newId } from "./stream.js";

export function placeNow({ stream, child }, selection) {
  return { stream, child, selection, content: contentOf(child) };
}

/** The same position after typing, pasting or removing blocks. It never covers text that was typed meanwhile. */
export function stillThere(root, { stream, child, selection, content }) {
  if (stream.children.includes(child) && contentOf(child) === content) {
    return { stream, child, selection };
  }
  const key = selection.getStartKey();
  const holder = stream.children.find((other) => other.type === "text" && contentOf(other).getBlockForKey(key));
  if (!holder) {
    return atCaret(root) ?? atEnd(root);
  }
  const offset = Math.min(selection.getStartOffset(), contentOf(holder).getBlockForKey(key).getLength());
  return { stream, child: holder, selection: collapsed(key, offset) };
}

/** The position of the caret, if it is in rich text. */
export function atCaret(root) {
  const place = proseAround(root, document.activeElement);
  return place && { ...place, selection: place.child.block.widget.getState().getSelection() };
}

function atEnd(root) {
  const last = root.children.at(-1);
  const child = last?.type === "text" ? last : root.insert({ type: "text", id: newId(), value: EMPTY }, root.children.length);
  return endOf(root, child);
}

export function endOf(stream, child) {
  const block = contentOf(child).getLastBlock();
  return { stream, child, selection: collapsed(block.getKey(), block.getLength()) };
}

const EMPTY = '{"blocks": [], "entityMap": {}}';

const contentOf = (child) => child.block.widget.getState().getCurrentContent();

function collapsed(key, offset) {
  return window.DraftJS.SelectionState.createEmpty(key).merge({ anchorOffset: offset, focusOffset: offset });
}
