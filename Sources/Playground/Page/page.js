"use strict";
// Sends what the controls hold to the engine and shows what it answers. Nothing is computed here.

const byId = id => document.getElementById(id);
const engineText = byId("engine").textContent.trim();
let worker = null;
let waiting = new Map();
let lastId = 0;
let isReady = false;
let isNew = true;
let mayRestart = true;
let textLimit = Infinity;
let isPlaying = false;
const made = { steps: 0, time: 0 };

// — Asking —

function ask(name, values = {}, file = null) {
  const id = ++lastId;
  worker.postMessage({ request: { ask: name, values }, id, file }, file ? [file] : []);
  return new Promise(resolve => waiting.set(id, resolve));
}

// What has not changed is left alone; of what is drawn anew, the focus, the choice and the places of scroll bars stay.
function fill(element, html) {
  if (!element || element.lastContent === html) return;
  element.lastContent = html;
  const focused = element.contains(document.activeElement) && document.activeElement !== element ? document.activeElement : null;
  const cell = focused && cellOf(focused);
  const { value, ariaLabel } = focused ?? {};
  const places = [...element.querySelectorAll(".scroll, .grid > div")].map(box => box.scrollLeft);
  const choice = element.value;
  replaceContent(element, html);
  if (element.tagName === "SELECT") {
    element.value = choice;
    if (element.selectedIndex < 0) element.selectedIndex = 0;
  }
  element.querySelectorAll(".scroll, .grid > div").forEach((box, index) => { box.scrollLeft = places[index] ?? 0 });
  if (!focused) return;
  const others = [...element.querySelectorAll("button, input, [tabindex]")];
  const same = cell ? cellNamed(element, cellName(cell)) : others.find(other => value ? other.value === value : other.ariaLabel === ariaLabel);
  (same ?? others[0])?.focus({ preventScroll: true });
}

// Ends, steps and beginnings of controls that depend on the model.
function bind(name, text) {
  const attributes = { min: "min", max: "max", step: "step", start: "defaultValue" };
  for (const [kind, attribute] of Object.entries(attributes)) {
    for (const control of document.querySelectorAll(`[data-${kind}="${CSS.escape(name)}"]`)) control[attribute] = text;
  }
  for (const control of document.querySelectorAll(`[data-words="${CSS.escape(name)}"]`)) control.setAttribute("aria-valuetext", text);
}

function show(answer, panel = byId("training")) {
  for (const [id, html] of Object.entries(answer.markup ?? {})) fill(byId(id), html);
  for (const [name, text] of Object.entries(answer.values ?? {})) {
    for (const element of document.querySelectorAll(`[data-value="${CSS.escape(name)}"]`)) {
      const decimals = element.dataset.decimals;
      const shown = decimals && text ? Number(text).toFixed(decimals) : text;
      if (element.textContent !== shown) element.textContent = shown;
    }
    bind(name, text);
  }
  const problem = panel.querySelector(".problem:not([id])");
  const text = answer.refusal ?? answer.values?.failure ?? "";
  if (problem.textContent !== text) problem.textContent = text;
  return answer;
}

const valuesOf = form => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));

// What else a panel does with its answer, by its name.
const answered = {};

// — Panels: each is asked for by its name with what its form holds, again when that changes or the model has —

const panels = [...document.querySelectorAll("[data-panel]")].map(element => ({
  element, name: element.dataset.panel, isLive: "live" in element.dataset,
  interval: Number(element.dataset.interval ?? 300),
  isSeen: false, isStale: true, isWanted: false, isAsked: false, isHeld: false, askedAt: 0,
}));

function valuesIn(panel) {
  const form = panel.element.querySelector("form");
  const pointed = panel.pointedCell ? { cell: panel.pointedCell } : {};
  return { ...(form ? valuesOf(form) : {}), ...pointed, width: String(Math.round(panel.element.clientWidth)) };
}

