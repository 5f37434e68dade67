// The filters: status, years, colour and categories, with what each would leave.

const MANY_BRANCHES = 40;
const treeRows = new Map();

function buildFilters() {
  buildStatuses();
  buildYears();
  buildColours();
  buildTree();
  byId("reset").addEventListener("click", resetFilters);
}

function resetFilters() {
  byId("query").value = "";
  choose({ query: "", statuses: new Set([0, 1, 2]), categories: new Set(), from: null, to: null });
}

function buildStatuses() {
  STATUSES.forEach((name, status) => {
    if (!papers.some((paper) => paper.status === status)) return;
    const box = element("input", { type: "checkbox", id: `status-${name}`, checked: true });
    box.addEventListener("change", () => {
      const statuses = new Set(state.statuses);
      if (box.checked) statuses.add(status);
      else statuses.delete(status);
      choose({ statuses });
    });
    const count = element("span", { class: "count", id: `count-${name}` });
    byId("statuses").append(element("label", { class: "choice" }, box, element("i", { class: `dot ${name}` }), element("span", {}, name), count));
  });
  byId("statuses").hidden = !papers.length;
}

function buildYears() {
  byId("years").hidden = firstYear === null || firstYear === lastYear;
  if (byId("years").hidden) return;
  for (const end of ["from", "to"]) {
    const select = byId(end);
    for (let year = firstYear; year <= lastYear; year += 1) select.append(element("option", { value: year }, String(year)));
    select.addEventListener("change", () => {
      const chosen = Number(select.value);
      const range = { from: state.from ?? firstYear, to: state.to ?? lastYear, [end]: chosen };
      if (range.from > range.to) range[end === "from" ? "to" : "from"] = chosen;
      choose({ from: range.from === firstYear ? null : range.from, to: range.to === lastYear ? null : range.to });
    });
  }
  for (let year = scaleStart(); year <= lastYear; year += 1) byId("histogram").append(element("i", { "data-year": year }, element("b")));
}

function buildColours() {
  COLOURINGS.forEach((name) => {
    const radio = element("input", { type: "radio", name: "colour", value: name, id: `colour-${name}` });
    radio.addEventListener("change", () => choose({ colour: name }, "look"));
    byId("colours").append(element("label", {}, radio, element("span", {}, name)));
  });
}

function buildTree() {
  const roots = categories.filter((category) => category.parent === null);
  const open = categories.length <= MANY_BRANCHES;
  const list = element("ul", { class: "tree" }, ...roots.map((category) => branch(category, open)));
  const none = papers.some((paper) => !paper.categories.length) && categories.length;
  if (none) list.append(element("li", {}, element("div", { class: "row" }, element("span", { class: "twist" }), categoryButton(-1, "no category"))));
  byId("categories").append(list);
  byId("categories").hidden = !categories.length;
}

function branch(category, open) {
  const row = element("div", { class: "row" });
  const made = element("li", {}, row);
  if (category.children.length) {
    const below = element("ul", {}, ...category.children.map((child) => branch(categories[child], open)));
    const expanded = open || category.parent === null;
    below.hidden = !expanded;
    const twist = element("button", { type: "button", class: "twist", "aria-expanded": String(expanded), "aria-label": `Below ${category.name}` });
    twist.addEventListener("click", () => {
      below.hidden = !below.hidden;
      twist.setAttribute("aria-expanded", String(!below.hidden));
    });
    row.append(twist);
    made.append(below);
  } else {
    row.append(element("span", { class: "twist" }));
  }
  row.append(categoryButton(category.index, category.name));
  return made;
}

function categoryButton(index, name) {
  const count = element("span", { class: "count" });
  const swatch = element("i", { class: "swatch" });
  const button = element("button", { type: "button", class: "category", "aria-pressed": "false" }, swatch, element("span", { class: "name" }, name), count);
  button.addEventListener("click", () => {
    const chosen = new Set(state.categories);
    if (!chosen.delete(index)) chosen.add(index);
    choose({ categories: chosen });
  });
  treeRows.set(index, { button, count, swatch });
  return button;
}

function drawFilters() {
  STATUSES.forEach((name, status) => {
    const box = byId(`status-${name}`);
    if (!box) return;
    box.checked = state.statuses.has(status);
    byId(`count-${name}`).textContent = facets.statuses[status].toLocaleString("en");
  });
  for (const name of COLOURINGS) byId(`colour-${name}`).checked = state.colour === name;
  drawYears();
  drawTree();
  byId("shown").textContent = facets.total === papers.length ? counted(papers.length, "paper") : `${facets.total.toLocaleString("en")} of ${counted(papers.length, "paper")}`;
  byId("reset").hidden = facets.total === papers.length && !state.query && !state.categories.size;
}

function drawYears() {
  if (byId("years").hidden) return;
  byId("from").value = state.from ?? firstYear;
  byId("to").value = state.to ?? lastYear;
  const bars = [...byId("histogram").children];
  const start = scaleStart();
  const count = (year) => [...facets.years].reduce((sum, [known, papersOf]) => (known === null || Math.max(known, start) !== year ? sum : sum + papersOf), 0);
  const counts = bars.map((bar) => count(Number(bar.dataset.year)));
  const most = Math.max(1, ...counts);
  bars.forEach((bar, index) => {
    const year = Number(bar.dataset.year);
    bar.firstElementChild.style.height = `${counts[index] ? Math.max(4, (100 * counts[index]) / most) : 0}%`;
    bar.title = `${year === start && start > firstYear ? "until " : ""}${year}: ${counted(counts[index], "paper")}`;
    bar.classList.toggle("out", year < (state.from ?? -Infinity) || year > (state.to ?? Infinity));
  });
  const undated = facets.years.get(null) ?? 0;
  const ranged = state.from !== null || state.to !== null;
  byId("undated").hidden = !undated;
  byId("undated").textContent = `${counted(undated, "paper")} without a year${ranged ? " left out" : ""}`;
}

function drawTree() {
  for (const [index, { button, count, swatch }] of treeRows) {
    const papersOf = index === -1 ? facets.none : facets.categories[index];
    count.textContent = papersOf.toLocaleString("en");
    button.setAttribute("aria-pressed", String(state.categories.has(index)));
    button.classList.toggle("empty", !papersOf);
    const group = index === -1 ? null : categories[index].group;
    swatch.style.background = state.colour === "category" ? (group === null && index !== -1 ? "transparent" : groupHue(group)) : "transparent";
  }
}
