// Turns an embed's button into the player; nothing is asked of the provider before the click.
for (const button of document.querySelectorAll(".embed-block__play")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const player = document.createElement("iframe");
    player.src = button.dataset.player;
    player.title = button.dataset.title;
    player.allow = "fullscreen; picture-in-picture; encrypted-media";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    button.closest(".embed-block__card").replaceWith(player);
    player.focus();
  });
}