async function refresh(panel) {
  // What is under the pointer stays until it has been clicked.
  if (panel.isAsked || panel.isHeld || !isReady) return;
  panel.isAsked = true;
  panel.isStale = panel.isWanted = false;
  panel.askedAt = performance.now();
  const answer = await ask(panel.name, valuesIn(panel));
  panel.isAsked = false;
  if (panel.isHeld) { panel.isStale = true; return }
  show(answer, panel.element);
  answered[panel.name]?.(answer);
  if (answer.values?.modelIsAnother) modelHasChanged(panel);
  if (panel.isStale && (panel.isWanted || !isPlaying)) refresh(panel);
}

function refreshSeen(isForced = false) {
  if (!isReady) return;
  const now = performance.now();
  for (const panel of panels) {
    if (panel.isStale && panel.isSeen && (isForced || now - panel.askedAt > panel.interval)) refresh(panel);
  }
}

function modelHasChanged(except) {
  for (const panel of panels) if (panel.isLive && panel !== except) panel.isStale = true;
  refreshSeen(!isPlaying);
}

function textHasChanged() {
  for (const panel of panels) panel.isStale = true;
  refreshSeen(!isPlaying);
}

const observer = new IntersectionObserver(entries => {
  for (const entry of entries) panels.find(panel => panel.element === entry.target).isSeen = entry.isIntersecting;
  refreshSeen(true);
}, { rootMargin: "200px" });

for (const panel of panels) {
  observer.observe(panel.element);
  const form = panel.element.querySelector("form");
  form?.addEventListener("submit", event => event.preventDefault());
  // Controls of the form may stand outside it.
  if (form) panel.element.addEventListener("input", () => askAnew(panel));
  listenToCells(panel);
}

function askAnew(panel) {
  panel.isStale = panel.isWanted = true;
  refresh(panel);
}

// — Cells of maps: the one pointed at is looked at; one that is clicked or reached with the keyboard stays chosen —

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
    askAnew(panel);
  };
  const point = name => {
    if ((panel.pointedCell ?? null) === name) return;
    panel.pointedCell = name;
    askAnew(panel);
  };
  panel.element.addEventListener("click", event => { if (cellOf(event.target)) choose(cellOf(event.target)) });
  panel.element.addEventListener("focusin", event => { if (cellOf(event.target)) choose(cellOf(event.target)) });
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
    if (button) show(await ask(panel.name, { ...valuesIn(panel), [button.name]: button.value }), panel.element);
  });
  panel.element.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea, .scroll")) return;
    const button = panel.element.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click() }
  });
  panel.element.addEventListener("pointerdown", event => { panel.isHeld = Boolean(event.target.closest("[data-act]")) });
}
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => setTimeout(() => { for (const panel of panels) panel.isHeld = false; refreshSeen(!isPlaying) }));
}

// — The worker —

function hear({ data }) {
  if (data.isReady) { isReady = true; begin() }
  if (data.answer) {
    document.body.dataset.memory = data.memory;
    waiting.get(data.id)?.(data.answer);
    waiting.delete(data.id);
  }
  if (data.made !== undefined) {
    made.steps += data.made;
    made.time += data.elapsed;
    setPlaying(data.isPlaying);
    if (data.made > 0) modelHasChanged();
    if (made.time > 0) byId("speed").textContent = `${Math.round(made.steps / made.time * 1000).toLocaleString("en")} steps a second`;
  }
  if (data.trap) restart(data.trap);
}

function launch() {
  const source = new Blob([byId("worker").textContent], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(source));
  worker.onmessage = hear;
  worker.onerror = event => restart(event.message);
  worker.postMessage({ engine: engineText });
}

// An engine that has trapped can't be asked again: a new one begins with the same settings, and the next waits for the reader.
function restart(reason) {
  worker.terminate();
  const isFirst = mayRestart && isReady;
  isReady = mayRestart = false;
  for (const resolve of waiting.values()) resolve({ refusal: "the engine stopped" });
  waiting = new Map();
  setPlaying(false);
  byId("trouble").textContent = `The engine stopped (${reason}). ` +
    (isFirst ? "It has been started again, and the training begins anew." : "“Start anew” starts it again; other settings may help.");
  if (isFirst) launch();
}

