// Colours of papers. The hues set out from Paul Tol's "muted" scheme (2021) and were moved apart until any two differ by
// 20 units of CIELAB or more, also as readers without red, green or blue cones see them (Machado, Oliveira & Fernandes
// 2009). The years are on cividis (Nuñez, Anderton & Renslow 2018).

const HUES = {
  light: ["#b93559", "#000065", "#d89f02", "#277300", "#0eb5ff", "#53013c", "#76a4a4", "#adab66", "#b32ca7"],
  dark: ["#b27977", "#598dff", "#fefcaf", "#4b9c3b", "#c1d6fe", "#9c1d6a", "#72ecc8", "#b8be34", "#a27ab7"],
};
const STATUS_HUES = { light: ["#0b5fa5", "#c2570c", "#8b929c"], dark: ["#6db3f2", "#f59a4c", "#7d8590"] };
const CIVIDIS = { light: ["#00204d", "#414d6b", "#7c7b78", "#bcaf6f", "#e0c63a"], dark: ["#3f5f9e", "#6b7690", "#979590", "#c8bb74", "#ffea46"] };

let theme = "light";
let ink = {};

// Follow the reader's choice, else that of the system; read the colours of the style sheet that the canvas needs.
function applyTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  theme = state.theme ?? system;
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ground", "text", "soft", "line", "accent", "references", "cited-by", "none"]) {
    ink[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

function groupHue(group) {
  return group === null ? ink.none : HUES[theme][group % HUES[theme].length];
}

function yearHue(year) {
  if (year === null) return ink.none;
  const stops = CIVIDIS[theme];
  const share = lastYear === firstYear ? 1 : (Math.max(year, scaleStart()) - scaleStart()) / (lastYear - scaleStart());
  const at = share * (stops.length - 1);
  const below = Math.min(Math.floor(at), stops.length - 2);
  return mixed(stops[below], stops[below + 1], at - below);
}

// A few very old papers must not take up the scale: it starts where all but a twentieth are newer.
let startOfScale = null;
function scaleStart() {
  if (startOfScale === null) {
    const sorted = [...years].sort((a, b) => a - b);
    startOfScale = Math.min(sorted[Math.floor(sorted.length / 20)] ?? firstYear, lastYear - 1);
  }
  return startOfScale;
}

function mixed(one, other, share) {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [Number.parseInt(one.slice(at, at + 2), 16), Number.parseInt(other.slice(at, at + 2), 16)];
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

function paperHue(paper) {
  if (state.colour === "status") return STATUS_HUES[theme][paper.status];
  return state.colour === "year" ? yearHue(paper.year) : groupHue(paper.group);
}
