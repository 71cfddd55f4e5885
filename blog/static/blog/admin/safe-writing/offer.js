// Offers to restore stored texts, newest first.

import { hide, show } from "./bars.js";
import { formDataOf, wordsOf } from "./fields.js";
import { keptAt, remove } from "./store.js";

const today = new Intl.DateTimeFormat([], { timeStyle: "short" });
const earlier = new Intl.DateTimeFormat([], { dateStyle: "medium", timeStyle: "short" });

function moment(time) {
  const isToday = new Date(time).toDateString() === new Date().toDateString();
  return (isToday ? today : earlier).format(time);
}

// Asks the server whether the text is already saved and whether this page shows the newest version. Without a
// response the text is offered. With a base, a text that equals that version is not unsaved either.
export async function compared(form, fields, { base = "" } = {}) {
  const data = formDataOf(fields, form);
  data.set("kept-text-compare", "1");
  data.set("kept-text-base", base);
  ["loaded_revision_id", "loaded_revision_created_at"].forEach((name) => {
    data.set(name, form.elements[name]?.value ?? "");
  });
  try {
    return await (await fetch(form.action, { method: "POST", body: data })).json();
  } catch {
    return { is_saved: false };
  }
}

async function unsavedAt(form, { place, openWindows, showNewest }) {
  for (const record of await keptAt(place)) {
    if (openWindows.has(record.id.split(" ")[1])) {
      continue;
    }
    // A text that was not changed since it was loaded is not unsaved, whatever was saved meanwhile.
    const [, base] = record.fields.find(([name]) => name === "loaded_revision_id") ?? [];
    const answer = await compared(form, record.fields, { base });
    if (!answer.is_saved) {
      return record;
    }
    await remove(record.id);
    if (!answer.is_shown) {
      await showNewest();
    }
  }
  return null;
}

export async function offer(form, where) {
  const record = await unsavedAt(form, where);
  if (record) {
    show("offer", {
      slots: { time: moment(record.keptAt) },
      actions: {
        restore: async () => {
          await where.beforeRestoring();
          restore(form, record);
        },
        see: (bar) => see(bar, record),
        discard: async () => {
          await remove(record.id);
          hide("offer");
          await offer(form, where);
        },
      },
    });
  }
}

function see(bar, record) {
  const words = bar.querySelector("[data-words]");
  words.hidden = !words.hidden;
  words.textContent = wordsOf(record.fields);
  bar.querySelector('[data-act="see"]').setAttribute("aria-expanded", String(!words.hidden));
}

// The server renders the editor with the stored text, as after a form error.
function restore(form, record) {
  const sent = document.createElement("form");
  Object.assign(sent, { method: "post", action: form.action, hidden: true });
  const data = formDataOf(record.fields, form);
  data.set("kept-text", record.id);
  data.forEach((value, name) => {
    sent.append(Object.assign(document.createElement("textarea"), { name, value }));
  });
  document.body.append(sent);
  window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
  sent.submit();
}
