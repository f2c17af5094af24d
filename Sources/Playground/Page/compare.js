// Two models side by side.

answered.compare = ({ values }) => {
  if (values) byId("compare-end").hidden = values.isComparing !== "true";
};

byId("compare-setting").addEventListener("change", event => {
  byId("compare-value").value = event.target.selectedOptions[0].dataset.other;
});

// Only a refusal stands beside the buttons; another answer is the panel's, and is shown after those before it.
async function changeComparison(name, values) {
  const answer = await ask(name, values);
  show(answer.refusal ? answer : {}, byId("compare-act"));
  if (!answer.refusal) await showIn(panelNamed("compare"), answer);
  return !answer.refusal;
}

byId("compare-begin").onclick = async () => {
  if (await changeComparison("compare-begin", valuesIn(panelNamed("compare")))) play(true);
};

byId("compare-end").onclick = async () => {
  await changeComparison("compare-end");
  byId("compare-begin").focus();
};
