// Wagtail's StreamField in the form, changed block by block, so that what stays keeps its comments.

import { withContent } from "./prose.js";

export class Stream {
  constructor(root) {
    this.root = root;
    // What the server calls the state of each block, by id.
    this.marks = new Map();
  }

  get held() {
    return [...this.marks.values()].join(" ");
  }

  /** Makes the stream these blocks: `value` is null for one that stands here already, by its `mark`. */
  show(blocks) {
    const wanted = new Set(blocks.map((block) => block.id));
    [...this.root.children].filter((child) => !wanted.has(child.id)).forEach((child) => remove(this.root, child));
    blocks.forEach((block, place) => this.put(block, place));
    this.marks = new Map(blocks.map((block) => [block.id, block.mark]));
  }

  /** Gives what makes the stream again what it is now. */
  undoable() {
    const states = this.root.getState();
    return () => {
      [...this.root.children].forEach((child) => remove(this.root, child));
      states.forEach((state, place) => this.root.insert(state, place));
    };
  }

  put(block, place) {
    const children = this.root.children;
    const child = children.find((other) => other.id === block.id);
    if (!child) {
      this.root.insert(block, place);
      return;
    }
    if (children.indexOf(child) !== place) {
      this.root.moveBlock(children.indexOf(child), place);
    }
    if (this.marks.get(block.id) !== block.mark) {
      replace(this.root, child, block);
    }
  }
}

/** Takes a block out and leaves its comments: they are forgotten only when the body is settled. */
export function remove(root, child) {
  child.getContentPath = () => "";
  root.deleteBlock(root.children.indexOf(child));
  // The fields that tell the form it is gone stay; its panel would repeat ids.
  child.element.querySelectorAll(":scope > :not(input)").forEach((part) => part.remove());
}

function replace(root, child, block) {
  if (block.type === "text" && child.type === "text") {
    child.block.setState(withContent(child.block.widget.getState(), block.value));
    return;
  }
  const place = root.children.indexOf(child);
  remove(root, child);
  root.insert(block, place);
}

/** Tells the comments of these blocks that what they speak of is gone. */
export function forgetComments(ids) {
  ids.forEach((id) => window.comments?.commentApp?.invalidateContentPath(`body.${id}`));
}
