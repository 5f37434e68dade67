// One paper in full, beside the map or the list.

const FEW = 12;
let opener = null;

// Open a paper. Where the keyboard asked for it the focus follows, and goes back when the panel closes.
function openPaper(index, byKeyboard = false) {
  if (index === null) return closePaper();
  if (byId("detail").hidden || !byId("detail").contains(document.activeElement)) opener = document.activeElement;
  choose({ paper: index }, "paper");
  reveal(papers[index]);
  if (byKeyboard) byId("detail-title").focus();
  return undefined;
}

function closePaper() {
  if (state.paper === null) return;
  const inside = byId("detail").contains(document.activeElement);
  choose({ paper: null }, "paper");
  if (!inside) return;
  const row = byId("rows").querySelector("[tabindex='0']");
  const back = opener?.isConnected && opener.offsetParent !== null ? opener : state.view === "map" ? canvas : row;
  back?.focus();
}

function drawDetail() {
  const panel = byId("detail");
  const paper = state.paper === null ? null : papers[state.paper];
  const changed = panel.hidden !== (paper === null);
  panel.hidden = paper === null;
  document.body.classList.toggle("with-detail", paper !== null);
  panel.replaceChildren(...(paper ? partsOf(paper) : []));
  panel.scrollTop = 0;
  if (changed) resized();
}

function partsOf(paper) {
  const facts = [paper.venue, paper.date || paper.year].filter(Boolean).join(" · ");
  const close = element("button", { type: "button", class: "quiet close", id: "close-detail", "aria-label": "Close", on: { click: closePaper } }, "×");
  return [
    element("div", { class: "detail-top" }, badges(paper), close),
    element("h2", { id: "detail-title", tabindex: "-1" }, paper.name),
    paper.authors.length ? element("p", { class: "people" }, paper.authors.join(", ")) : null,
    facts ? element("p", { class: "facts" }, facts) : null,
    linksOf(paper),
    placesOf(paper),
    reasonsOf(paper),
    techniquesOf(paper),
    paper.abstract ? part("Abstract", element("p", { class: "abstract" }, paper.abstract)) : null,
    citationsOf(paper),
    paperList("References", paper.references, "references"),
    paperList("Cited by", paper.citedBy, "cited-by"),
    element("p", { class: "identifier" }, paper.id),
  ].filter(Boolean);
}

function badges(paper) {
  const made = [element("span", { class: `badge ${STATUSES[paper.status]}` }, STATUSES[paper.status])];
  if (paper.review) made.push(element("span", { class: "badge review" }, "for review"));
  return element("p", { class: "badges" }, ...made);
}

function part(name, ...children) {
  return element("section", { class: "part" }, element("h3", {}, name), ...children);
}

function linksOf(paper) {
  if (!paper.links.length) return null;
  return element("p", { class: "links" }, ...paper.links.map(([label, url]) => outward(label, url)));
}

function placesOf(paper) {
  if (!paper.categories.length) return null;
  const name = paper.probability === null ? "Filed under" : paper.review ? "Perhaps under" : "Filed by the model under";
  return part(name, ...paper.categories.map((category) => {
    const steps = [...categories[category].above, category].map((step) => {
      const show = () => choose({ categories: new Set([step]) });
      return element("li", {}, element("button", { type: "button", class: "step", title: "Show this category alone", on: { click: show } }, categories[step].name));
    });
    return element("ol", { class: "steps" }, ...steps);
  }));
}

function reasonsOf(paper) {
  if (paper.scope !== null) return part("Scope", element("p", { class: "chance main" }, gauge(paper.scope), "probability that it belongs to the survey"));
  if (paper.probability === null) return null;
  const near = paper.because.length
    ? [element("p", { class: "hint" }, "Nearest listed papers"), element("ul", { class: "papers" }, ...paper.because.map(paperLine))]
    : [];
  const others = paper.alternatives.filter(([category]) => !paper.categories.includes(category)).map(([category, chance]) =>
    element("li", { class: "chance" }, gauge(chance), element("span", { title: categories[category].key }, categories[category].name)));
  return part(
    "Why here",
    element("p", { class: "chance main" }, gauge(paper.probability), "probability of this category"),
    others.length ? element("ul", { class: "others", "aria-label": "Other categories" }, ...others) : null,
    ...near,
  );
}

function techniquesOf(paper) {
  if (!paper.introduces.length) return null;
  const open = (index) => element("li", {}, element("button", { type: "button", class: "paper", title: "Show its lineage", on: { click: () => openTechnique(index) } }, techniques[index].name));
  return part("Introduces", element("ul", { class: "papers" }, ...paper.introduces.map(open)));
}

function gauge(chance) {
  const bar = element("i", { class: "gauge", "aria-hidden": "true" }, element("i"));
  bar.firstElementChild.style.width = `${Math.round(chance * 100)}%`;
  return element("span", { class: "measure" }, bar, chance.toFixed(2));
}

function citationsOf(paper) {
  const times = ["Not cited", "Cited once"][paper.local] ?? `Cited ${paper.local.toLocaleString("en")} times`;
  const references = paper.references.length ? `${counted(paper.references.length, "reference")} on this page` : "none of its references known on this page";
  return element("p", { class: "hint counts" }, `${times} within the record; ${references}.`);
}

// A paper is named by its position, one that is not on this page by its id.
function paperLine(named) {
  if (typeof named === "string") return element("li", {}, `${named} (not on this page)`);
  const paper = papers[named];
  const open = (event) => openPaper(named, event.detail === 0);
  const year = paper.year ? element("span", { class: "when" }, String(paper.year)) : null;
  return element("li", {}, element("button", { type: "button", class: "paper", on: { click: open } }, paper.name), year);
}

function paperList(name, named, kind) {
  if (!named.length) return null;
  const list = element("ul", { class: "papers" }, ...named.slice(0, FEW).map(paperLine));
  const section = part(`${name} (${named.length})`, list);
  section.classList.add(kind);
  if (named.length > FEW) {
    const all = element("button", { type: "button", class: "quiet" }, `Show all ${named.length}`);
    all.addEventListener("click", () => {
      list.replaceChildren(...named.map(paperLine));
      list.children[FEW].querySelector("button").focus();
      all.remove();
    });
    section.append(all);
  }
  return section;
}
