// One more row of a list, without asking the server for it.
(() => {
  const form = document.getElementById("form-charter");
  if (!form) return;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (!button) return;
    const name = button.dataset.add;
    const rows = form.querySelectorAll(`[data-row="${name}"]`);
    const last = rows[rows.length - 1];
    if (!last) return;
    event.preventDefault();
    const row = last.cloneNode(true);
    const number = rows.length + 1;
    const renamed = (text) => text.replace(new RegExp(`^(.*?${name}[.-])\\d+([.-])`), `$1${number}$2`);
    for (const one of row.querySelectorAll("[name], [id], [for], [list], [aria-describedby]")) {
      for (const at of ["name", "id", "for", "list"]) if (one.hasAttribute(at)) one.setAttribute(at, renamed(one.getAttribute(at)));
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
      if (one.matches("input[type=checkbox]")) one.checked = false;
      else if (one.matches("select")) one.selectedIndex = 0;
      else if (one.matches("input, textarea")) one.value = "";
    }
    for (const one of row.querySelectorAll(".sf-problem, .sf-missing, .sf-guess, button")) one.remove();
    row.querySelector("legend").textContent = String(number);
    last.after(row);
    row.querySelector("input, textarea, select").focus();
  });
  // What is said now is no longer still to be said; what a link leads to is opened.
  const left = (block) => [...block.querySelectorAll(".sf-wants .sf-missing")].filter((one) => !one.hidden).length;
  form.addEventListener("input", (event) => {
    const box = event.target.closest(".sf-wants");
    const block = event.target.closest(".sf-block");
    if (!box || !block) return;
    const fields = [...box.querySelectorAll("input, textarea, select")];
    const said = fields.some((one) => (one.matches("[type=radio], [type=checkbox]") ? one.checked : one.value.trim()));
    for (const one of box.querySelectorAll(".sf-missing")) one.hidden = said;
    const state = block.querySelector(".sf-wanted");
    if (state) state.textContent = left(block) ? `${left(block)} still to be said` : "All said";
  });
  const lead = () => {
    const there = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let one = there && there.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    if (there) there.scrollIntoView();
  };
  addEventListener("hashchange", lead);
  lead();
})();
