// — Texts —

const texts = {};
const textOf = name => texts[name] ?? "";

async function unpackTexts() {
  for (const { value } of byId("example").options) {
    if (value) texts[value] = await unpacked(byId("text-" + value).textContent).text();
  }
}

byId("example").onchange = event => { if (event.target.value) byId("text").value = textOf(event.target.value) };
byId("text").oninput = () => { byId("example").value = ""; byId("source").value = "" };
byId("file").onchange = event => { if (event.target.files[0]) takeText(event.target.files[0]) };

async function takeText(file) {
  if (file.size > textLimit) return show({ refusal: "The file is too large. " + byId("limits").textContent }, byId("settings"));
  byId("text").value = await file.text();
  byId("example").value = "";
  byId("source").value = file.name;
  showLink();
}

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
    // Where it is shown, the control is empty, and the style of a printed page leaves it out.
    control.placeholder = " ";
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

// The page stands at its beginning, or as its link says: whether there is nothing wrong with that.
async function followLink() {
  const wanted = [...new URLSearchParams(location.hash.slice(1))].map(([name, value]) => ["link-" + name, value]);
  const isLink = !document.getElementById(location.hash.slice(1));
  const examples = [...byId("example").options].map(option => option.value).join(" ");
  const answer = await ask("link", { ...(isLink ? Object.fromEntries(wanted) : {}), examples });
  show(answer, byId("settings"));
  if (!answer.refusal || !hasBegun) {
    settings.reset();
    setControls({ example: byId("example").value, ...answer.controls });
  }
  return !answer.refusal;
}

settings.addEventListener("input", showLink);
settings.addEventListener("change", showLink);
addEventListener("hashchange", async () => {
  if (isReady && !document.getElementById(location.hash.slice(1)) && await followLink()) start();
});
