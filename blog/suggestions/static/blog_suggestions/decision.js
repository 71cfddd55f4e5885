// Shows the difference of what is checked whenever a check or a text of the form changes.

const form = document.querySelector("form.decision:has([name='preview'])");
let latest = 0;

async function show() {
  const own = ++latest;
  const sent = new FormData(form);
  sent.set("preview", "");
  const answer = await fetch(form.action, { method: "POST", body: sent });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-difference]");
  if (answer.ok && fresh && own === latest) {
    document.querySelector("[data-difference]").replaceWith(fresh);
  }
}

if (form) {
  form.elements.preview.hidden = true;
  form.querySelector("fieldset").addEventListener("change", () => show().catch(console.error));
}
