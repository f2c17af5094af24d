"use strict";
// Sends what the controls hold to the engine and shows what it answers. Nothing is computed here.

const byId = id => document.getElementById(id);
const engineText = byId("engine").textContent.trim();
let worker = null;
let waiting = new Map();
let lastId = 0;
let isReady = false;
let hasBegun = false;
let beginnings = 0;
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

// Another training. Until it has begun no panel is asked: what their controls hold was chosen for the one before.
async function askForTraining(name, values, panel, file = null) {
  beginnings += 1;
  const answer = show(await ask(name, values, file), panel);
  beginnings -= 1;
  if (!answer.refusal && !answer.values.startsAnew) trainingHasBegun(answer);
  return answer;
}

const mayAsk = () => hasBegun && beginnings === 0;

// Changes the page and lets what is read stay where it stands.
function keepPlace(change) {
  const anchor = [...document.querySelectorAll("main > section")].find(section => section.getBoundingClientRect().bottom > 0);
  const place = anchor?.getBoundingClientRect().top;
  change();
  if (anchor && scrollY > 0) scrollBy(0, anchor.getBoundingClientRect().top - place);
}

let isFilling = false;

// What is folded up is not drawn until it is opened, or printed.
const folded = new Map();

const isFolded = element => Boolean(element?.closest("details:not([open]) > :not(summary)"));

function fillUnfolded(isPrinted = false) {
  for (const [element, html] of folded) if (isPrinted || !isFolded(element)) fill(element, html, true);
}
addEventListener("toggle", () => fillUnfolded(), true);
addEventListener("beforeprint", () => fillUnfolded(true));

// What has not changed is left alone; of what is drawn anew, the focus, the choice and the places of scroll bars stay.
function fill(element, html, isSeen = !isFolded(element)) {
  if (!element) return;
  if (!isSeen) return folded.set(element, html);
  folded.delete(element);
  if (element.lastContent === html) return;
  element.lastContent = html;
  element.dataset.filled = "";
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
  element.querySelectorAll(".scroll, .grid > div").forEach((box, index) => { if (places[index]) box.scrollLeft = places[index] });
  if (!focused) return;
  const others = [...element.querySelectorAll("button, input, [tabindex]")];
  const same = cell ? cellNamed(element, cellName(cell)) : others.find(other => value ? other.value === value : other.ariaLabel === ariaLabel);
  // The focus is where it was: nobody has gone there, and no cell is chosen.
  isFilling = true;
  (same ?? others[0])?.focus({ preventScroll: true });
  isFilling = false;
}

// Ends, steps and beginnings of controls that depend on the model.
function bind(name, text) {
  const attributes = { min: "min", max: "max", step: "step", start: "defaultValue" };
  for (const [kind, attribute] of Object.entries(attributes)) {
    for (const control of document.querySelectorAll(`[data-${kind}="${CSS.escape(name)}"]`)) control[attribute] = text;
  }
  for (const control of document.querySelectorAll(`[data-words="${CSS.escape(name)}"]`)) control.setAttribute("aria-valuetext", text);
}

const inDecimals = (number, decimals) => Math.abs(number) < 1e6 ? number.toFixed(decimals) : number.toPrecision(4);

function show(answer, panel = byId("training")) {
  for (const [id, html] of Object.entries(answer.markup ?? {})) fill(byId(id), html);
  for (const [name, text] of Object.entries(answer.values ?? {})) {
    for (const element of document.querySelectorAll(`[data-value="${CSS.escape(name)}"]`)) {
      const decimals = element.dataset.decimals;
      const shown = decimals && text ? inDecimals(Number(text), decimals) : text;
      if (element.textContent !== shown) element.textContent = shown;
    }
    bind(name, text);
  }
  const problem = panel.querySelector(".problem:not([id])");
  const text = answer.refusal ?? answer.values?.failure ?? "";
  if (problem.textContent !== text) problem.textContent = text;
  return answer;
}

// Answers are shown one after another, and their pictures too, so that the page hears its reader in between.
function showIn(panel, answer) { return panel.isShown = panel.isShown.then(() => showNow(panel, answer)) }

