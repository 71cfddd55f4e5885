// Formulas and footnotes in rich text. Each is an immutable entity: a click opens it, Backspace removes it.
(() => {
  const { createElement, useEffect } = window.React;
  const { EditorState, Modifier, convertToRaw } = window.DraftJS;
  const { gettext } = window;
  const WORDS_IN_TOOLTIP = 12;
  // In milliseconds.
  const PREVIEW_DELAY = 250;

  // The fields of the dialog: "text" of the entity's data, and its text in the line.
  const KINDS = {
    MATH: {
      title: gettext("Math"),
      label: gettext("Formula in TeX"),
      help: gettext("For example E = mc^2 or \\sqrt{a}"),
      text: (data) => data.tex,
      data: (text) => ({ tex: text.replace(/\s+/g, " ") }),
      shown: (data) => data.tex,
    },
    FOOTNOTE: {
      title: gettext("Footnote"),
      label: gettext("Text of the note"),
      help: gettext("Markdown: *italic*, **bold**, [words](https://address)"),
      text: (data) => data.text,
      data: (text, old) => ({ label: old ? old.label : freeLabel(), text }),
      shown: (data) => `[${data.label}]`,
    },
  };

  // Footnote labels are unique in a post, including those in Markdown blocks.
  function freeLabel() {
    const used = new Set();
    for (const wrapper of document.querySelectorAll("[data-draftail-editor-wrapper]")) {
      const content = wrapper.parentNode.querySelector(":scope > input").draftailEditor?.getEditorState().getCurrentContent();
      for (const { type, data } of Object.values(content ? convertToRaw(content).entityMap : {})) {
        if (type === "FOOTNOTE") {
          used.add(data.label);
        }
      }
    }
    for (const { value } of document.querySelectorAll("textarea")) {
      for (const [, label] of value.matchAll(/\[\^([^\]\s]+)\]/g)) {
        used.add(label);
      }
    }
    let number = 1;
    while (used.has(String(number))) {
      number += 1;
    }
    return String(number);
  }

  function withEntity(editorState, type, data) {
    const content = editorState.getCurrentContent().createEntity(type, "IMMUTABLE", data);
    const selection = editorState.getSelection();
    const key = content.getLastCreatedEntityKey();
    const changed = Modifier.replaceText(content, selection, KINDS[type].shown(data), null, key);
    return EditorState.push(editorState, changed, "insert-characters");
  }

  function selectedText(editorState) {
    const selection = editorState.getSelection();
    const block = editorState.getCurrentContent().getBlockForKey(selection.getStartKey());
    const isInOneBlock = selection.getStartKey() === selection.getEndKey();
    return isInOneBlock ? block.getText().slice(selection.getStartOffset(), selection.getEndOffset()) : "";
  }

  // A formula replaces the selected text; a footnote is inserted after it.
  function behindSelection(editorState) {
    const selection = editorState.getSelection();
    const end = { anchorKey: selection.getEndKey(), anchorOffset: selection.getEndOffset() };
    const caret = selection.merge({ ...end, focusKey: end.anchorKey, focusOffset: end.anchorOffset, isBackward: false });
    return EditorState.acceptSelection(editorState, caret);
  }

  function Source({ editorState, entity, entityType, onComplete }) {
    useEffect(() => {
      const { type } = entityType;
      const kind = KINDS[type];
      const old = entity ? entity.getData() : null;
      const start = old ? kind.text(old) : type === "MATH" ? selectedText(editorState) : "";
      const state = old || type === "MATH" ? editorState : behindSelection(editorState);
      const dialog = new EntityDialog(entityType, start);
      // Restores the caret, which the browser loses while the dialog has the focus.
      const asBefore = EditorState.forceSelection(editorState, editorState.getSelection());
      dialog.open().then((text) => onComplete(text ? withEntity(state, type, kind.data(text, old)) : asBefore));
      return () => dialog.element.remove();
    }, []);
    return null;
  }

  class EntityDialog {
    constructor({ type, previewUrl }, text) {
      const kind = KINDS[type];
      this.element = document.createElement("dialog");
      this.element.className = "entity-dialog";
      this.element.setAttribute("aria-labelledby", "entity-dialog-title");
      const form = document.createElement("form");
      form.method = "dialog";
      this.field = document.createElement("textarea");
      Object.assign(this.field, { id: "entity-dialog-text", value: text, rows: type === "MATH" ? 2 : 5 });
      this.field.classList.toggle("entity-dialog__tex", type === "MATH");
      this.field.spellcheck = type !== "MATH";
      this.field.setAttribute("aria-describedby", "entity-dialog-help");
      form.append(
        made("h2", { id: "entity-dialog-title", className: "entity-dialog__title", textContent: kind.title }),
        made("label", { htmlFor: this.field.id, className: "w-field__label", textContent: kind.label }),
        this.field,
        made("p", { id: "entity-dialog-help", className: "help", textContent: kind.help }),
        ...(previewUrl ? [this.preview(previewUrl)] : []),
        this.buttons(),
      );
      this.element.append(form);
    }

    // Fetches a preview from the server shortly after a change.
    preview(url) {
      const shown = made("output", { className: "entity-dialog__preview", htmlFor: this.field.id });
      let asked = 0;
      const refresh = async () => {
        asked += 1;
        const mine = asked;
        const answer = await fetch(`${url}?${new URLSearchParams({ tex: this.field.value })}`);
        const { html, problem } = answer.ok ? await answer.json() : { html: "", problem: "" };
        if (mine === asked) {
          shown.innerHTML = html;
          shown.append(problem);
          shown.classList.toggle("entity-dialog__preview--problem", Boolean(problem));
        }
      };
      let waiting = 0;
      this.field.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(refresh, PREVIEW_DELAY);
      });
      refresh();
      return shown;
    }

    buttons() {
      const row = made("p", { className: "entity-dialog__buttons" });
      const done = made("button", { className: "button", value: "done", textContent: gettext("Save") });
      const cancel = made("button", { className: "button button-secondary", textContent: gettext("Cancel") });
      Object.assign(cancel, { type: "button", onclick: () => this.element.close() });
      row.append(done, cancel);
      return row;
    }

    // Resolves to the input, or to "" if the dialog was cancelled.
    open() {
      document.body.append(this.element);
      this.element.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          this.element.close("done");
        }
      });
      return new Promise((resolve) => {
        this.element.addEventListener("close", () => {
          resolve(this.element.returnValue === "done" ? this.field.value.trim() : "");
        });
        this.element.showModal();
        this.field.focus();
        this.field.select();
      });
    }
  }

  function made(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  function Chip({ entityKey, contentState, children, onEdit }) {
    const entity = contentState.getEntity(entityKey);
    const type = entity.getType();
    const words = KINDS[type].text(entity.getData()).split(/\s+/);
    const more = words.length > WORDS_IN_TOOLTIP ? "…" : "";
    const properties = {
      className: `entity-chip entity-chip--${type.toLowerCase()}`,
      role: "button",
      title: words.slice(0, WORDS_IN_TOOLTIP).join(" ") + more,
      onMouseUp: () => onEdit(entityKey),
    };
    return createElement("span", properties, children);
  }

  for (const type of Object.keys(KINDS)) {
    window.draftail.registerPlugin({ type, source: Source, decorator: Chip }, "entityTypes");
  }
})();
