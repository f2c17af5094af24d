// The film: the slider counts snapshots, the hidden control says the step of the one that is shown, nothing for the newest.

let filmSteps = [];
let filmTimer = 0;
let isSliding = false;
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

answered.film = ({ values }) => {
  if (!values?.filmSteps) return;
  const slider = byId("film-slider");
  slider.setAttribute("aria-valuetext", "step " + values.filmStep);
  // A slider that is being moved keeps its marks.
  if (isSliding) return;
  filmSteps = values.filmSteps.split(",");
  slider.max = filmSteps.length - 1;
  const wanted = byId("film-step").value;
  slider.value = wanted === "" ? slider.max : filmSteps.findLastIndex(step => Number(step) <= Number(wanted));
};

function showNewestFrame() {
  playFilm(false);
  byId("film-step").value = "";
}

function chooseFrame(index) {
  const last = filmSteps.length - 1;
  byId("film-slider").value = index;
  byId("film-step").value = index >= last ? "" : filmSteps[index];
}

function nextFrame() {
  const index = Number(byId("film-slider").value);
  const last = filmSteps.length - 1;
  const next = index >= last ? 0 : index + 1;
  const panel = panelNamed("film");
  // Every picture is seen, however long it takes.
  if (panel.isAsked) return false;
  chooseFrame(next);
  panel.isStale = true;
  refresh(panel);
  return next >= last;
}

function playFilm(now) {
  clearInterval(filmTimer);
  filmTimer = 0;
  if (now && filmSteps.length > 1) filmTimer = setInterval(() => { if (!panelNamed("film").isSeen || nextFrame()) playFilm(false) }, 250);
  byId("film-play").textContent = filmTimer ? "Pause" : reducedMotion.matches ? "Next picture" : "Play";
}

// Who wants nothing to move by itself goes on picture by picture.
byId("film-play").onclick = () => {
  if (reducedMotion.matches && !filmTimer) return nextFrame();
  playFilm(!filmTimer);
};
reducedMotion.addEventListener("change", () => playFilm(false));
playFilm(false);

byId("film-slider").addEventListener("pointerdown", () => { isSliding = true });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => {
  if (isSliding) askAnew(panelNamed("film"));
  isSliding = false;
});

// The form of the panel hears of it next, and asks for the picture.
byId("film-slider").addEventListener("input", event => { playFilm(false); chooseFrame(Number(event.target.value)) });
