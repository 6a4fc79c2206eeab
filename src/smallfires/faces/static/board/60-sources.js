// A file on its way: how much of it is here. Without this script the form sends it all the same.
(function () {
  "use strict";
  var form = document.querySelector(".sf-bring");
  if (!form || !window.FormData || !window.XMLHttpRequest) { return; }
  var input = form.querySelector("input[type=file]"), drop = form.querySelector(".sf-drop");
  var problem = form.querySelector("#bring-problem"), said = form.querySelector("#bring-said");
  var bar = form.querySelector("progress"), shown = form.querySelector(".sf-progress"), go = form.querySelector("button");
  var most = Number(form.dataset.most);

  function say(text) { problem.textContent = text; problem.hidden = !text; }
  function size(bytes) { return bytes >= 1e6 ? Math.round(bytes / 1e6) + " MB" : Math.ceil(bytes / 1e3) + " KB"; }
  function busy(on) { go.disabled = on; shown.hidden = !on; }
  function tooLarge() {
    var file = input.files[0];
    return file && file.size > most ? "The file has " + size(file.size) + ", and " + form.dataset.size + " is the most that may be brought here." : "";
  }
  function ended(request) {
    var told = {};
    try { told = JSON.parse(request.responseText); } catch (error) { told = {}; }
    if (told.to) { said.textContent = "It is here. Its columns are being recognised …"; bar.removeAttribute("value"); window.location.assign(told.to); return; }
    busy(false);
    say(told.problem || "Something went wrong on the way. Nothing was kept; please send it once more.");
  }
  input.addEventListener("change", function () { say(tooLarge()); });
  ["dragover", "dragleave", "drop"].forEach(function (name) {
    drop.addEventListener(name, function (event) {
      event.preventDefault();
      drop.classList.toggle("sf-over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; say(tooLarge()); }
    });
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var why = tooLarge();
    say(why);
    if (why) { return; }
    var request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", function (at) {
      if (!at.lengthComputable) { return; }
      bar.value = 100 * at.loaded / at.total;
      said.textContent = size(at.loaded) + " of " + size(at.total);
    });
    request.addEventListener("load", function () { ended(request); });
    request.addEventListener("error", function () { ended(request); });
    busy(true);
    request.send(new FormData(form));
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { busy(false); } });
}());