// — Training —

function setPlaying(now) {
  if (isPlaying === now) return;
  isPlaying = now;
  const button = byId("play");
  button.textContent = now ? "Pause" : "Train";
  button.setAttribute("aria-pressed", now);
  byId("state").textContent = now ? "training" : "paused";
  if (!now) modelHasChanged();
}

const play = now => worker.postMessage({ play: now });

// All panels look at the same text; one that nobody has typed yet goes with the text that is trained on.
let isLookTyped = false;
let look = "";
const lookControls = "[data-panel]:not(#writing) [name=text]";

function lookAt(text) {
  look = text;
  for (const control of document.querySelectorAll(lookControls)) if (control.value !== text) control.value = text;
  for (const panel of panels) if (panel.element.querySelector(lookControls)) panel.isStale = true;
  refreshSeen(true);
}

document.addEventListener("input", event => {
  if (!event.target.matches(lookControls)) return;
  isLookTyped = true;
  lookAt(event.target.value);
});

async function start(isPlayed = true) {
  setCheating(false);
  made.steps = made.time = 0;
  const answer = show(await ask("start", valuesOf(byId("start"))), byId("settings"));
  if (!answer.refusal) {
    for (const form of document.querySelectorAll("form[data-resets]")) form.reset();
    lookAt(isLookTyped ? look : byId("example").selectedOptions[0].dataset.look || answer.values.firstText);
  }
  textHasChanged();
  if (!answer.refusal && isPlayed) play(true);
  return answer;
}

byId("play").onclick = () => play(!isPlaying);
byId("step").onclick = () => { play(false); worker.postMessage({ steps: 1 }) };
byId("rewind").onclick = async () => { play(false); setCheating(false); show(await ask("rewind")); modelHasChanged() };
byId("start").addEventListener("submit", event => {
  event.preventDefault();
  mayRestart = true;
  byId("trouble").textContent = "";
  if (isReady) start();
  else launch();
});
byId("start").elements["learning-rate"].addEventListener("change", async event =>
  show(await ask("learning-rate", { "learning-rate": event.target.value }), byId("settings")));

// — A second model, with the future uncovered —

let isCheating = false;

async function trainUncovered() {
  let made = 1;
  while (isCheating && made > 0) {
    const answer = show(await ask("future-train", { steps: "20" }), byId("future"));
    made = Number(answer.values?.futureMade ?? 0);
    const panel = panels.find(panel => panel.name === "future");
    panel.isStale = true;
    refreshSeen();
  }
  setCheating(false);
  modelHasChanged();
}

function setCheating(now) {
  isCheating = now;
  const button = byId("future-train");
  button.textContent = now ? "Pause" : "Train it with the future uncovered";
  button.setAttribute("aria-pressed", now);
}

byId("future-train").onclick = () => { setCheating(!isCheating); if (isCheating) trainUncovered() };

// — The scale —

function chooseScale(isChosen) {
  byId("scale-is-chosen").value = isChosen ? "true" : "";
  byId("scale-multiple").form.dispatchEvent(new Event("input", { bubbles: true }));
}
byId("scale-multiple").addEventListener("input", () => { byId("scale-is-chosen").value = "true" });
byId("scale-root").onclick = () => { byId("scale-multiple").value = 1; chooseScale(true) };
byId("scale-own").onclick = () => { byId("scale-multiple").value = byId("scale-multiple").defaultValue; chooseScale(false) };

// — Texts —

const textOf = name => byId("text-" + name).textContent.slice(1);
byId("example").onchange = event => { if (event.target.value) byId("text").value = textOf(event.target.value) };
byId("text").oninput = () => { byId("example").value = ""; byId("source").value = "" };
byId("file").onchange = async event => {
  const file = event.target.files[0];
  if (!file) return;
  if (file.size > textLimit) return show({ refusal: "The file is too large. " + byId("limits").textContent }, byId("settings"));
  byId("text").value = await file.text();
  byId("example").value = "";
  byId("source").value = file.name;
  showLink();
};

