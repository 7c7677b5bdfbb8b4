// Scanned pages have no text of their own. Where a program recognised words, they become the text
// of the page: it can be searched, marked, selected and read aloud like any other.
//
// GET <address><page> -> [[word, left, top, width, height], ...] in parts of a thousand of the page,
// or of the picture on the page where the document was a picture (`isPicture`).

const FONT = "recognised";
const STYLES = { [FONT]: { fontFamily: "sans-serif", ascent: 0.8, descent: -0.2, vertical: false } };

/** Let the pages of `pdf` that have no text use the recognised words. */
export function addRecognisedText(pdf, address, { isPicture, OPS }) {
  const getPage = pdf.getPage.bind(pdf);
  const known = new WeakSet();
  pdf.getPage = async (number) => {
    const page = await getPage(number);
    if (!known.has(page)) {
      known.add(page);
      extend(page, `${address}${number}`, (view) => (isPicture ? pictureArea(page, view, OPS) : wholeArea(view)));
    }
    return page;
  };
}

function extend(page, address, area) {
  const stream = page.streamTextContent.bind(page);
  let recognised;
  page.streamTextContent = (options) => new ReadableStream({
    async start(controller) {
      const own = await readAll(stream(options));
      const hasText = own.some((chunk) => chunk.items.some((item) => item.str?.trim()));
      recognised ??= hasText ? null : ask(page, address, area);
      const found = hasText ? null : await recognised;
      for (const chunk of found ? [found] : own) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function readAll(stream) {
  const chunks = [];
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}

async function ask(page, address, area) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return null;
    const view = page.getViewport({ scale: 1 });
    return content(view, await area(view), await answer.json());
  } catch {
    return null;
  }
}

const wholeArea = (view) => ({ left: 0, top: 0, width: view.width, height: view.height });

// Where the first picture of the page lies, as it is shown; one that was laid straight is slanted in its page.
async function pictureArea(page, view, OPS) {
  const { fnArray, argsArray } = await page.getOperatorList();
  const kept = [];
  let placed = [1, 0, 0, 1, 0, 0];
  for (let at = 0; at < fnArray.length; at += 1) {
    if (fnArray[at] === OPS.save) kept.push(placed);
    else if (fnArray[at] === OPS.restore) placed = kept.pop() ?? placed;
    else if (fnArray[at] === OPS.transform) placed = product(placed, argsArray[at]);
    else if (fnArray[at] === OPS.paintImageXObject) return around(placed, view);
  }
  return wholeArea(view);
}

const product = ([a, b, c, d, e, f], [g, h, i, j, k, l]) =>
  [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];

function around([a, b, c, d, e, f], view) {
  const corners = [[e, f], [a + e, b + f], [c + e, d + f], [a + c + e, b + d + f]];
  const shown = corners.map(([x, y]) => view.convertToViewportPoint(x, y));
  const [xs, ys] = [0, 1].map((axis) => shown.map((corner) => corner[axis]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

function content(view, area, words) {
  const items = words.map((word, index) => item(view, area, word, words[index + 1]));
  return { items, styles: STYLES, lang: "de" };
}

function item(view, area, [text, left, top, width, height], next) {
  const at = (x, y) => view.convertToPdfPoint(area.left + (x / 1000) * area.width, area.top + (y / 1000) * area.height);
  const start = at(left, top + height), end = at(left + width, top + height), above = at(left, top);
  const along = [end[0] - start[0], end[1] - start[1]], up = [above[0] - start[0], above[1] - start[1]];
  const long = Math.hypot(...along) || 1, tall = Math.hypot(...up) || 1;
  const isLast = !next || next[2] > top + height / 2 || next[1] < left;
  return {
    str: `${text} `,
    dir: "ltr",
    width: long,
    height: tall,
    transform: [(along[0] / long) * tall, (along[1] / long) * tall, up[0], up[1], start[0], start[1]],
    fontName: FONT,
    hasEOL: isLast,
  };
}
