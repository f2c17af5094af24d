// The beginning: comes last, when all else is defined.

async function begin() {
  await offerSettings();
  ask("style").then(answer => { byId("engine-style").textContent = answer.values.style; textLimit = Number(answer.values.textSize); show({ values: { limits: answer.values.limits } }) });
  if (isNew) followLink();
  isNew = false;
  start();
  if (isOnTour()) beginTour();
}

launch();
