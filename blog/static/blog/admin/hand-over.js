// What was typed stands in the form a moment later: a rich text field waits a quarter of a second, the Markdown view and
// a paste for the server's answer.

export const WANTED = "openbook:hand-over";
/** The body is written as Markdown from now on: what was done to its blocks is not undone behind that text. */
export const AS_MARKDOWN = "openbook:as-markdown";

// The server's answers that will change the form.
const underWay = new Set();

/** Nothing is saved, and no other view opened, before this has come into the form. */
export async function working(answer) {
  underWay.add(answer);
  try {
    return await answer;
  } finally {
    underWay.delete(answer);
  }
}

// As a script that is no module says it.
document.addEventListener("openbook:working", ({ detail: answer }) => working(answer));

/** When what is under way, and what was typed into rich text, stands in the form. */
export async function settled() {
  while (underWay.size) {
    await Promise.allSettled(underWay);
  }
  await new Promise((resolve) => {
    setTimeout(resolve, 300);
  });
  if (underWay.size) {
    await settled();
  }
}

/** When all of it does. Rejects where the Markdown cannot be read, which its view has said by then. */
export async function handOver(form) {
  const waits = [settled()];
  form.dispatchEvent(new CustomEvent(WANTED, { detail: waits }));
  await Promise.all(waits);
}

/** Wagtail's autosave takes this for a change and saves. */
export function startAutosave(form) {
  form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
}
