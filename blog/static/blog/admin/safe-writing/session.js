// Asks the server whether the user is still signed in.

import { settings } from "./bars.js";

// "here", "away" (signed out), "other" (another user signed in), "denied" (may not edit this post, or it was deleted),
// or "unreachable". If "here", the form gets the newest CSRF token, because signing in again invalidates the old one.
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
