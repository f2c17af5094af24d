// The tour. The engine notices what has been done; here stand where to go next, and what the reader has done so far.

const tour = byId("tour");
let tourDone = "";
let tourAnswered = "";
let isTourSeen = true;

const tourSteps = () => [...tour.querySelectorAll("details")];
const isTicked = element => Boolean(element?.querySelector(".tick-mark")?.firstChild);
const stepIn = () => tourSteps().find(step => step.open);
const isOnTour = () => byId("tour-open").ariaExpanded === "true";

// Takes out of an answer what it says of the tour, whoever has asked for it: that is shown here, at once; the rest is its panel's.
function heardOfTour(answer) {
  const taken = {};
  for (const kind of ["markup", "values"]) {
    const fields = Object.entries(answer[kind] ?? {}).filter(([name]) => name.startsWith("tour"));
    for (const [name] of fields) delete answer[kind][name];
    taken[kind] = Object.fromEntries(fields);
  }
  if (taken.values.tourDone === undefined) return;
  ({ tourDone, tourAnswered } = taken.values);
  show(taken, tour);
  showWhereTo();
}

// The step that is open, and what is left to do of it, at the foot of the window while the tour is out of sight.
function showWhereTo() {
  const step = stepIn();
  byId("tour-foot").hidden = !isOnTour() || isTourSeen || !step;
  if (!step) return;
  const deed = [...step.querySelectorAll(".deeds li")].find(deed => !isTicked(deed));
  byId("tour-step").textContent = step.querySelector("summary").firstChild.textContent;
  byId("tour-deed").textContent = deed?.firstChild.textContent ?? `✓ ${tour.querySelector("[data-value=tourCount]").textContent}. The answer stands in the tour.`;
}

function openStep(step) {
  for (const other of tourSteps()) other.open = other === step;
  step.scrollIntoView();
  step.querySelector("summary").focus({ preventScroll: true });
}

async function beginTour() {
  await ask("tour", { done: tourDone, answered: tourAnswered });
  if (stepIn()) return;
  const step = tourSteps().find(step => !isTicked(step.querySelector("summary")));
  if (step) step.open = true;
}

byId("tour-open").onclick = () => {
  const now = !isOnTour();
  byId("tour-open").ariaExpanded = now;
  byId("tour-body").hidden = !now;
  document.documentElement.classList.toggle("on-tour", now);
  if (now) beginTour();
  showWhereTo();
};

byId("tour-back").onclick = () => openStep(stepIn());

function goTo(panel, name) {
  const element = byId(panel);
  element.scrollIntoView();
  // What a panel draws may not be there yet.
  const control = element.querySelector(name) ?? element.querySelector("input, select, button");
  control.focus();
  // What is drawn now moves it.
  const drawn = new ResizeObserver(() => {
    if (document.activeElement === control) control.scrollIntoView({ block: "nearest" });
  });
  drawn.observe(byId("page-main"));
  setTimeout(() => drawn.disconnect(), 1000);
}

tour.addEventListener("click", event => {
  const button = event.target.closest("[data-tour]");
  const step = button?.closest("details");
  switch (button?.dataset.tour) {
    case "go": goTo(button.dataset.to, button.dataset.control); break;
    case "next": openStep(tourSteps()[tourSteps().indexOf(step) + 1]); break;
    case "skip": {
      const verdict = step.querySelector(".verdict");
      if (!verdict.firstChild) verdict.textContent = "The answer comes when the step is done.";
      step.querySelector("[data-tour=go]").focus();
    }
  }
});

tour.addEventListener("submit", async event => {
  event.preventDefault();
  const form = event.target;
  show(await ask("tour-answer", { step: form.dataset.predict, ...valuesOf(form) }), tour);
  form.querySelector(".verdict").focus();
});

new IntersectionObserver(entries => { isTourSeen = entries.at(-1).isIntersecting; showWhereTo() }).observe(tour);

// A toggle does not bubble.
tour.addEventListener("toggle", showWhereTo, true);
