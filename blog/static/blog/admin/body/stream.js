// Changes Wagtail's StreamField block by block, so that unchanged blocks keep their comments.

import { withContent } from "./prose.js";
import { Refused, ask, words } from "./server.js";

export class Stream {
  constructor(root) {
    this.root = root;
    // The fields of removed blocks. A new block replaces them, so that the form does not grow.
    this.gone = [];
    // Whether blocks are missing in the form. Nothing may be saved then.
    this.isBroken = false;
  }

  /**
   * Sets the stream to the blocks of the server's response. Returns the response. If a block cannot be built, restores
   * the stream and throws Refused.
   */
  async bring(address, fields) {
    const all = [...fields, ["rebuild", "1"]];
    if (this.isBroken) {
      return this.rebuild(address, all);
    }
    const answer = await ask(address, fields);
    const before = this.root.getState();
    try {
      this.change(answer.blocks);
      return answer;
    } catch (error) {
      console.error(error);
    }
    try {
      return await this.rebuild(address, all);
    } catch (refused) {
      this.startFrom(before);
      throw refused;
    }
  }

  async rebuild(address, fields) {
    this.isBroken = true;
    const whole = await ask(address, fields);
    try {
      this.startFrom(whole.blocks);
    } catch (error) {
      console.error(error);
      throw new Refused(words().unbuilt);
    }
    return whole;
  }

  startFrom(blocks) {
    this.isBroken = true;
    this.gone = [];
    this.root.setState(blocks);
    this.isBroken = false;
  }

  change(blocks) {
    const wanted = new Set(blocks.map((block) => block.id));
    this.root.children.filter((child) => !wanted.has(child.id)).forEach((child) => this.takeOut(child));
    blocks.forEach((block, place) => this.put(block, place));
    this.root.children.slice(blocks.length).forEach((child) => this.takeOut(child));
  }

  /** Returns a function that restores the current stream. */
  undoable() {
    const states = this.root.getState();
    return () => {
      [...this.root.children].forEach((child) => this.takeOut(child));
      states.forEach((state, place) => this.insert(state, place));
    };
  }

  /** Returns a function that tells whether nothing was written in the stream since. */
  untouched() {
    // A rich text field is a state of Draft.js.
    const wordsOf = (_name, value) => value?.getCurrentContent?.().getPlainText() ?? value;
    const now = () => JSON.stringify(this.root.getState(), wordsOf);
    const then = now();
    return () => now() === then;
  }

  put(block, place) {
    const children = this.root.children;
    const from = children.findIndex((child, at) => at >= place && child.id === block.id);
    if (from < 0) {
      this.insert(block, place);
      return;
    }
    if (from !== place) {
      this.root.moveBlock(from, place, BY_SCRIPT);
    }
    if ("value" in block) {
      this.replace(children[place], block, place);
    }
  }

  replace(child, block, place) {
    if (block.type === "text" && child.type === "text") {
      child.block.setState(withContent(child.block.widget.getState(), block.value));
    } else {
      this.takeOut(child);
      this.insert(block, place);
    }
  }

  takeOut(child) {
    remove(this.root, child);
    this.gone.push(child.element);
  }

  insert(block, place) {
    if (!("value" in block)) {
      throw new Error(`The form has no block ${block.id}, and its value was not sent.`);
    }
    const { blockCounter } = this.root;
    const gone = this.gone.pop();
    if (!gone) {
      this.root.insert(block, place);
      return;
    }
    this.root.blockCounter = numberOf(gone);
    gone.remove();
    this.root.insert(block, place);
    this.root.blockCounter = blockCounter;
    this.root.countInput.val(blockCounter);
  }
}

// No undo is offered for changes of a script.
const BY_SCRIPT = { isByScript: true };

const numberOf = (element) => Number(element.querySelector("input[name$='-deleted']").name.match(/-(\d+)-deleted$/)[1]);

/** Removes a block but keeps its comments until all changes are done. */
export function remove(root, child) {
  child.getContentPath = () => "";
  root.deleteBlock(root.children.indexOf(child), BY_SCRIPT);
  // Keeps the fields that mark the block as deleted, and removes its panel, which would repeat ids.
  child.element.querySelectorAll(":scope > :not(input)").forEach((part) => part.remove());
}

/** Detaches the comments of deleted blocks. */
export function forgetComments(ids) {
  ids.forEach((id) => window.comments?.commentApp?.invalidateContentPath(`body.${id}`));
}

/** A UUID. `crypto.randomUUID` does not exist in insecure contexts. */
export function newId() {
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (sign) =>
    (sign ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (sign / 4)))).toString(16));
}
