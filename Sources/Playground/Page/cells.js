// Cells of maps: the one pointed at is looked at; one that is clicked or reached with the keyboard stays chosen.

function cellOf(target) { return target.closest?.("[data-row]") }

function cellName(cell) {
  return `${cell.closest("[data-cells]").dataset.cells} ${cell.dataset.row} ${cell.dataset.column}`;
}

function cellNamed(element, name) {
  const [map, row, column] = name.split(" ");
  return element.querySelector(`[data-cells="${CSS.escape(map)}"] [data-row="${row}"][data-column="${column}"]`);
}

function listenToCells(panel) {
  const control = panel.element.querySelector("form")?.elements.cell;
  if (!control) return;
  const choose = cell => {
    panel.pointedCell = null;
    if (control.value === cellName(cell)) return;
    control.value = cellName(cell);
    panel.hasChosen = true;
    askAnew(panel);
  };
  const point = name => {
    if ((panel.pointedCell ?? null) === name) return;
    panel.pointedCell = name;
    askAnew(panel);
  };
  panel.element.addEventListener("click", event => { if (cellOf(event.target)) choose(cellOf(event.target)) });
  panel.element.addEventListener("focusin", event => { if (!isFilling && cellOf(event.target)) choose(cellOf(event.target)) });
  panel.element.addEventListener("pointerover", event => {
    if (event.pointerType !== "mouse") return;
    const cell = cellOf(event.target);
    // Between two cells there is a gap.
    if (cell || !event.target.closest("svg")) point(cell ? cellName(cell) : null);
  });
  panel.element.addEventListener("pointerleave", () => point(null));
  panel.element.addEventListener("keydown", event => {
    const cell = cellOf(event.target);
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    const map = cell.closest("[data-cells]").dataset.cells;
    const [row, column] = [Number(cell.dataset.row) + step[0], Number(cell.dataset.column) + step[1]];
    cellNamed(panel.element, `${map} ${row} ${column}`)?.focus();
  });
}

// A button with data-act asks its panel for what its name and its value say; a key that it names does the same in the panel.
for (const panel of panels) {
  panel.element.addEventListener("click", async event => {
    const button = event.target.closest("[data-act]");
    if (button && mayAsk()) showIn(panel, await ask(panel.name, { ...valuesIn(panel), [button.name]: button.value }));
  });
  panel.element.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea, .scroll")) return;
    const button = panel.element.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click() }
  });
  panel.element.addEventListener("pointerdown", event => { panel.isHeld = Boolean(event.target.closest("[data-act], [data-row]")) });
}
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => setTimeout(() => { for (const panel of panels) panel.isHeld = false; refreshSeen(!isPlaying) }));
}
