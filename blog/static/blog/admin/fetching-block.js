// The button of embeds and bookmarks: fetches metadata through this site and fills the empty fields.
class FetchingBlock extends window.wagtailStreamField.blocks.StructBlockDefinition {
  render(placeholder, prefix, initialState, initialError) {
    const block = super.render(placeholder, prefix, initialState, initialError);
    const address = document.getElementById("link-card-address");
    const input = document.getElementById(`${prefix}-url`);
    if (address && input) {
      addButton({ block, input, address: JSON.parse(address.textContent), words: this.meta.fetchWords });
    }
    return block;
  }
}

function addButton({ block, input, address, words }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = words.fetch;
  const said = document.createElement("p");
  said.className = "help-block fetching-block__said";
  said.setAttribute("role", "status");
  const row = document.createElement("div");
  row.className = "fetching-block";
  row.append(button, said);
  input.closest("[data-contentpath]").append(row);

  button.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("openbook:working", { detail: bring() }));
  });

  async function bring() {
    button.disabled = true;
    said.textContent = words.asking;
    const answer = await ask(address, input.value).catch(() => ({ message: words.lost }));
    said.textContent = answer.message ?? "";
    fill(block, answer);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    button.disabled = false;
  }
}

async function ask(address, url) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({ url }),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function fill(block, answer) {
  for (const [name, value] of Object.entries(answer)) {
    const child = block.childBlocks[name];
    if (child && value && !child.getValue()) child.setState(value);
  }
}

window.telepath.register("blog.blocks.FetchingBlock", FetchingBlock);
