// The beginning: comes last, when all else is defined.

async function begin() {
  const { values } = await ask("style");
  if (!values) return;
  keepPlace(() => { byId("engine-style").textContent = values.style });
  textLimit = Number(values.textSize);
  show({ values: { limits: values.limits } }, byId("settings"));
  await offerSettings();
  await unpackTexts();
  const isFirst = isNew;
  isNew = false;
  if (!isFirst || await followLink()) start();
  // A tour that is folded up counts on, too.
  if (isOnTour() || tourSteps().length) beginTour();
}

launch();
