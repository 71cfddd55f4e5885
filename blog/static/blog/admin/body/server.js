// Requests to the server about the body in the form. An error response has a message for the user.

import { session } from "../safe-writing/session.js";

export class Refused extends Error {}

/** The form fields of the body, as on save. */
export function bodyFields(form) {
  return [...new FormData(form)].filter(([name]) => name.startsWith("body-"));
}

/** Sends fields as [name, value] pairs. Returns the response or throws Refused. */
export async function ask(address, fields) {
  const data = new FormData();
  fields.forEach(([name, value]) => data.append(name, value));
  let response = await send(address, data);
  const state = isDenied(response) && (await session(document.getElementById("page-edit-form")));
  // Signing in again in another tab invalidates the CSRF token of this page.
  if (state === "here") {
    response = await send(address, data);
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : {};
  if (!response.ok || !isJson) {
    throw new Refused(answer.error || reason(response, state));
  }
  return answer;
}

function send(address, body) {
  const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
  return fetch(address, { method: "POST", body, headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN } }).catch(() => {
    throw new Refused(words().unreachable);
  });
}

// Wagtail redirects users without permission.
const isDenied = (response) => response.redirected || [403, 404].includes(response.status);

function reason(response, state) {
  if (isDenied(response)) {
    return ["here", "denied"].includes(state) ? words().denied : words().signedOut;
  }
  if (response.status === 400 || response.status === 413) {
    return words().tooMuch;
  }
  return words().failed;
}

/** Messages come from the page, where they are translated. */
export function words() {
  return document.querySelector("[data-body-views]").dataset;
}
