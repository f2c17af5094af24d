"use strict";
// Sends what the controls hold to the engine and shows what it answers. Nothing is computed here.

const byId = id => document.getElementById(id);
const engineText = byId("engine").textContent.trim();
let worker = null;
let waiting = new Map();
let lastId = 0;
let isReady = false;
let isPlaying = false;
const made = { steps: 0, time: 0 };

// — Asking —

function ask(name, values = {}, file = null) {
  const id = ++lastId;
  worker.postMessage({ request: { ask: name, values }, id, file }, file ? [file] : []);
  return new Promise(resolve => waiting.set(id, resolve));
}

function show(answer, panel) {
  for (const [id, html] of Object.entries(answer.markup ?? {})) {
    const element = byId(id);
    if (element) fill(element, html);
  }
  for (const [name, text] of Object.entries(answer.values ?? {})) {
    for (const element of document.querySelectorAll(`[data-value="${CSS.escape(name)}"]`)) {
      const decimals = element.dataset.decimals;
      element.textContent = decimals && text ? Number(text).toFixed(decimals) : text;
    }
  }
  const problem = panel?.querySelector(".problem") ?? byId("problem");
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
  isSeen: false, isStale: true, isAsked: false, askedAt: 0,
}));
const refreshTime = 300;

async function refresh(panel) {
  if (panel.isAsked || !isReady) return;
  panel.isAsked = true;
  panel.isStale = false;
  panel.askedAt = performance.now();
  const form = panel.element.querySelector("form");
  const values = form ? valuesOf(form) : {};
  values.width = String(Math.round(panel.element.clientWidth));
  const answer = show(await ask(panel.name, values), panel.element);
  answered[panel.name]?.(answer);
  panel.isAsked = false;
  if (panel.isStale && !isPlaying) refresh(panel);
}

function refreshSeen(isForced = false) {
  if (!isReady) return;
  const now = performance.now();
  for (const panel of panels) {
    if (panel.isStale && panel.isSeen && (isForced || now - panel.askedAt > refreshTime)) refresh(panel);
  }
}

function modelHasChanged() {
  for (const panel of panels) if (panel.isLive) panel.isStale = true;
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
  form?.addEventListener("input", () => { panel.isStale = true; refresh(panel) });
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

// An engine that has trapped can't be asked again: a new one begins with the same settings.
function restart(reason) {
  worker.terminate();
  isReady = false;
  for (const resolve of waiting.values()) resolve({ refusal: "the engine stopped" });
  waiting = new Map();
  setPlaying(false);
  trouble = `The engine stopped (${reason}) and has been started again; the training begins anew.`;
  launch();
}
let trouble = "";
let isNew = true;

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

async function start(isPlayed = true) {
  made.steps = made.time = 0;
  const answer = show(await ask("start", valuesOf(byId("start"))));
  textHasChanged();
  if (!answer.refusal && isPlayed) play(true);
  return answer;
}

byId("play").onclick = () => play(!isPlaying);
byId("step").onclick = () => { play(false); worker.postMessage({ steps: 1 }) };
byId("rewind").onclick = async () => { play(false); show(await ask("rewind")); modelHasChanged() };
byId("start").addEventListener("submit", event => { event.preventDefault(); start() });
byId("start").elements["learning-rate"].addEventListener("change", async event =>
  show(await ask("learning-rate", { "learning-rate": event.target.value })));

// — Texts —

const textOf = name => byId("text-" + name).textContent.slice(1);
byId("example").onchange = event => { if (event.target.value) byId("text").value = textOf(event.target.value) };
byId("text").oninput = () => { byId("example").value = ""; byId("source").value = "" };
byId("file").onchange = async event => {
  const file = event.target.files[0];
  if (!file) return;
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
  const control = settings.elements[name];
  if (!control) return;
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

function fill(element, html) {
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
  ask("style").then(answer => { byId("engine-style").textContent = answer.values.style; show({ values: { limits: answer.values.limits } }) });
  if (isNew) followLink();
  isNew = false;
  start().then(() => { if (trouble) byId("problem").textContent = trouble; trouble = "" });
}

launch();