// — Controls of the text and the settings —

const settings = byId("start");

// A control for each setting that the page has none for.
async function offerSettings() {
  const { values } = await ask("settings");
  for (const [name, label] of Object.entries(values)) {
    if (settings.elements[name]) continue;
    const element = document.createElement("label");
    const control = document.createElement("input");
    control.name = name;
    element.append(label + " ", control);
    settings.querySelector("[type=submit]").before(element);
  }
}

function setControl(name, text) {
  const control = settings.elements.namedItem(name);
  if (!control || control.type === "file") return;
  control.value = text;
  if (control.value === text || name === "example" || control.tagName !== "SELECT") return;
  control.add(new Option(text));
  control.value = text;
}

function setControls(controls = {}) {
  for (const [name, text] of Object.entries(controls)) if (name !== "text") setControl(name, text);
  if (controls.text !== undefined) byId("text").value = controls.text;
  else if (controls.example) byId("text").value = exampleText();
  showLink();
}

const exampleText = () => byId("example").value ? textOf(byId("example").value) : "";
const defaultOf = control => control.tagName === "SELECT" ? control.options[0].value : control.defaultValue;

// What differs from the defaults, but for texts of one's own.
function showLink() {
  const wanted = new URLSearchParams();
  for (const control of settings.elements) {
    if (!control.name || control.name === "text" || control.name === "source") continue;
    if (control.value !== defaultOf(control)) wanted.set(control.name, control.value);
  }
  byId("link").value = location.href.split("#")[0] + (String(wanted) && "#" + wanted);
  byId("link-note").hidden = byId("example").value !== "";
}

function followLink() {
  settings.reset();
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (name !== "text" && name !== "source") setControl(name, value);
  }
  byId("text").value = exampleText();
  showLink();
}

settings.addEventListener("input", showLink);
settings.addEventListener("change", showLink);
addEventListener("hashchange", () => { followLink(); start() });

// — Two models —

const panelNamed = name => panels.find(panel => panel.name === name);

answered.compare = ({ values }) => {
  if (values) byId("compare-end").hidden = values.isComparing !== "true";
};

byId("compare-setting").addEventListener("change", event => {
  byId("compare-value").value = event.target.selectedOptions[0].dataset.other;
});

byId("compare-begin").onclick = async () => {
  const panel = panelNamed("compare");
  const values = valuesOf(byId("compare-form"));
  values.width = String(Math.round(panel.element.clientWidth));
  const answer = show(await ask("compare-begin", values), byId("compare-act"));
  if (answer.refusal) return;
  answered.compare(answer);
  play(true);
};

byId("compare-end").onclick = async () => {
  answered.compare(show(await ask("compare-end"), byId("compare-act")));
  byId("compare-begin").focus();
};

// — The film: the slider counts snapshots, the hidden control says the step of the one that is shown, nothing for the newest —

let filmSteps = [];
let filmTimer = 0;
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

answered.film = ({ values }) => {
  if (!values?.filmSteps) return;
  filmSteps = values.filmSteps.split(",");
  const slider = byId("film-slider");
  slider.max = filmSteps.length - 1;
  slider.value = byId("film-step").value ? filmSteps.indexOf(values.filmStep) : slider.max;
  slider.setAttribute("aria-valuetext", "step " + values.filmStep);
};

function chooseFrame(index) {
  const last = filmSteps.length - 1;
  byId("film-slider").value = index;
  byId("film-step").value = index >= last ? "" : filmSteps[index];
}

function nextFrame() {
  const index = Number(byId("film-slider").value);
  const last = filmSteps.length - 1;
  chooseFrame(index >= last ? 0 : index + 1);
  const panel = panelNamed("film");
  panel.isStale = true;
  refresh(panel);
  return index + 1 >= last && index < last;
}

function playFilm(now) {
  clearInterval(filmTimer);
  filmTimer = 0;
  if (now) filmTimer = setInterval(() => { if (nextFrame()) playFilm(false) }, 250);
  byId("film-play").textContent = now ? "Pause" : reducedMotion.matches ? "Next picture" : "Play";
}

