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

answered.progress = ({ values }) => {
  if (values && !isPlaying) byId("state").textContent = values.stillness;
};

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

function forgetSpeed() {
  made.steps = made.time = 0;
  byId("speed").textContent = "";
}

// What was chosen for the training before is none of this one's.
function trainingHasBegun({ values, controls }) {
  hasBegun = true;
  setCheating(false);
  forgetSpeed();
  if (controls) setControls(controls);
  for (const form of document.querySelectorAll("form[data-resets]")) form.reset();
  showNewestFrame();
  const example = controls && !controls.example ? null : byId("example").selectedOptions[0];
  lookAt(isLookTyped ? look : example?.dataset.look || values.firstText || look);
}

async function start() {
  const answer = await askForTraining("start", valuesOf(byId("start")), byId("settings"));
  textHasChanged();
  if (!answer.refusal) play(true);
  return answer;
}

byId("play").onclick = () => play(!isPlaying);
byId("step").onclick = () => { play(false); worker.postMessage({ steps: 1 }) };
byId("rewind").onclick = async () => {
  play(false);
  setCheating(false);
  show(await ask("rewind"));
  forgetSpeed();
  modelHasChanged();
};
byId("start").addEventListener("submit", event => {
  event.preventDefault();
  mayRestart = true;
  byId("trouble").textContent = "";
  // What has begun is to be seen.
  if (isReady) start().then(answer => { if (!answer.refusal) byId("training").scrollIntoView() });
  else launch();
});
byId("start").elements["learning-rate"].addEventListener("change", async event =>
  show(await ask("learning-rate", { "learning-rate": event.target.value }), byId("settings")));

// — A second model, with the future uncovered —

let isCheating = false;

let cheatingRun = 0;

// As many steps at once as take a slice of the worker's time; who pauses and goes on ends the run before. A new training ends it
// too: this second model is not its own.
async function trainUncovered() {
  const run = ++cheatingRun;
  let steps = 1;
  while (isCheating) {
    if (!mayAsk()) { setCheating(false); break }
    const answer = show(await ask("future-train", { steps: String(steps) }), byId("future-act"));
    if (run !== cheatingRun) return;
    const made = Number(answer.values?.futureMade ?? 0);
    if (made < steps) setCheating(false);
    steps = Math.max(1, Math.min(1000, 2 * steps, Math.round(steps * 16 / Math.max(answer.cost ?? 0, 0.1))));
    panelNamed("future").isStale = true;
    refreshSeen();
  }
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