// What was shown before a panel was refused an answer is none to what its controls hold now.
async function showNow(panel, { markup = {}, ...answer }) {
  let begin = performance.now();
  for (const [id, html] of Object.entries(markup)) {
    fill(byId(id), html);
    if (performance.now() - begin < 8) continue;
    await new Promise(resolve => setTimeout(resolve));
    if (panel.isHeld) { panel.isStale = true; return }
    begin = performance.now();
  }
  show(answer, panel.element);
  for (const element of panel.element.querySelectorAll("[data-filled], [data-value]:not([data-value=scaleNote])")) {
    if (!element.closest("form")) element.inert = Boolean(answer.refusal);
  }
  answered[panel.name]?.(answer);
}

const valuesOf = form => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));

// What else a panel does with its answer, by its name.
const answered = {};

// — Panels: each is asked for by its name with what its form holds, again when that changes or the model has —

const panels = [...document.querySelectorAll("[data-panel]")].map(element => ({
  element, name: element.dataset.panel, isLive: "live" in element.dataset,
  interval: Number(element.dataset.interval ?? 300),
  isSeen: false, isStale: true, isWanted: false, isAsked: false, isHeld: false, hasChosen: false, answeredAt: 0, isShown: Promise.resolve(),
}));

// While a model trains, panels get a third of the worker's time: after an answer they wait twice as long as it took.
let quietUntil = 0;
const isAnyTraining = () => isPlaying || isCheating;

const panelNamed = name => panels.find(panel => panel.name === name);

function valuesIn(panel) {
  const form = panel.element.querySelector("form");
  const pointed = panel.pointedCell && !panel.hasChosen ? { cell: panel.pointedCell, pointed: "true" } : {};
  return { ...(form ? valuesOf(form) : {}), ...pointed, width: String(Math.round(panel.element.clientWidth)) };
}

async function refresh(panel) {
  // What is under the pointer stays until it has been clicked.
  if (panel.isAsked || panel.isHeld || !mayAsk()) return;
  panel.isAsked = true;
  // A cell that was chosen is asked for before the one that the pointer has reached meanwhile.
  panel.isStale = panel.isWanted = panel.hasChosen && Boolean(panel.pointedCell);
  const values = valuesIn(panel);
  panel.hasChosen = false;
  const answer = await ask(panel.name, values);
  panel.answeredAt = performance.now();
  quietUntil = panel.answeredAt + 2 * (answer.cost ?? 0);
  if (panel.isHeld) panel.isStale = true;
  else await showIn(panel, answer);
  panel.isAsked = false;
  if (panel.isHeld) return;
  if (answer.values?.modelIsAnother) modelHasChanged(panel);
  if (panel.isStale && (panel.isWanted || !isAnyTraining())) refresh(panel);
}

function refreshSeen(isForced = false) {
  if (!mayAsk()) return;
  const stale = panels.filter(panel => panel.isStale && panel.isSeen && !panel.isHeld);
  if (isForced) return stale.forEach(refresh);
  // One after another, and first the one that has waited longest.
  const now = performance.now();
  if (now < quietUntil || panels.some(panel => panel.isAsked)) return;
  const due = stale.filter(panel => now - panel.answeredAt > panel.interval);
  if (due.length) refresh(due.reduce((first, panel) => panel.answeredAt < first.answeredAt ? panel : first));
}

function modelHasChanged(except) {
  for (const panel of panels) if (panel.isLive && panel !== except) panel.isStale = true;
  refreshSeen(!isAnyTraining());
}

function textHasChanged() {
  for (const panel of panels) panel.isStale = true;
  refreshSeen(!isAnyTraining());
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

// — The worker —

function hear({ data }) {
  if (data.isReady) { isReady = true; begin() }
  if (data.answer) {
    document.body.dataset.memory = data.memory;
    heardOfTour(data.answer);
    waiting.get(data.id)?.({ ...data.answer, cost: data.cost });
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
  isReady = hasBegun = mayRestart = false;
  for (const resolve of waiting.values()) resolve({ refusal: "the engine stopped" });
  waiting = new Map();
  setPlaying(false);
  byId("trouble").textContent = `The engine stopped (${reason}). ` +
    (isFirst ? "It has been started again, and the training begins anew." : "“Start anew” starts it again; other settings may help.");
  if (isFirst) launch();
}
