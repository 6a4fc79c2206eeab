// How far a piece of work has come, as it happens; and on to what came of it by itself.
(() => {
  const going = document.querySelector("[data-events]");
  if (!going) return;
  const stage = going.querySelector("[data-stage]");
  const bar = going.querySelector("progress");
  const again = () => setTimeout(() => location.reload(), 5000);
  const says = (told) => {
    if (told.state === "waiting") return `It waits in line, ${told.place > 1 ? `with ${told.place - 1} before it` : "next"}.`;
    return told.stage || "Starting";
  };
  if (!("EventSource" in window)) {
    again();
    return;
  }
  const events = new EventSource(going.dataset.events);
  events.addEventListener("told", (event) => {
    const told = JSON.parse(event.data);
    if (stage.textContent !== says(told)) stage.textContent = says(told);
    if (told.share === null) bar.removeAttribute("value");
    else bar.value = told.share;
  });
  events.addEventListener("over", (event) => {
    events.close();
    location.replace(JSON.parse(event.data).to);
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) again();
  });
})();
