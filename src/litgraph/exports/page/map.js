// The map: discs of categories, citations, papers, names; and the legend beside it.

const pen = canvas.getContext("2d");
const LIGHT_LOAD = 6000; // citations that can be drawn in every frame of a movement
const mapped = categories.some((category) => category.disc);
let hovered = null;
let current = null; // the paper that the keyboard is at
let frame = 0;

function paint() {
  if (frame || byId("map-view").hidden) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    draw();
  });
}

// The papers that stay bright while one is looked at: itself and those it is tied to by a citation.
function focusSet() {
  const index = hovered ?? current ?? state.paper;
  if (index === null) return null;
  return new Set([index, ...papers[index].references, ...papers[index].citedBy]);
}

function draw() {
  pen.clearRect(0, 0, size.width, size.height);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  const focused = focusSet();
  drawDiscs();
  drawCitations(focused);
  drawPapers(focused);
  const free = places();
  if (focused) namePapers(pen, free, focused);
  nameCategories(pen, free);
  if (!focused && !moving) namePapers(pen, free, null);
}

function drawDiscs() {
  for (const category of categories) {
    if (!category.disc) continue;
    const [x, y] = toScreen(category.disc[0], category.disc[1]);
    const radius = category.disc[2] * camera.zoom;
    if (radius < 2) continue;
    const hue = state.colour === "category" && category.group !== null ? groupHue(category.group) : ink.none;
    const chosen = state.categories.has(category.index);
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.globalAlpha = chosen ? 0.16 : 0.07;
    pen.fillStyle = hue;
    pen.fill();
    pen.globalAlpha = chosen ? 0.9 : 0.28;
    pen.lineWidth = chosen ? 2 : 1;
    pen.strokeStyle = hue;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

// Citations among the papers of the taxonomy come out; those from and to the papers around it stay a veil.
function drawCitations(focused) {
  const step = moving && citations.length > LIGHT_LOAD ? Math.ceil(citations.length / LIGHT_LOAD) : 1;
  const [inner, outer] = [new Path2D(), new Path2D()];
  for (let index = 0; index < citations.length; index += step) {
    const [citing, cited] = citations[index];
    if (!shown[citing] || !shown[cited]) continue;
    const outside = mapped && (!papers[citing].categories.length || !papers[cited].categories.length);
    trace(outside ? outer : inner, papers[citing], papers[cited]);
  }
  pen.lineWidth = 0.8;
  pen.strokeStyle = ink.line;
  const crowd = Math.min(1, 400 / (citations.length + 1));
  for (const [path, strength] of [[outer, 0.016 + 0.14 * crowd], [inner, 0.18 + 0.3 * crowd]]) {
    pen.globalAlpha = strength * (focused ? 0.35 : 1);
    pen.stroke(path);
  }
  pen.globalAlpha = 1;
  if (focused) drawTies(hovered ?? current ?? state.paper);
}

// A slight bow keeps the two directions apart and lines from running through the papers between.
function bow(from, to) {
  const [x1, y1] = toScreen(from.x, from.y);
  const [x2, y2] = toScreen(to.x, to.y);
  return [x1, y1, (x1 + x2) / 2 - (y2 - y1) * 0.1, (y1 + y2) / 2 + (x2 - x1) * 0.1, x2, y2];
}

function trace(path, from, to) {
  const [x1, y1, bendX, bendY, x2, y2] = bow(from, to);
  path.moveTo(x1, y1);
  if (citations.length > LIGHT_LOAD) path.lineTo(x2, y2);
  else path.quadraticCurveTo(bendX, bendY, x2, y2);
}

function drawTies(index) {
  const paper = papers[index];
  const many = paper.references.length + paper.citedBy.length > 60;
  for (const [others, colour, out] of [[paper.citedBy, ink["cited-by"], false], [paper.references, ink.references, true]]) {
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    pen.globalAlpha = many ? 0.5 : 0.85;
    pen.lineWidth = many ? 0.9 : 1.4;
    for (const other of others) {
      if (shown[other]) drawArrow(out ? paper : papers[other], out ? papers[other] : paper);
    }
  }
  pen.globalAlpha = 1;
}

function drawArrow(from, to) {
  const [x1, y1, bendX, bendY, x2, y2] = bow(from, to);
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.quadraticCurveTo(bendX, bendY, x2, y2);
  pen.stroke();
  const angle = Math.atan2(y2 - bendY, x2 - bendX);
  const reach = to.radius * camera.zoom + 1.5;
  const [tipX, tipY] = [x2 - Math.cos(angle) * reach, y2 - Math.sin(angle) * reach];
  pen.beginPath();
  pen.moveTo(tipX, tipY);
  pen.lineTo(tipX - 7 * Math.cos(angle - 0.4), tipY - 7 * Math.sin(angle - 0.4));
  pen.lineTo(tipX - 7 * Math.cos(angle + 0.4), tipY - 7 * Math.sin(angle + 0.4));
  pen.fill();
}

// Papers of one look are drawn in one stroke; that is what keeps twenty thousand of them quick.
function drawPapers(focused) {
  const looks = new Map();
  for (const paper of papers) {
    const faded = !shown[paper.index] || (focused !== null && !focused.has(paper.index));
    const key = `${faded ? (shown[paper.index] ? 1 : 2) : 0}|${paper.status}|${paperHue(paper)}`;
    if (!looks.has(key)) looks.set(key, []);
    looks.get(key).push(paper);
  }
  for (const key of [...looks.keys()].sort().reverse()) {
    const [faded, status, hue] = key.split("|");
    pen.globalAlpha = [1, 0.28, 0.1][faded] * (status === "2" ? 0.75 : 1);
    drawAlike(looks.get(key), Number(status), hue);
  }
  pen.globalAlpha = 1;
  for (const index of new Set([state.paper, current, hovered])) if (index !== null) drawRing(papers[index]);
}

function drawAlike(alike, status, hue) {
  pen.beginPath();
  for (const paper of alike) {
    const [x, y] = toScreen(paper.x, paper.y);
    const radius = Math.max(0.7, paper.radius * camera.zoom - (status === 1 ? 0.8 : 0));
    if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) continue;
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
  pen.fillStyle = status === 1 ? ink.ground : hue;
  pen.fill();
  pen.lineWidth = status === 1 ? Math.min(2.2, 1 + camera.zoom * 0.5) : 0.8;
  pen.strokeStyle = status === 1 ? hue : ink.ground;
  if (status === 1 || camera.zoom > 0.4) pen.stroke();
}

function drawRing(paper) {
  const [x, y] = toScreen(paper.x, paper.y);
  pen.beginPath();
  pen.arc(x, y, paper.radius * camera.zoom + 4, 0, 2 * Math.PI);
  pen.lineWidth = 2.5;
  pen.strokeStyle = ink.accent;
  pen.stroke();
}

// From where the keyboard is, the nearest shown paper within a quarter turn of a direction; ties by position.
function neighbourTowards(dx, dy) {
  if (current === null || !shown[current]) return byWeight.find((paper) => shown[paper.index])?.index ?? null;
  const from = papers[current];
  let [best, least] = [current, Infinity];
  for (const paper of papers) {
    if (!shown[paper.index] || paper.index === current) continue;
    const [x, y] = [paper.x - from.x, paper.y - from.y];
    const along = x * dx + y * dy;
    const across = Math.abs(x * dy - y * dx);
    if (along > 0 && across <= along && along + 2 * across < least) [best, least] = [paper.index, along + 2 * across];
  }
  return best;
}

function moveCurrent(index) {
  current = index;
  if (index === null) return;
  reveal(papers[index]);
  byId("announced").textContent = describe(papers[index]);
  showTip(index, ...toScreen(papers[index].x, papers[index].y));
  paint();
}

function describe(paper) {
  const category = paper.categories.length ? categories[paper.categories[0]].name : "no category";
  return [paper.name, paper.year, STATUSES[paper.status], category, counted(paper.local, "citation")].filter(Boolean).join(", ");
}

function showTip(index, x, y) {
  const tip = byId("tip");
  tip.hidden = index === null;
  if (index === null) return;
  const paper = papers[index];
  const facts = [paper.year, paper.venue, counted(paper.local, "citation")].filter(Boolean).join(" · ");
  tip.replaceChildren(element("strong", {}, paper.name), element("span", {}, facts));
  tip.style.left = `${Math.max(8, Math.min(x + 14, size.width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > size.height ? y - tip.offsetHeight - 12 : y + 18}px`;
}

function hover(index, x = 0, y = 0) {
  if (index === hovered) return;
  hovered = index;
  canvas.classList.toggle("pointing", index !== null);
  showTip(index, x, y);
  paint();
}

function drawLegend() {
  const legend = byId("legend");
  const rows = [];
  const shape = (status, words) => element("span", { class: "key" }, element("i", { class: `dot ${STATUSES[status]}` }), words);
  if (state.colour === "year" && firstYear !== null) rows.push(yearScale());
  const present = [0, 1, 2].filter((status) => papers.some((paper) => paper.status === status));
  if (present.length) rows.push(element("div", {}, ...present.map((status) => shape(status, STATUSES[status]))));
  rows.push(element("div", { class: "faint" }, papers.some((paper) => paper.local) ? "larger: cited more often within this record" : "no citations known within this record"));
  legend.replaceChildren(...rows);
  legend.dataset.colour = state.colour;
}

function yearScale() {
  const bar = element("i", { class: "scale" });
  bar.style.background = `linear-gradient(90deg, ${CIVIDIS[theme].join(", ")})`;
  const start = scaleStart();
  return element("div", { class: "key" }, `${start > firstYear ? "≤ " : ""}${start}`, bar, String(lastYear));
}
