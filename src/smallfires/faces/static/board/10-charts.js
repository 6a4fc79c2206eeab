// Charts tell the figures of the mark that is nearest to the pointer, the finger, or the arrow keys. Without this script they
// stand as they are, with the same figures in the table behind them.
(() => {
  const EVEN = 1.5; // CSS pixels by which steps may differ and are still one

  /** The marks of the drawing that is shown, where they stand inside the chart. */
  const marks = (chart) => {
    const here = chart.getBoundingClientRect();
    return [...chart.querySelectorAll("[data-says]:not([data-says=''])")].flatMap((mark) => {
      const box = mark.getBoundingClientRect();
      if (!mark.ownerSVGElement.getClientRects().length) return [];
      return [{ x: box.x + box.width / 2 - here.x, y: box.y + box.height / 2 - here.y, says: mark.dataset.says }];
    });
  };

  const steps = (values) => values.slice(1).map((value, at) => value - values[at]);
  const even = (values) => values.length > 2 && steps(values).every((step) => Math.abs(step - steps(values)[0]) < EVEN);
  const rising = (values) => values.length > 1 && steps(values).every((step) => step > 0);

  /** How far a mark is: rows are told apart by their height, what goes on in time by its place along the bottom. */
  const far = (found) => {
    const [across, down] = [found.map((mark) => mark.x), found.map((mark) => mark.y)];
    if (rising(down) && even(down)) return (mark, x, y) => Math.abs(mark.y - y);
    if (rising(across)) return (mark, x) => Math.abs(mark.x - x);
    return (mark, x, y) => Math.hypot(mark.x - x, mark.y - y);
  };

  const made = (name, parent) => {
    const found = document.createElement("div");
    found.className = name;
    found.hidden = true;
    found.setAttribute("aria-hidden", "true");
    return parent.appendChild(found);
  };

  /** The words of a mark: what it is, then its figures. */
  const fill = (box, says) => {
    const [head, ...lines] = says.split("\n");
    const [first, ...others] = [Object.assign(document.createElement("b"), { textContent: head }),
      ...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line }))];
    box.replaceChildren(first, ...others);
  };

  const live = (chart) => {
    const [ring, box] = [made("sf-ring", chart), made("sf-tip", chart)];
    let at = 0, shown = false;

    const hide = () => {
      ring.hidden = box.hidden = true;
      shown = false;
    };
    const show = (found, place) => {
      if (!found.length) return;
      at = Math.max(0, Math.min(found.length - 1, place));
      const mark = found[at];
      fill(box, mark.says);
      ring.hidden = box.hidden = false;
      shown = true;
      Object.assign(ring.style, { left: `${mark.x}px`, top: `${mark.y}px` });
      const left = Math.max(0, Math.min(chart.clientWidth - box.offsetWidth, mark.x - box.offsetWidth / 2));
      const above = mark.y - box.offsetHeight - 14;
      Object.assign(box.style, { left: `${left}px`, top: `${above > -60 ? above : mark.y + 14}px` });
      chart.setAttribute("aria-valuemax", String(found.length));
      chart.setAttribute("aria-valuenow", String(at + 1));
      chart.setAttribute("aria-valuetext", mark.says.replaceAll("\n", ", "));
    };
    const nearest = (event) => {
      const [here, found] = [chart.getBoundingClientRect(), marks(chart)];
      const [x, y, away] = [event.clientX - here.x, event.clientY - here.y, far(found)];
      const by = found.map((mark) => away(mark, x, y));
      show(found, by.indexOf(Math.min(...by)));
    };
    const keys = {
      ArrowRight: () => at + 1, ArrowDown: () => at + 1, ArrowLeft: () => at - 1, ArrowUp: () => at - 1,
      Home: () => 0, End: () => Infinity,
    };
    const table = () => {
      const behind = chart.parentElement.querySelector("details");
      if (!behind) return;
      behind.open = true;
      behind.querySelector("summary").focus();
    };

    chart.classList.add("sf-charted");
    chart.tabIndex = 0;
    // A slider is what goes through values by the arrow keys; whoever cannot see it hears each of them from their own reader.
    chart.setAttribute("role", "slider");
    chart.setAttribute("aria-valuemin", "1");
    chart.setAttribute("aria-valuemax", String(marks(chart).length));
    chart.setAttribute("aria-valuenow", "1");
    chart.setAttribute("aria-valuetext", "Arrow keys go through the figures. Enter shows the table.");

    chart.addEventListener("pointermove", (event) => event.pointerType === "mouse" && nearest(event));
    chart.addEventListener("click", nearest);
    chart.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && chart !== document.activeElement && hide());
    chart.addEventListener("focus", () => chart.matches(":focus-visible") && show(marks(chart), at));
    chart.addEventListener("blur", hide);
    addEventListener("resize", hide);
    chart.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape" && shown) hide();
      else if (event.key === "Enter") table();
      else if (keys[event.key]) show(marks(chart), shown ? keys[event.key]() : at);
      else return;
      event.preventDefault();
    });
  };

  for (const chart of document.querySelectorAll("figure > [role=img]")) if (chart.querySelector("[data-says]")) live(chart);
})();
