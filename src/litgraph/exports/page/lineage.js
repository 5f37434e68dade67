// Lineages: which techniques came from which, with the sentence that says so, before and after the one that is chosen.

const STEPS_AWAY = 2;
const MOST_NAMES = 200;
const techniques = (payload.techniques ?? []).map((technique, index) => ({
  index,
  name: technique.name,
  kind: technique.kind,
  year: technique.year ?? null,
  papers: technique.papers ?? [],
  text: folded(technique.name),
  before: [],
  after: [],
}));
for (const [newer, older, type, paper, sentence, witnesses, doubtful] of payload.steps ?? []) {
  const step = { type, paper: paper ?? null, sentence: sentence ?? "", witnesses: witnesses ?? 0, doubtful: Boolean(doubtful) };
  techniques[newer].before.push({ ...step, other: techniques[older] });
  techniques[older].after.push({ ...step, other: techniques[newer] });
}
const inTime = (a, b) => (a.other.year ?? Infinity) - (b.other.year ?? Infinity) || a.other.index - b.other.index;
for (const technique of techniques) {
  for (const paper of technique.papers) papers[paper].introduces.push(technique.index);
  technique.before.sort(inTime);
  technique.after.sort(inTime);
}
const byTies = (a, b) => b.before.length + b.after.length - a.before.length - a.after.length || a.index - b.index;
const mostTied = [...techniques].sort(byTies);
let nameSought = "";

function techniqueNamed(text) {
  return techniques.find((technique) => technique.name === text)?.index ?? null;
}

function openTechnique(index) {
  choose({ view: "lineage", technique: index }, "look");
  byId("lineage-of").scrollTop = 0;
  byId("technique-title")?.focus();
}

function drawLineage() {
  if (byId("lineage-view").hidden) return;
  drawNames();
  const chosen = techniques[state.technique] ?? mostTied[0];
  byId("lineage-of").replaceChildren(...(chosen ? lineageOf(chosen) : []));
}

function drawNames() {
  const sought = mostTied.filter((technique) => technique.text.includes(folded(nameSought.trim())));
  const chosen = state.technique ?? mostTied[0]?.index;
  const rows = sought.slice(0, MOST_NAMES).map((technique) => {
    const ties = element("span", { class: "count" }, String(technique.before.length + technique.after.length));
    const current = technique.index === chosen ? "true" : null;
    return element("li", {}, element("button", { type: "button", class: "technique", "aria-current": current, on: { click: () => openTechnique(technique.index) } }, technique.name, ties));
  });
  byId("techniques").replaceChildren(...rows);
  const left = sought.length - rows.length;
  byId("more-techniques").textContent = sought.length ? (left ? `${left.toLocaleString("en")} more; type part of a name` : "") : "No technique of that name";
}

function lineageOf(technique) {
  const facts = [technique.kind, technique.year].filter(Boolean).join(" · ");
  const homes = technique.papers.length ? [element("p", { class: "hint" }, "Introduced by"), element("ul", { class: "papers" }, ...technique.papers.map(paperLine))] : [];
  return [
    element("h2", { id: "technique-title", tabindex: "-1" }, technique.name),
    element("p", { class: "facts" }, facts),
    ...homes,
    ...descent("Comes from", technique, "before"),
    ...descent("Led to", technique, "after"),
    element("p", { class: "hint" }, "As papers say it, in time order; ", element("span", { class: "doubt" }, "doubtful"), " marks what was read with less certainty."),
  ];
}

function descent(name, technique, way) {
  if (!technique[way].length) return [];
  return [part(`${name} (${technique[way].length})`, stepsOf(technique, way, STEPS_AWAY, new Set([technique.index])))];
}

// Each technique is followed once, so that a circle ends.
function stepsOf(technique, way, away, met) {
  const fresh = technique[way].filter((step) => !met.has(step.other.index));
  for (const step of fresh) met.add(step.other.index);
  return element("ul", { class: "descent" }, ...fresh.map((step) => {
    const further = away > 1 && step.other[way].some((next) => !met.has(next.other.index)) ? stepsOf(step.other, way, away - 1, met) : null;
    return element("li", {}, stepLine(step), saidBy(step), further);
  }));
}

function stepLine(step) {
  const open = () => openTechnique(step.other.index);
  return element(
    "p",
    { class: "step-line" },
    element("span", { class: "relation" }, step.type.replaceAll("_", " ").toLowerCase()),
    element("button", { type: "button", class: "step", on: { click: open } }, step.other.name),
    step.other.year ? element("span", { class: "when" }, String(step.other.year)) : null,
    step.doubtful ? element("span", { class: "doubt" }, "doubtful") : null,
  );
}

function saidBy(step) {
  if (!step.sentence) return null;
  const more = step.witnesses > 1 ? ` and ${counted(step.witnesses - 1, "more paper")}` : "";
  const paper = papers[step.paper];
  const source = paper
    ? element("button", { type: "button", class: "step", on: { click: (event) => openPaper(paper.index, event.detail === 0) } }, shortName(paper))
    : String(step.paper);
  return element("blockquote", {}, step.sentence, " ", element("cite", {}, source, more));
}

function followLineage() {
  byId("view-lineage").hidden = !techniques.length;
  byId("technique-sought").addEventListener("input", (event) => {
    nameSought = event.target.value;
    drawNames();
  });
}
