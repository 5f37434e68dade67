// The list: the shown papers as a table, a hundred at a time, sorted by any column.

const PAGE = 100;
const COLUMNS = [
  { name: "Paper", value: (paper) => folded(paper.name), down: false },
  { name: "Year", value: (paper) => paper.date || String(paper.year ?? ""), down: true },
  { name: "Venue", value: (paper) => folded(paper.venue), down: false },
  { name: "Category", value: (paper) => (paper.categories.length ? paper.categories[0] : Infinity), down: false },
  { name: "Status", value: (paper) => paper.status, down: false },
  { name: "Citations", value: (paper) => paper.local, down: true },
];
let order = { column: 4, down: false };
let rowsShown = PAGE;

// Papers without a value come last, whichever way the column is sorted; ties go by citations, then by id.
function sortedPapers() {
  const { value } = COLUMNS[order.column];
  const keyed = papers.filter((paper) => shown[paper.index]).map((paper) => [value(paper), paper]);
  const empty = (key) => key === "" || key === Infinity;
  keyed.sort(([a, one], [b, other]) => {
    if (empty(a) !== empty(b)) return empty(a) ? 1 : -1;
    const sign = a < b ? -1 : a > b ? 1 : 0;
    return (order.down ? -sign : sign) || other.local - one.local || one.index - other.index;
  });
  return keyed.map(([, paper]) => paper);
}

function drawColumns() {
  const heads = COLUMNS.map((column, index) => {
    const sorted = order.column === index;
    const sort = () => {
      order = { column: index, down: sorted ? !order.down : column.down };
      drawList();
      byId("columns").querySelectorAll("button")[index].focus();
    };
    const arrow = sorted ? (order.down ? " ↓" : " ↑") : "";
    const button = element("button", { type: "button", on: { click: sort } }, column.name, element("span", { "aria-hidden": "true" }, arrow));
    const direction = sorted ? (order.down ? "descending" : "ascending") : "none";
    return element("th", { scope: "col", "aria-sort": direction, class: `column-${column.name.toLowerCase()}` }, button);
  });
  byId("columns").replaceChildren(...heads);
}

function drawList() {
  if (byId("list-view").hidden) return;
  drawColumns();
  const sorted = sortedPapers();
  const visible = sorted.slice(0, rowsShown);
  byId("rows").replaceChildren(...visible.map(rowOf));
  const first = byId("rows").querySelector("[aria-selected=true]") ?? byId("rows").firstElementChild;
  first?.setAttribute("tabindex", "0");
  byId("no-rows").hidden = sorted.length > 0;
  byId("no-rows").textContent = papers.length ? "No paper fits these filters." : "This record holds no papers yet.";
  const left = sorted.length - visible.length;
  byId("more-rows").hidden = left === 0;
  byId("more-rows").textContent = `Show ${Math.min(PAGE, left)} more of ${left.toLocaleString("en")}`;
}

function rowOf(paper) {
  const people = paper.authors.length > 3 ? `${paper.authors.slice(0, 3).join(", ")} et al.` : paper.authors.join(", ");
  const category = paper.categories.length ? categories[paper.categories[0]] : null;
  const swatch = element("i", { class: "swatch" });
  swatch.style.background = category ? groupHue(category.group) : ink.none;
  return element(
    "tr",
    { tabindex: "-1", "data-paper": paper.index, "aria-selected": state.paper === paper.index ? "true" : null },
    element("td", { class: "column-paper" }, element("span", { class: "title" }, paper.name), element("span", { class: "people" }, people)),
    element("td", { class: "column-year" }, String(paper.year ?? "")),
    element("td", { class: "column-venue" }, paper.venue),
    element("td", { class: "column-category", title: category?.key }, category ? swatch : null, category?.name ?? ""),
    element("td", { class: "column-status" }, element("span", { class: `badge ${STATUSES[paper.status]}` }, STATUSES[paper.status])),
    element("td", { class: "column-citations" }, paper.local ? String(paper.local) : ""),
  );
}

function goToRow(row) {
  if (!row) return;
  for (const other of byId("rows").querySelectorAll("[tabindex='0']")) other.setAttribute("tabindex", "-1");
  row.setAttribute("tabindex", "0");
  row.focus();
}

function followList(open) {
  const rows = byId("rows");
  const paperIn = (event) => Number(event.target.closest("tr").dataset.paper);
  rows.addEventListener("click", (event) => open(paperIn(event), false));
  rows.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr");
    const turns = {
      ArrowDown: () => goToRow(row.nextElementSibling ?? null),
      ArrowUp: () => goToRow(row.previousElementSibling),
      Home: () => goToRow(rows.firstElementChild),
      End: () => goToRow(rows.lastElementChild),
      Enter: () => open(paperIn(event), true),
      " ": () => open(paperIn(event), true),
    };
    if (!turns[event.key]) return;
    event.preventDefault();
    turns[event.key]();
  });
  byId("more-rows").addEventListener("click", () => {
    const next = rowsShown;
    rowsShown += PAGE;
    drawList();
    goToRow(byId("rows").children[next]);
  });
}

function markRow() {
  for (const row of byId("rows").children) {
    if (Number(row.dataset.paper) === state.paper) row.setAttribute("aria-selected", "true");
    else row.removeAttribute("aria-selected");
  }
}
