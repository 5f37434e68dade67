// The graph as the page was told it, completed by what follows from it. Nothing here changes later.

const byId = (id) => document.getElementById(id);
const payload = JSON.parse(byId("payload").textContent);
const STATUSES = ["listed", "candidate", "periphery"];

const categories = payload.categories.map((category, index) => ({
  index,
  path: category.path,
  name: category.path[category.path.length - 1],
  key: category.path.join(" > "),
  parent: category.parent ?? null,
  group: category.group ?? null,
  disc: category.disc ?? null,
  children: [],
  above: [],
}));
for (const category of categories) {
  if (category.parent !== null) {
    categories[category.parent].children.push(category.index);
    category.above = [...categories[category.parent].above, category.parent];
  }
}

const papers = payload.papers.map((paper, index) => {
  const filed = paper.categories ?? [];
  return {
    index,
    id: paper.id,
    title: paper.title ?? "",
    name: paper.title || `Untitled (${paper.id})`,
    abstract: paper.abstract ?? "",
    authors: paper.authors ?? [],
    date: paper.date ?? "",
    year: paper.year ?? null,
    venue: paper.venue ?? "",
    status: paper.status ?? 2,
    categories: filed,
    within: new Set(filed.flatMap((category) => [category, ...categories[category].above])),
    group: filed.length ? categories[filed[0]].group : null,
    probability: paper.probability ?? null,
    scope: paper.scope ?? null,
    review: paper.review ?? false,
    alternatives: paper.alternatives ?? [],
    because: paper.because ?? [],
    links: paper.links ?? [],
    local: paper.local ?? 0,
    x: paper.at[0],
    y: paper.at[1],
    radius: paper.at[2],
    references: [],
    citedBy: [],
    introduces: [],
  };
});
const citations = [];
for (let end = 0; end < payload.citations.length; end += 2) {
  const [citing, cited] = [payload.citations[end], payload.citations[end + 1]];
  citations.push([citing, cited]);
  papers[citing].references.push(cited);
  papers[cited].citedBy.push(citing);
}
const byCitations = (a, b) => papers[b].local - papers[a].local || a - b;
for (const paper of papers) {
  paper.references.sort(byCitations);
  paper.citedBy.sort(byCitations);
  paper.text = folded([paper.title, paper.authors.join(" "), paper.venue, paper.id, paper.year ?? ""].join(" "));
}
const paperOf = new Map(papers.map((paper) => [paper.id, paper]));
const years = papers.map((paper) => paper.year).filter((year) => year !== null);
const firstYear = years.length ? years.reduce((a, b) => Math.min(a, b)) : null;
const lastYear = years.length ? years.reduce((a, b) => Math.max(a, b)) : null;

// Case and accents make no difference to a search.
function folded(text) {
  return String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// The method or system that a title names before its colon, else as many of its first words as make a short label.
function shortName(paper) {
  const whole = paper.title || paper.id;
  const head = paper.title.split(/[:：]/)[0].trim();
  if (head && head.length <= 26) return head;
  const kept = whole.split(" ").reduce((text, word) => (text && `${text} ${word}`.length > 24 ? `${text}\0` : `${text} ${word}`.trim()), "");
  const cut = kept.split("\0")[0].slice(0, 28);
  return cut === whole ? whole : `${cut}…`;
}

function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

// Build an element. Text from outside comes in as text nodes and nowhere else.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value;
    else if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// A link out of the page, or plain words where the address is not one of the web.
function outward(label, url) {
  if (!/^https?:\/\/[^\s]+$/i.test(url)) return document.createTextNode(label);
  return element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, label);
}
