// Reads the clipboard, and decides whether Draftail's own paste can handle it.

const BLOCK = /<(h[1-6]|ul|ol|li|table|pre|blockquote|hr|img|figure|details|iframe|div|p)[\s>]/i;
const OWN = /data-editor-content|data-draftjs|data-block=|data-offset-key/;
// Lines that are typical of Markdown only, and lines that other texts have too.
const CLEAR = [/^ {0,3}(```|~~~)/m, /^ {0,3}#{1,6} \S/m, /^\|?[ :|-]*-{3,}[ :|-]*\|[ :|-]*$/m, /^!\[[^\]]*\]\(\S/m, /^:::?\w/m,
  /^> \[!\w+\]/m, /^\[\^[^\]]+\]: /m, /^\$\$$/m];
const LIKELY = [/^ {0,3}[-*+] \S.*\n(.*\n)*? {0,3}[-*+] \S/m, /^ {0,3}\d+[.)] \S.*\n(.*\n)*? {0,3}\d+[.)] \S/m,
  /\[[^\]\n]+\]\(https?:\/\/\S+\)/, /^> \S/m, /\*\*[^*\s][^*\n]*\*\*/, /(^|\s)`[^`\n]+`/];

export function looksLikeMarkdown(text) {
  const counts = (signs) => signs.filter((sign) => sign.test(text)).length;
  return counts(CLEAR) > 0 || counts(LIKELY) > 1;
}

/** `{html, text, language, files}` for the server, or null if Draftail should handle the paste. */
export function offer(data) {
  const files = [...data.files].filter((file) => file.type.startsWith("image/"));
  const html = data.getData("text/html");
  const text = data.getData("text/plain");
  const page = new DOMParser().parseFromString(html, "text/html");
  if (files.length && !page.body.textContent.trim()) {
    return { html: files.map((file, place) => picture(place, page.images[place]?.alt)).join(""), text: "", language: "", files };
  }
  const language = languageOf(data);
  if (language === "markdown" || (looksLikeMarkdown(text) && (!html || isOnlyColoured(page)))) {
    return { html: "", text, language: "", files: [] };
  }
  if (!html || OWN.test(html) || !isMore(html, page)) {
    return null;
  }
  return { ...withPicturesApart(page, html), text: "", language };
}

/** Whether this is a single paragraph of text, which Draftail handles. */
function isMore(html, page) {
  const blocks = page.body.querySelectorAll("h1,h2,h3,h4,h5,h6,li,table,pre,blockquote,hr,img,figure,details,iframe,p");
  const isCode = [...page.body.querySelectorAll("div[style]")].some((box) => box.style.whiteSpace.startsWith("pre"));
  return BLOCK.test(html) && (isCode || blocks.length > 1 || (blocks.length === 1 && blocks[0].tagName !== "P"));
}

/** Text from a code editor, whose HTML contains only colours. */
function isOnlyColoured(page) {
  return !page.body.querySelector("h1,h2,h3,h4,h5,h6,li,table,pre,blockquote,img,p,a,b,strong,em");
}

function languageOf(data) {
  try {
    return JSON.parse(data.getData("vscode-editor-data")).mode ?? "";
  } catch {
    return "";
  }
}

function picture(place, alt = "") {
  // Parsed in a separate document, so that the browser does not load its resources.
  const [image] = new DOMParser().parseFromString("<img>", "text/html").images;
  image.setAttribute("src", `paste:${place}`);
  image.alt = alt;
  return image.outerHTML;
}

/** Converts pictures that are embedded in the HTML to files. */
function withPicturesApart(page, html) {
  const inside = [...page.images].filter((image) => image.getAttribute("src")?.startsWith("data:image/"));
  if (!inside.length) {
    return { html, files: [] };
  }
  const files = inside.map((image, place) => {
    const file = fileOf(image.getAttribute("src"), place);
    image.setAttribute("src", `paste:${place}`);
    return file;
  });
  return { html: page.documentElement.outerHTML, files };
}

function fileOf(address, place) {
  const [, type, coding, content] = address.match(/^data:(image\/[\w.+-]+)[^,]*?(;base64)?,(.*)$/s) ?? [];
  if (!content) {
    return new File([], `picture-${place + 1}.png`);
  }
  const bytes = coding ? atob(content.replace(/\s/g, "")) : decodeURIComponent(content);
  const ending = { "image/jpeg": "jpg" }[type] ?? type.split("/")[1];
  return new File([Uint8Array.from(bytes, (sign) => sign.charCodeAt(0))], `picture-${place + 1}.${ending}`, { type });
}
