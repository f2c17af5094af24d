// Two models side by side.

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
