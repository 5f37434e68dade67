// What the reader chose, which papers that leaves, and the permalink that says so.

const state = {
  query: "",
  statuses: new Set([0, 1, 2]),
  categories: new Set(),
  from: null,
  to: null,
  colour: "category",
  view: "map",
  theme: null,
  paper: null,
  technique: null,
};
const VIEWS = ["map", "list", "lineage"];
const COLOURINGS = ["category", "status", "year"];
const watchers = [];
let shown = new Uint8Array(papers.length);
let facets = { statuses: [0, 0, 0], categories: [], years: new Map(), total: 0 };

function watch(act) {
  watchers.push(act);
}

// Change the choice, and let every part of the page follow. `how` says what changed: "filter", "paper" or "look".
function choose(changes, how = "filter") {
  Object.assign(state, changes);
  if (how === "filter") applyFilters();
  writePermalink();
  for (const act of watchers) act(how);
}

function matcher() {
  const words = folded(state.query).split(/\s+/).filter(Boolean);
  return (paper) => words.every((word) => paper.text.includes(word));
}

function inYears(paper) {
  if (state.from === null && state.to === null) return true;
  if (paper.year === null) return false;
  return paper.year >= (state.from ?? -Infinity) && paper.year <= (state.to ?? Infinity);
}

function inCategories(paper) {
  if (!state.categories.size) return true;
  for (const category of state.categories) {
    if (category === -1 ? !paper.categories.length : paper.within.has(category)) return true;
  }
  return false;
}

// Each count of a facet says how many papers it would leave beside what the other facets choose.
function applyFilters() {
  const matches = matcher();
  shown = new Uint8Array(papers.length);
  facets = { statuses: [0, 0, 0], categories: new Array(categories.length).fill(0), none: 0, years: new Map(), total: 0 };
  for (const paper of papers) {
    if (!matches(paper)) continue;
    const [status, year, category] = [state.statuses.has(paper.status), inYears(paper), inCategories(paper)];
    if (year && category) facets.statuses[paper.status] += 1;
    if (status && year) countCategories(paper);
    if (status && category) facets.years.set(paper.year, (facets.years.get(paper.year) ?? 0) + 1);
    if (status && year && category) {
      shown[paper.index] = 1;
      facets.total += 1;
    }
  }
}

function countCategories(paper) {
  for (const category of paper.within) facets.categories[category] += 1;
  if (!paper.categories.length) facets.none += 1;
}

function writePermalink() {
  const said = new URLSearchParams();
  if (state.paper !== null) said.set("paper", papers[state.paper].id);
  if (state.view !== "map") said.set("view", state.view);
  if (state.technique !== null) said.set("technique", techniques[state.technique].name);
  if (state.query) said.set("q", state.query);
  if (state.statuses.size < 3) said.set("status", [...state.statuses].sort().map((s) => STATUSES[s]).join(",") || "none");
  for (const category of state.categories) said.append("in", category === -1 ? "" : categories[category].key);
  if (state.from !== null) said.set("from", state.from);
  if (state.to !== null) said.set("to", state.to);
  if (state.colour !== "category") said.set("colour", state.colour);
  if (state.theme) said.set("theme", state.theme);
  const hash = said.toString();
  if (location.hash.replace(/^#/, "") === hash) return;
  try {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  } catch {
    location.hash = hash;
  }
}

// Read a permalink; what this page does not have is passed over.
function readPermalink() {
  const said = new URLSearchParams(location.hash.replace(/^#/, ""));
  const known = new Map(categories.map((category) => [category.key, category.index]));
  const chosen = said.getAll("in").map((key) => (key === "" ? -1 : known.get(key)));
  const statuses = said.get("status")?.split(",").map((name) => STATUSES.indexOf(name)) ?? [0, 1, 2];
  return {
    query: (said.get("q") ?? "").slice(0, 500),
    statuses: new Set(statuses.filter((status) => status >= 0)),
    categories: new Set(chosen.filter((category) => category !== undefined)),
    from: yearOf(said.get("from")),
    to: yearOf(said.get("to")),
    colour: COLOURINGS.includes(said.get("colour")) ? said.get("colour") : "category",
    view: VIEWS.includes(said.get("view")) && (said.get("view") !== "lineage" || techniques.length) ? said.get("view") : "map",
    theme: ["light", "dark"].includes(said.get("theme")) ? said.get("theme") : null,
    paper: paperOf.get(said.get("paper"))?.index ?? null,
    technique: techniqueNamed(said.get("technique")),
  };
}

function yearOf(text) {
  const year = Number.parseInt(text, 10);
  return Number.isNaN(year) || firstYear === null ? null : Math.min(lastYear, Math.max(firstYear, year));
}
