// The search box and its suggestions (the combobox pattern of the ARIA Authoring Practices Guide).

const MOST_SUGGESTIONS = 8;
let active = -1;

function suggestions() {
  return [...byId("suggestions").children];
}

// Those whose title begins with what is typed come first, then the most cited.
function bestMatches() {
  const typed = folded(state.query.trim());
  const starts = (paper) => (folded(paper.title).startsWith(typed) ? 0 : 1);
  const found = papers.filter((paper) => shown[paper.index]);
  return found.sort((a, b) => starts(a) - starts(b) || b.local - a.local || a.index - b.index).slice(0, MOST_SUGGESTIONS);
}

function drawSuggestions(open = true) {
  const box = byId("query");
  const matches = open && state.query.trim() ? bestMatches() : [];
  active = -1;
  byId("suggestions").replaceChildren(...matches.map((paper, position) => {
    const facts = [paper.authors[0], paper.year].filter(Boolean).join(" · ");
    const chosen = element("li", { role: "option", id: `suggestion-${position}`, "aria-selected": "false", "data-paper": paper.index }, element("span", {}, paper.name), element("small", {}, facts));
    chosen.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      pick(paper.index, false);
    });
    return chosen;
  }));
  byId("suggestions").hidden = !matches.length;
  box.setAttribute("aria-expanded", String(matches.length > 0));
  box.removeAttribute("aria-activedescendant");
}

function pick(index, byKeyboard) {
  drawSuggestions(false);
  openPaper(index, byKeyboard);
}

function goToSuggestion(step) {
  const all = suggestions();
  if (!all.length) return drawSuggestions();
  active = (active + step + all.length + (active < 0 && step < 0 ? 1 : 0)) % all.length;
  all.forEach((option, position) => option.setAttribute("aria-selected", String(position === active)));
  byId("query").setAttribute("aria-activedescendant", all[active].id);
  return all[active].scrollIntoView({ block: "nearest" });
}

function followSearch() {
  const box = byId("query");
  box.addEventListener("input", () => {
    choose({ query: box.value });
    drawSuggestions();
  });
  box.addEventListener("blur", () => drawSuggestions(false));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      goToSuggestion(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const chosen = suggestions()[Math.max(active, 0)] ?? null;
      const best = chosen ? Number(chosen.dataset.paper) : state.query.trim() ? bestMatches()[0]?.index : undefined;
      if (best !== undefined) pick(best, true);
    } else if (event.key === "Escape" && (!byId("suggestions").hidden || box.value)) {
      event.stopPropagation();
      event.preventDefault();
      if (!byId("suggestions").hidden) return drawSuggestions(false);
      box.value = "";
      choose({ query: "" });
    }
    return undefined;
  });
}
