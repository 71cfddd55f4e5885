// Stores texts that the server does not have yet in IndexedDB. A record is
// {id, place, keptAt, fields}. The place identifies user and post; each window has its own record.

import { settings } from "./bars.js";

const DAYS_KEPT = 30;
// The clock of this machine may be wrong until it is set, and a text would look too old.
const AHEAD = settings.now ? Number(settings.now) * 1000 - Date.now() : 0;

/** The time of the server, in milliseconds. */
export const now = () => Date.now() + AHEAD;

function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  const opening = indexedDB.open("openbook", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("texts", { keyPath: "id" }).createIndex("place", "place");
  };
  return finished(opening);
}

const opened = open();
// Every call is rejected if the browser has no database, as in some private windows.
opened.catch(() => {});

async function texts(mode) {
  return (await opened).transaction("texts", mode).objectStore("texts");
}

export async function put(record) {
  const store = await texts("readwrite");
  store.put(record);
  await new Promise((resolve, reject) => {
    store.transaction.oncomplete = resolve;
    store.transaction.onerror = store.transaction.onabort = () => reject(store.transaction.error);
  });
}

export async function remove(id) {
  await finished((await texts("readwrite")).delete(id));
}

// Newest first. Deletes records that are too old.
export async function keptAt(place) {
  const records = await finished((await texts("readonly")).index("place").getAll(place));
  const oldest = now() - DAYS_KEPT * 24 * 3600 * 1000;
  await Promise.all(records.filter((record) => record.keptAt < oldest).map((record) => remove(record.id)));
  return records.filter((record) => record.keptAt >= oldest).sort((one, other) => other.keptAt - one.keptAt);
}
