// Names on the map: categories first, then the papers that matter most, none over another.

const FONT = '"Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans CJK SC", sans-serif';
const LABEL_BUDGET = 70;
const widths = new Map();

function widthOf(pen, text, font) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    if (widths.size > 5000) widths.clear();
    pen.font = font;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

// Keep the places that are taken, in squares, and tell whether a box is free of all of them.
function places() {
  const square = 64;
  const taken = new Map();
  const squares = (box) => {
    const keys = [];
    for (let x = Math.floor(box.left / square); x <= Math.floor(box.right / square); x += 1) {
      for (let y = Math.floor(box.top / square); y <= Math.floor(box.bottom / square); y += 1) keys.push(`${x},${y}`);
    }
    return keys;
  };
  const clash = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return {
    take(box) {
      const keys = squares(box);
      if (keys.some((key) => (taken.get(key) ?? []).some((other) => clash(box, other)))) return false;
      for (const key of keys) taken.set(key, [...(taken.get(key) ?? []), box]);
      return true;
    },
  };
}

function labelBox(x, y, width, height) {
  return { left: x - width / 2 - 3, right: x + width / 2 + 3, top: y - height / 2 - 1, bottom: y + height / 2 + 1 };
}

function write(pen, text, x, y, font, colour) {
  pen.font = font;
  pen.lineWidth = 3.5;
  pen.strokeStyle = ink.ground;
  pen.fillStyle = colour;
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

// Break a name into at most three lines of a width, or give null where that does not do.
function lines(pen, text, font, room) {
  const broken = [];
  for (const word of text.split(" ")) {
    const longer = broken.length ? `${broken[broken.length - 1]} ${word}` : word;
    if (broken.length && widthOf(pen, longer, font) <= room) broken[broken.length - 1] = longer;
    else broken.push(word);
  }
  const fits = broken.length <= 3 && broken.every((line) => widthOf(pen, line, font) <= room);
  return fits ? broken : null;
}

// Two even lines read better than a long one and a single word.
function balanced(pen, text, font, room) {
  const written = lines(pen, text, font, room);
  if (!written || written.length === 1) return written;
  const total = widthOf(pen, text, font);
  return lines(pen, text, font, Math.min(room, (total / written.length) * 1.15)) ?? written;
}

// A category is named at its upper rim, so that the name covers none of its papers. The large come first.
function nameCategories(pen, free) {
  const seen = categories.filter((category) => category.disc).map((category) => {
    const [x, y, radius] = category.disc;
    const [screenX, screenY] = toScreen(x, y);
    return { category, x: screenX, y: screenY, radius: radius * camera.zoom };
  });
  seen.sort((a, b) => b.radius - a.radius || a.category.index - b.category.index);
  for (const { category, x, y, radius } of seen) {
    if (radius < 22 || x + radius < 0 || y + radius < 0 || x - radius > size.width || y - radius > size.height) continue;
    const top = category.parent === null;
    const pixels = Math.round(Math.min(top ? 17 : 14, Math.max(10.5, radius / (top ? 9 : 6))));
    const font = `${top ? 650 : 550} ${pixels}px ${FONT}`;
    const written = balanced(pen, category.name, font, Math.max(radius * (top ? 1.8 : 2), top ? 150 : 84));
    if (!written) continue;
    const height = written.length * pixels * 1.18;
    const middle = Math.max(y - radius - (top ? height / 2 - 4 : 1), Math.min(height / 2 + 6, y));
    const width = Math.max(...written.map((line) => widthOf(pen, line, font)));
    const centre = inside(x, width);
    if (!free.take(labelBox(centre, middle, width, height))) continue;
    written.forEach((line, row) => {
      write(pen, line, centre, middle + (row - (written.length - 1) / 2) * pixels * 1.18, font, ink.text);
    });
  }
}

function inside(x, width) {
  return Math.max(width / 2 + 6, Math.min(size.width - width / 2 - 6, x));
}

function namePapers(pen, free, focused) {
  const font = `450 11.5px ${FONT}`;
  let left = LABEL_BUDGET;
  for (const paper of byWeight) {
    if (left === 0) return;
    if (!shown[paper.index] || (focused && !focused.has(paper.index))) continue;
    const radius = paper.radius * camera.zoom;
    if (!focused && radius < 8) continue;
    const [x, y] = toScreen(paper.x, paper.y);
    if (x < -20 || y < -20 || x > size.width + 20 || y > size.height + 20) continue;
    const text = shortName(paper);
    const width = widthOf(pen, text, font);
    const [centre, below] = [inside(x, width), Math.min(y + radius + 8, size.height - 10)];
    if (!free.take(labelBox(centre, below, width, 13))) continue;
    write(pen, text, centre, below, font, ink.text);
    left -= 1;
  }
}

const byWeight = [...papers].sort((a, b) => b.radius - a.radius || a.index - b.index);