// Who wants nothing to move by itself goes on picture by picture.
byId("film-play").onclick = () => {
  if (reducedMotion.matches && !filmTimer) return nextFrame();
  playFilm(!filmTimer);
};
reducedMotion.addEventListener("change", () => playFilm(false));
playFilm(false);

// The form of the panel hears of it next, and asks for the picture.
byId("film-slider").addEventListener("input", event => { playFilm(false); chooseFrame(Number(event.target.value)) });

// — Files —

function keep({ name, type, bytes }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function save(name, values, panel) {
  const answer = show(await ask(name, values), panel);
  if (answer.file) keep(answer.file);
}

byId("save-checkpoint").onclick = () => save("save-checkpoint", {}, byId("files"));
byId("save-settings").onclick = () => save("save-settings", valuesOf(settings), byId("files"));

async function openFile(file) {
  const values = { name: file.name, steps: byId("steps-in-all").value };
  if (show(await ask("open", { ...values, size: String(file.size) }), byId("files")).refusal) return;
  for (const { value } of byId("example").options) if (value) values["text-" + value] = textOf(value);
  values.text = byId("text").value;
  const wasPlaying = isPlaying;
  play(false);
  const answer = show(await ask("open", values, await file.arrayBuffer()), byId("files"));
  if (answer.refusal) return play(wasPlaying);
  setCheating(false);
  setControls(answer.controls);
  if (answer.values.startsAnew) return start();
  made.steps = made.time = 0;
  byId("speed").textContent = "";
  textHasChanged();
}

byId("open-file").onchange = async event => {
  const file = event.target.files[0];
  // So that the same file can be chosen again.
  if (file) await openFile(file);
  event.target.value = "";
};

byId("copy-link").onclick = async () => {
  byId("link").select();
  try { await navigator.clipboard.writeText(byId("link").value) } catch { document.execCommand("copy") }
  byId("copied").textContent = "copied";
  setTimeout(() => { byId("copied").textContent = "" }, 3000);
};

// — Pictures: below those of an element stand buttons that stay while the pictures change —

function replaceContent(element, html) {
  const bar = element.querySelector(":scope > .save");
  if (!bar) { element.innerHTML = html }
  else {
    while (bar.previousSibling) bar.previousSibling.remove();
    bar.insertAdjacentHTML("beforebegin", html);
  }
  offerPictures(element, bar);
}

function offerPictures(element, bar) {
  const pictures = [...element.querySelectorAll("svg")].filter(svg => !svg.parentElement.closest("svg"));
  const titles = pictures.map(svg => svg.querySelector("title")?.textContent ?? "");
  const names = titles.join("\n");
  if (bar?.dataset.names === names) return;
  bar?.remove();
  if (!titles.length) return;
  const button = (text, index) => {
    const element = document.createElement("button");
    element.type = "button";
    element.dataset.index = index;
    element.textContent = text;
    return element;
  };
  bar = document.createElement(titles.length > 1 ? "details" : "div");
  bar.className = "save";
  bar.dataset.names = names;
  if (titles.length > 1) {
    const summary = document.createElement("summary");
    summary.textContent = "Save pictures";
    bar.append(summary, button("all on one sheet", "all"), ...titles.map(button));
  } else {
    bar.append(button("Save picture", 0));
    bar.firstChild.setAttribute("aria-label", "Save picture: " + titles[0]);
  }
  element.append(bar);
}

addEventListener("click", event => {
  const button = event.target.closest?.(".save button");
  if (!button) return;
  const element = button.closest(".save").parentElement;
  const panel = element.closest("section");
  save("save-picture", { element: element.id, index: button.dataset.index, title: panel?.querySelector("h2")?.textContent ?? "" }, panel);
});

// — The beginning —

async function begin() {
  await offerSettings();
  ask("style").then(answer => { byId("engine-style").textContent = answer.values.style; textLimit = Number(answer.values.textSize); show({ values: { limits: answer.values.limits } }) });
  if (isNew) followLink();
  isNew = false;
  start();
}

launch();
