// A button that copies a personal link; without it, the link is selected and copied by hand.
(() => {
  for (const pair of document.querySelectorAll("[data-copy]")) {
    const link = pair.querySelector("input");
    link.addEventListener("focus", () => link.select());
    if (!navigator.clipboard) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sf-go sf-quiet";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.value);
      button.textContent = "Copied";
    });
    pair.append(button);
  }
})();
