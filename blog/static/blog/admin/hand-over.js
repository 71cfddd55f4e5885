// Waits until input is in the form: a rich text field is delayed by a quarter of a second, the Markdown view and a
// paste by the server's response.

export const WANTED = "openbook:hand-over";
/** The body is now edited as Markdown, so that earlier changes of its blocks can no longer be undone. */
export const AS_MARKDOWN = "openbook:as-markdown";

// Pending requests that will change the form.
const underWay = new Set();

/** Delays saving and switching views until this promise is settled. */
export async function working(answer) {
  underWay.add(answer);
  try {
    return await answer;
  } finally {
    underWay.delete(answer);
  }
}

// For scripts that are not modules.
document.addEventListener("openbook:working", ({ detail: answer }) => working(answer));

/** Resolves when pending requests and rich text input are in the form. */
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

/** Resolves when all input is in the form. Rejects if the Markdown cannot be read, which its view has reported. */
export async function handOver(form) {
  const waits = [settled()];
  form.dispatchEvent(new CustomEvent(WANTED, { detail: waits }));
  await Promise.all(waits);
}

/** Makes Wagtail's autosave detect a change and save. */
export function startAutosave(form) {
  form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));
}
