// The form fields as pairs of strings, which can be stored, sent again and shown as text.

const NOT_TEXT = new Set(["csrfmiddlewaretoken", "next", "overwrite_revision_id", "body_emptied"]);

export function fieldsOf(form) {
  return fieldsIn(new FormData(form));
}

export function fieldsIn(formData) {
  return [...formData].filter(([name, value]) => typeof value === "string" && !NOT_TEXT.has(name));
}

// A key that is the same for two states of the form that differ only in their base version.
export function textOf(fields) {
  return JSON.stringify(fields.filter(([name]) => !name.startsWith("loaded_revision_")));
}

export function formDataOf(fields, form) {
  const data = new FormData();
  fields.forEach(([name, value]) => data.append(name, value));
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return data;
}

export function isTooLarge(form, { maxBytes, maxFields }) {
  const fields = [...new FormData(form)];
  const bytes = fields.reduce((sum, [name, value]) => sum + name.length + (value.size ?? new Blob([value]).size), 0);
  return bytes > Number(maxBytes) || fields.length > Number(maxFields);
}

// Markdown that is not in the blocks yet is not saved with them.
export function isWhole(fields) {
  return !fields.some(([name, value]) => name === "unread_markdown" && value);
}

// The input as lines: title, summary, and the text of the blocks that are not deleted.
export function wordsOf(fields) {
  const gone = fields.filter(([name, value]) => name.endsWith("-deleted") && value).map(([name]) => name.slice(0, -7));
  const isText = ([name]) =>
    ["title", "summary", "unread_markdown"].includes(name) ||
    (name.startsWith("body-") && !/-(deleted|order|type|id|count)$/.test(name) && !gone.some((one) => name.startsWith(one)));
  return fields.filter(isText).map(([, value]) => plain(value)).filter(Boolean).join("\n\n");
}

function plain(value) {
  try {
    const { blocks } = JSON.parse(value);
    return blocks.map((block) => block.text).join("\n").trim();
  } catch {
    return value.trim();
  }
}
