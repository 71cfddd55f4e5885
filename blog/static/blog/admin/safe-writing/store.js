// Texts that the server does not have yet, in this browser's own database. A record is
// {id, place, keptAt, fields}: the place is a person's post, and each window has a record of its own there.

const DAYS_KEPT = 30;

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
// Where a browser has no database (some private windows), each use says so instead.
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

// The newest first; what is too old goes.
export async function keptAt(place) {
  const records = await finished((await texts("readonly")).index("place").getAll(place));
  const oldest = Date.now() - DAYS_KEPT * 24 * 3600 * 1000;
  await Promise.all(records.filter((record) => record.keptAt < oldest).map((record) => remove(record.id)));
  return records.filter((record) => record.keptAt >= oldest).sort((one, other) => other.keptAt - one.keptAt);
}
