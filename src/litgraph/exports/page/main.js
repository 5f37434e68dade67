// Set the page up, and let its parts follow each other.

function setView(view) {
  choose({ view }, "look");
}

function drawView() {
  for (const view of VIEWS) {
    byId(`${view}-view`).hidden = state.view !== view;
    byId(`view-${view}`).setAttribute("aria-pressed", String(state.view === view));
  }
}

function drawHeading() {
  byId("survey").textContent = payload.survey;
  const counts = STATUSES.map((name, status) => [name, papers.filter((paper) => paper.status === status).length]);
  const words = counts.filter(([, count]) => count).map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
  byId("totals").textContent = [...words, counted(citations.length, "citation")].join(" · ");
  byId("survey-links").replaceChildren(...payload.links.map(([label, url]) => outward(label, url)));
  byId("notes").replaceChildren(...payload.notes.map((note) => element("span", {}, note)));
}

function drawNothing() {
  const nothing = byId("nothing");
  nothing.hidden = facets.total > 0;
  nothing.textContent = papers.length ? "No paper fits these filters." : "This record holds no papers yet.";
}

function follow(how) {
  if (how === "look") {
    drawView();
    applyTheme();
    drawLineage();
  }
  if (how === "filter") {
    rowsShown = PAGE;
    drawNothing();
  }
  if (how !== "paper") {
    drawFilters();
    drawList();
    drawLegend();
  } else {
    markRow();
    drawDetail();
  }
  if (how === "look") resized();
  paint();
}

function toggleKeys(open = byId("keys").hidden) {
  byId("keys").hidden = !open;
  byId("show-keys").setAttribute("aria-expanded", String(open));
  (open ? byId("hide-keys") : byId("show-keys")).focus();
}

function toggleFilters(open = !document.body.classList.contains("with-filters")) {
  document.body.classList.toggle("with-filters", open);
  byId("show-filters").setAttribute("aria-expanded", String(open));
}

function closeTopmost() {
  if (!byId("keys").hidden) toggleKeys(false);
  else if (state.paper !== null) closePaper();
  else if (document.body.classList.contains("with-filters")) toggleFilters(false);
  else moveNowhere();
}

function moveNowhere() {
  current = null;
  showTip(null);
  paint();
}

function typing(event) {
  const { tagName, type } = event.target;
  return tagName === "SELECT" || tagName === "TEXTAREA" || (tagName === "INPUT" && !["checkbox", "radio"].includes(type));
}

function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return closeTopmost();
    if (typing(event)) return;
    const turns = {
      "/": () => {
        toggleFilters(true);
        byId("query").focus();
        byId("query").select();
      },
      m: () => setView("map"),
      l: () => setView("list"),
      t: () => techniques.length && setView("lineage"),
      "?": () => toggleKeys(),
    };
    if (!turns[event.key]) return;
    event.preventDefault();
    turns[event.key]();
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const turns = {
      ArrowRight: () => moveCurrent(neighbourTowards(1, 0)),
      ArrowLeft: () => moveCurrent(neighbourTowards(-1, 0)),
      ArrowDown: () => moveCurrent(neighbourTowards(0, 1)),
      ArrowUp: () => moveCurrent(neighbourTowards(0, -1)),
      Enter: () => current !== null && openPaper(current, true),
      "+": () => zoomBy(1.4),
      "=": () => zoomBy(1.4),
      "-": () => zoomBy(1 / 1.4),
      0: () => fit(),
    };
    if (!turns[event.key]) return;
    event.preventDefault();
    turns[event.key]();
  });
  canvas.addEventListener("blur", () => current !== null && moveNowhere());
}

function followButtons() {
  byId("view-map").addEventListener("click", () => setView("map"));
  byId("view-list").addEventListener("click", () => setView("list"));
  byId("view-lineage").addEventListener("click", () => setView("lineage"));
  byId("theme").addEventListener("click", () => choose({ theme: theme === "dark" ? "light" : "dark" }, "look"));
  byId("show-keys").addEventListener("click", () => toggleKeys());
  byId("hide-keys").addEventListener("click", () => toggleKeys(false));
  byId("show-filters").addEventListener("click", () => toggleFilters());
  byId("zoom-in").addEventListener("click", () => zoomBy(1.4));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => fit());
  byId("skip").addEventListener("click", () => {
    setView("list");
    goToRow(byId("rows").querySelector("[tabindex='0']"));
  });
}

function restore() {
  Object.assign(state, readPermalink());
  byId("query").value = state.query;
  applyFilters();
  drawView();
  applyTheme();
  drawLineage();
  follow("filter");
  follow("paper");
}

function start() {
  byId("app").hidden = false;
  drawHeading();
  buildFilters();
  followPointers({ hover, open: (index) => openPaper(index) });
  followSearch();
  followList(openPaper);
  followLineage();
  followKeys();
  followButtons();
  watch(follow);
  restore();
  resized();
  new ResizeObserver(resized).observe(byId("stage"));
  addEventListener("hashchange", restore);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => follow("look"));
}

start();
