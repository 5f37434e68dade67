// The part of the map that one sees: pan, zoom, and which paper is under the pointer.

const canvas = byId("map");
const camera = { x: 0, y: 0, zoom: 1 };
const CELL = 48;
const FOOT = 44; // pixels that the legend needs below the map
const grid = new Map();
let size = { width: 0, height: 0 };
let moving = 0;
let fitted = true;

for (const paper of papers) {
  const reach = paper.radius;
  for (let column = Math.floor((paper.x - reach) / CELL); column <= Math.floor((paper.x + reach) / CELL); column += 1) {
    for (let row = Math.floor((paper.y - reach) / CELL); row <= Math.floor((paper.y + reach) / CELL); row += 1) {
      const key = `${column},${row}`;
      if (!grid.has(key)) grid.set(key, []);
      grid.get(key).push(paper.index);
    }
  }
}

function toScreen(x, y) {
  return [(x - camera.x) * camera.zoom + size.width / 2, (y - camera.y) * camera.zoom + size.height / 2];
}

function toWorld(x, y) {
  return [(x - size.width / 2) / camera.zoom + camera.x, (y - size.height / 2) / camera.zoom + camera.y];
}

// Find the shown paper at a point of the screen, with a few pixels of grace; of several the nearest.
function paperAt(screenX, screenY) {
  const [x, y] = toWorld(screenX, screenY);
  const grace = 5 / camera.zoom;
  let [best, least] = [null, Infinity];
  const span = Math.min(6, Math.ceil(grace / CELL));
  for (let column = -span; column <= span; column += 1) {
    for (let row = -span; row <= span; row += 1) {
      for (const index of grid.get(`${Math.floor(x / CELL) + column},${Math.floor(y / CELL) + row}`) ?? []) {
        const paper = papers[index];
        const distance = Math.hypot(paper.x - x, paper.y - y) - paper.radius;
        if (shown[index] && distance < grace && distance < least) [best, least] = [index, distance];
      }
    }
  }
  return best;
}

function bounds(of) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const stretch = (x, y, radius) => {
    box.left = Math.min(box.left, x - radius);
    box.right = Math.max(box.right, x + radius);
    box.top = Math.min(box.top, y - radius);
    box.bottom = Math.max(box.bottom, y + radius);
  };
  for (const paper of of) stretch(paper.x, paper.y, paper.radius);
  if (of === papers) for (const { disc } of categories) if (disc) stretch(...disc);
  return box;
}

function fit(of = papers) {
  if (!of.length || !size.width) return;
  const box = bounds(of);
  const [wide, high] = [size.width - 32, Math.max(80, size.height - FOOT - 40)];
  const room = Math.min(wide / (box.right - box.left || 1), high / (box.bottom - box.top || 1));
  camera.zoom = Math.min(4, Math.max(0.01, room));
  camera.x = (box.left + box.right) / 2;
  camera.y = (box.top + box.bottom) / 2 + (FOOT / 2 - 8) / camera.zoom;
  fitted = of === papers;
  paint();
}

function zoomBy(factor, x = size.width / 2, y = size.height / 2) {
  const [worldX, worldY] = toWorld(x, y);
  camera.zoom = Math.min(12, Math.max(0.01, camera.zoom * factor));
  camera.x = worldX - (x - size.width / 2) / camera.zoom;
  camera.y = worldY - (y - size.height / 2) / camera.zoom;
  fitted = false;
  paintMoving();
}

function panBy(dx, dy) {
  camera.x -= dx / camera.zoom;
  camera.y -= dy / camera.zoom;
  fitted = false;
  paintMoving();
}

// Bring a paper into view without a jump if it is seen already.
function reveal(paper) {
  const [x, y] = toScreen(paper.x, paper.y);
  const margin = 60;
  if (x > margin && y > margin && x < size.width - margin && y < size.height - margin) return;
  camera.x = paper.x;
  camera.y = paper.y;
  fitted = false;
}

// While the map moves it may be drawn with less; it is drawn in full once it rests.
function paintMoving() {
  clearTimeout(moving);
  moving = setTimeout(() => {
    moving = 0;
    paint();
  }, 140);
  paint();
}

function resized() {
  const box = canvas.parentElement.getBoundingClientRect();
  if (!box.width || !box.height) return;
  const density = Math.min(3, window.devicePixelRatio || 1);
  size = { width: box.width, height: box.height };
  canvas.width = Math.round(box.width * density);
  canvas.height = Math.round(box.height * density);
  canvas.getContext("2d").setTransform(density, 0, 0, density, 0, 0);
  if (fitted) fit();
  else paint();
}

function followPointers({ hover, open }) {
  const down = new Map();
  let [travelled, spread] = [0, 0];
  const at = (event) => [event.offsetX, event.offsetY];
  const gap = () => {
    const [one, other] = [...down.values()];
    return Math.hypot(one[0] - other[0], one[1] - other[1]);
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    travelled = 0;
    if (down.size === 2) spread = gap();
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) return hover(paperAt(...at(event)), ...at(event));
    const now = at(event);
    down.set(event.pointerId, now);
    travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (down.size === 2) {
      const wider = gap();
      zoomBy(wider / (spread || wider), ...now);
      spread = wider;
    } else if (travelled > 4) {
      hover(null);
      panBy(now[0] - before[0], now[1] - before[1]);
    }
    return undefined;
  });
  const up = (event) => {
    const clicked = down.delete(event.pointerId) && travelled <= 4 && event.type === "pointerup";
    if (clicked) open(paperAt(...at(event)));
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => hover(null));
  canvas.addEventListener("dblclick", (event) => zoomBy(1.8, ...at(event)));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomBy(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * (event.deltaMode ? 30 : 1))) / 420), ...at(event));
  }, { passive: false });
}
