// Paste and drop in rich text of the body: content other than plain text is inserted as blocks.

import { AS_MARKDOWN, working } from "../hand-over.js";
import { ask } from "./server.js";
import { editorOf, proseAround, selectionAt } from "./caret.js";
import { fenceAt } from "./fence.js";
import { insertAt } from "./insert.js";
import { offer } from "./clipboard.js";
import { newId } from "./stream.js";
import { atCaret, endOf, placeNow, stillThere } from "./place.js";

export class Paste {
  constructor({ panel, form, root, notice }) {
    Object.assign(this, { panel, root, notice, words: panel.dataset, last: null });
    panel.addEventListener("paste", (event) => this.pasted(event), { capture: true });
    panel.addEventListener("drop", (event) => this.dropped(event), { capture: true });
    panel.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    panel.addEventListener("input", () => { this.last = null; });
    form.addEventListener(AS_MARKDOWN, () => { this.last = null; });
    this.queue = Promise.resolve();
    this.underWay = 0;
  }

  pasted(event) {
    const isInProse = event.target.closest("[data-draftail-editor-wrapper]");
    const found = isInProse && event.clipboardData && offer(event.clipboardData);
    const place = found && proseAround(this.root, event.target);
    if (place) {
      this.take(event, found, placeNow(place, place.child.block.widget.getState().getSelection()));
    } else if (found && /<t[dh][\s>]/i.test(found.html)) {
      this.putRows(event);
    }
  }

  /** Converts a table in a caption or cell to lines, because Draft.js would join its cells. */
  putRows(event) {
    const text = event.clipboardData.getData("text/plain").trim().replace(/[^\S\n]+/g, " ").replace(/\s*\n\s*/g, "\n");
    const editor = event.target.closest("[data-draftail-editor-wrapper]").parentNode.querySelector(":scope > input").draftailEditor;
    if (text && editor) {
      event.preventDefault();
      event.stopPropagation();
      const { EditorState, Modifier } = window.DraftJS;
      const state = editor.getEditorState();
      const content = Modifier.replaceText(state.getCurrentContent(), state.getSelection(), text);
      editor.onChange(EditorState.push(state, content, "insert-fragment"));
      this.last = null;
    }
  }

  dropped(event) {
    const hasPictures = [...(event.dataTransfer?.files ?? [])].some((file) => file.type.startsWith("image/"));
    const place = hasPictures && proseAround(this.root, event.target);
    const selection = place && selectionAt(editorOf(place.child), event.clientX, event.clientY);
    if (selection) {
      this.take(event, offer(event.dataTransfer), placeNow(place, selection));
    }
  }

  /** Handles one paste at a time: a second one is inserted at the caret after the first is done. */
  take(event, found, place) {
    event.preventDefault();
    event.stopPropagation();
    const isSecond = this.underWay > 0;
    this.underWay += 1;
    const plain = event.clipboardData?.getData("text/plain") || found.text;
    this.queue = working(this.queue
      .then(() => this.bring(found, plain, (isSecond && event.type === "paste" && atCaret(this.root)) || place))
      .finally(() => { this.underWay -= 1; }));
  }

  async bring(found, plain, place) {
    this.notice.show(found.files.length ? this.words.uploading : this.words.reading);
    try {
      const fields = [["html", found.html], ["text", found.text], ["language", found.language]];
      const files = found.files.map((file) => ["picture", file]);
      const { blocks, lost } = await ask(this.panel.dataset.pasteUrl, [...fields, ...files]);
      this.put(stillThere(this.root, { content: null, ...place }), blocks, lost);
    } catch (refused) {
      this.notice.show(refused.message, { acts: plain ? [[this.words.asText, () => this.putText(place, plain)]] : [] });
    }
  }

  put(place, blocks, lost) {
    const target = this.fitting(place, blocks);
    const { added, isUntouched, undo } = insertAt(target, target.selection, blocks);
    this.last = { isUntouched, undo };
    const undescribed = added.filter(isUndescribed);
    undescribed.forEach((child) => altOf(child).setError({ messages: [this.words.describe] }));
    const takeBack = () => (isUntouched() ? undo() : this.notice.show(this.words.writtenOn));
    const acts = [[this.words.undo, takeBack]];
    if (undescribed.length) {
      acts.unshift([this.words.describeNow, () => altOf(undescribed[0]).focus()]);
    }
    const said = [blocks.length ? this.words.pasted : this.words.nothing, lost.length ? this.words.lost : ""];
    this.notice.show(said.filter(Boolean).join(" "), { list: lost, acts });
  }

  /** Blocks that may not be nested this deep are inserted after the quote or list, in the body. */
  fitting(place, blocks) {
    const isFit = blocks.every((block) => block.type in place.stream.blockDef.childBlockDefsByName);
    if (isFit) {
      return place;
    }
    const outer = this.root.children.find((child) => child.element.contains(place.child.element));
    const child = this.root.insert({ type: "text", id: newId(), value: '{"blocks": [], "entityMap": {}}' },
      this.root.children.indexOf(outer) + 1);
    return endOf(this.root, child);
  }

  putText({ child }, text) {
    const { ContentState, EditorState, Modifier } = window.DraftJS;
    const state = child.block.widget.getState();
    const fragment = ContentState.createFromText(text.replace(/\r\n?/g, "\n")).getBlockMap();
    const content = Modifier.replaceWithFragment(state.getCurrentContent(), state.getSelection(), fragment);
    child.block.setState(EditorState.push(state, content, "insert-fragment"));
  }

  pressed(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (isUndo && this.last?.isUntouched()) {
      event.preventDefault();
      event.stopPropagation();
      this.last.undo();
      this.last = null;
      this.notice.hide();
    } else if (event.key === "Enter" && !event.isComposing && event.target.closest("[data-draftail-editor-wrapper]")) {
      this.openCode(event);
    }
  }

  /** Enter after a code fence creates a code block. */
  openCode(event) {
    const place = proseAround(this.root, event.target);
    const fence = place && fenceAt(place.child.block.widget.getState());
    const initial = place?.stream.blockDef.initialChildStates.code;
    if (!fence || !initial) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const code = { type: "code", id: newId(), value: { ...initial, language: fence.language } };
    const { added, isUntouched, undo } = insertAt(place, fence.selection, [code]);
    this.last = { isUntouched, undo };
    added[0].block.focus();
  }
}

function altOf(child) {
  return child.block.childBlocks.image.childBlocks.alt_text;
}

function isUndescribed(child) {
  const picture = child.type === "image" && child.block.getValue().image;
  return picture && !picture.alt_text && !picture.decorative;
}
