// The film: the slider counts snapshots, the hidden control says the step of the one that is shown, nothing for the newest.

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
