// Whether this person is still signed in, asked of the server.

import { settings } from "./bars.js";

// "here", "away" (signed out), "other" (somebody else signed in), "denied" (may not edit this post, which may be gone),
// or "unreachable". When here, the form gets the newest token, because signing in again makes the old one worthless.
export async function session(form) {
  const [, post = ""] = form.action.match(/\/pages\/(\d+)\/edit\//) ?? [];
  let answer;
  try {
    answer = await fetch(`${settings.sessionUrl}?post=${post}`, { headers: { "X-Requested-With": "XMLHttpRequest" }, cache: "no-store" });
  } catch {
    return "unreachable";
  }
  if (answer.status === 403) {
    return "away";
  }
  if (!answer.ok) {
    return "unreachable";
  }
  const { user, token, may_edit: mayEdit } = await answer.json();
  if (String(user) !== settings.user) {
    return "other";
  }
  form.elements.csrfmiddlewaretoken.value = token;
  if (window.wagtailConfig) {
    window.wagtailConfig.CSRF_TOKEN = token;
  }
  return mayEdit ? "here" : "denied";
}
