// Draft recovery: input is not lost by a crash, a missing title, an expired session or a concurrent editor.

import { settings, show } from "./bars.js";
import { handOver } from "../hand-over.js";
import { fieldsOf, textOf } from "./fields.js";
import { Keeper } from "./keeper.js";
import { offer } from "./offer.js";
import { watchSaving } from "./saving.js";
import { remove } from "./store.js";
import { windowNames } from "./window-name.js";
import "./undo.js";

const SETTLED = 1500;

function placeOf(form) {
  const [, id] = form.action.match(/\/pages\/(\d+)\/edit\//) ?? [];
  return `${settings.user}:${id ? `post ${id}` : new URL(form.action).pathname}`.replaceAll(" ", "-");
}

// Wagtail's autosave does not detect changes in a restored form. It saves when a change is reported.
function nudge(form, keeper) {
  if (keeper.kept && keeper.kept !== keeper.sent) {
    form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
  }
}

async function start(form) {
  const place = () => placeOf(form);
  const cameBack = form.dataset.wUnsavedForceValue === "true";
  const names = windowNames({ cameBack, restored: settings.restored });
  const onPause = () => cameBack && nudge(form, keeper);
  const keeper = new Keeper({ form, place, names, onPause, onFailure: () => show("no-store") });
  // Before the first await, because autosave starts immediately in a restored form.
  watchSaving(form, keeper);
  if (cameBack) {
    await takeOver(form, keeper);
    return;
  }
  setTimeout(() => keeper.touched || keeper.startFrom(textOf(fieldsOf(form))), SETTLED);
  await offer(form, { place: place(), openWindows: (await names).others, showNewest: () => showNewest(keeper),
    beforeRestoring: () => keepTyped(form, keeper) });
}

// A stored text takes the place of what was typed into this page.
async function keepTyped(form, keeper) {
  if (keeper.touched) {
    await handOver(form).catch(() => {});
    await keeper.keep();
  }
}

// The page was requested before the last save was done, so that it shows an older version.
async function showNewest(keeper) {
  if (keeper.touched) {
    await keeper.keep();
  }
  window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
  window.location.reload();
}

// The form was returned with the input, after an error or on request. It is now the text of this window.
async function takeOver(form, keeper) {
  await keeper.keep();
  // The only copy stays if this browser cannot store another one.
  if (settings.restored && keeper.keptId && settings.restored !== keeper.id) {
    await remove(settings.restored);
  }
  // Reloading the page must not send the form again.
  history.replaceState(null, "", form.action);
}

const form = document.getElementById("page-edit-form");
if (form) {
  start(form);
}
