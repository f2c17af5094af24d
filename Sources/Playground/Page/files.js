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

byId("save-checkpoint").onclick = () => save("save-checkpoint", {}, byId("files-act"));
byId("save-settings").onclick = () => save("save-settings", valuesOf(settings), byId("files-act"));

async function openFile(file) {
  const values = { name: file.name, steps: byId("steps-in-all").value };
  if (show(await ask("open", { ...values, size: String(file.size) }), byId("files-act")).refusal) return;
  for (const { value } of byId("example").options) if (value) values["text-" + value] = textOf(value);
  values.text = byId("text").value;
  const wasPlaying = isPlaying;
  play(false);
  const answer = await askForTraining("open", values, byId("files-act"), await file.arrayBuffer());
  if (answer.refusal) play(wasPlaying);
  if (answer.values?.startsAnew) {
    setControls(answer.controls);
    if ((await start()).refusal) play(wasPlaying);
    return;
  }
  textHasChanged();
}

byId("open-file").onchange = async event => {
  const file = event.target.files[0];
  // So that the same file can be chosen again.
  if (file) await openFile(file);
  event.target.value = "";
};

// A file may be dropped anywhere: what a page or a run has saved is opened, anything else is a text.
addEventListener("dragover", event => { if (event.dataTransfer.types.includes("Files")) event.preventDefault() });
addEventListener("drop", event => {
  const file = event.dataTransfer.files[0];
  if (!file) return;
  event.preventDefault();
  const isSaved = /\.(safetensors|json)$/.test(file.name);
  byId(isSaved ? "files" : "settings").scrollIntoView();
  isSaved ? openFile(file) : takeText(file);
});

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
