// A text in pieces, characters or words, with a shade for each. Everything that
// a user or a network wrote enters the page as textContent, never as markup.

const NAMES = { " ": "space", "\n": "new line", "\t": "tab" };
const named = (character) => NAMES[character] ?? character;
const percent = (share) =>
  share >= 0.0995 ? `${Math.round(share * 100)}%`
  : share > 0 && share < 0.001 ? "< 0.1%"
  : `${(share * 100).toFixed(1)}%`;

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// One span for each piece, so that each can be pointed at and focused.
function fill(text, data) {
  const marks = [];
  const pieces = document.createDocumentFragment();
  if (data.given) pieces.append(element("span", "given", data.given));
  data.pieces.forEach((piece, place) => {
    const shade = data.shades[data.classes[place]];
    const mark = element("span", `mark ${shade.name}`, piece);
    if (shade.line) mark.classList.add(shade.line);
    if (data.framed === place) mark.classList.add("framed");
    if (data.underlined?.[place]) mark.classList.add("solid");
    if (piece === "\n") mark.classList.add("line");
    mark.place = place;
    mark.tabIndex = -1;
    marks.push(mark);
    if (data.gaps?.[place]) pieces.append(data.gaps[place]);
    pieces.append(mark);
  });
  if (data.gaps?.length) pieces.append(data.gaps.at(-1));
  text.replaceChildren(pieces);
  return marks;
}

function bar(share) {
  const node = element("div", "bar");
  const filled = element("i");
  filled.style.width = `${Math.max(share * 100, share > 0 ? 1 : 0)}%`;
  node.append(filled, element("span", "", percent(share)));
  return node;
}

function describe(card, data, place, choose) {
  const piece = data.pieces[place];
  const title = element("div");
  title.append(element("strong", "", `“${named(piece)}”`), ` ${data.notes[place]}`);
  card.replaceChildren(title);
  const choices = data.choices?.[place];
  if (!choices?.length) return;
  const rows = element("div", "rows");
  for (const words of ["", data.writer, "after settings"])
    rows.append(element("div", "quiet", words));
  for (const [other, before, after] of choices) {
    const name = element(choose ? "button" : "div", "name", named(other));
    if (choose) {
      name.type = "button";
      name.disabled = other === piece;
      name.title = name.disabled ? "This one was written" : "Go on from here with this";
      name.onclick = () => choose(place, other);
    }
    rows.append(name, bar(before), bar(after));
  }
  card.append(rows);
  if (data.branch)
    card.append(element("div", "quiet", choose
      ? "Choose one to go on from here; Escape closes."
      : "Click or press Enter to choose another."));
}

function put(card, mark, frame) {
  card.hidden = false;
  const space = frame.clientWidth - card.offsetWidth;
  card.style.left = `${Math.max(0, Math.min(mark.offsetLeft - 12, space))}px`;
  const below = mark.offsetTop + mark.offsetHeight + 6;
  const above = mark.offsetTop - card.offsetHeight - 6;
  const seen = mark.getBoundingClientRect();
  const fits = seen.bottom + card.offsetHeight + 12 < window.innerHeight;
  const roomAbove = seen.top - card.offsetHeight > 60;
  card.style.top = `${!fits && roomAbove ? above : below}px`;
}

// The mark above or below: the nearest in the next row of the set text.
function neighbour(marks, place, direction) {
  const from = marks[place];
  let best = place, row = null;
  for (let i = place + direction; i >= 0 && i < marks.length; i += direction) {
    const top = marks[i].offsetTop;
    if (Math.abs(top - from.offsetTop) < 4) continue;
    if (row !== null && Math.abs(top - row) > 4) break;
    row ??= top;
    const nearer = Math.abs(marks[i].offsetLeft - from.offsetLeft)
      < Math.abs(marks[best].offsetLeft - from.offsetLeft);
    if (best === place || nearer) best = i;
  }
  return best;
}

// With a mouse, a drag over the text chooses a span of it; a finger scrolls.
function dragged(text, marks, listen, choose) {
  let from = null, to = null;
  const paint = (end) => {
    const [low, high] = [Math.min(from, to, end), Math.max(from, to, end)];
    to = end;
    for (let i = low; i <= high; i++)
      marks[i].classList.toggle("within", (i - from) * (i - to) <= 0);
  };
  listen(text, "pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = to = event.target.place ?? null;
  });
  listen(text, "pointermove", (event) => {
    if (from !== null && event.target.place !== undefined) paint(event.target.place);
  });
  listen(window, "pointerup", () => {
    if (from !== null && from !== to) choose(Math.min(from, to), Math.max(from, to) + 1);
    marks.forEach((mark) => mark.classList.remove("within"));
    from = to = null;
  });
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const frame = parentElement.querySelector(".frame");
  const text = frame.querySelector(".text");
  const card = frame.querySelector(".card");
  const wasFocused = frame.contains(frame.getRootNode().activeElement);
  text.setAttribute("aria-label", data.label);
  text.classList.toggle("live", Boolean(data.branch));
  text.classList.toggle("prose", Boolean(data.prose));
  text.classList.toggle("spans", Boolean(data.spans));
  const marks = fill(text, data);
  let pinned = -1;
  let at = Math.max(0, Math.min(frame.place ?? 0, marks.length - 1));

  const close = () => {
    if (pinned >= 0) marks[pinned]?.classList.remove("shown");
    pinned = -1;
    card.hidden = true;
    card.classList.remove("pinned");
  };
  const choose = (place, character) => {
    close();
    go(place);
    marks[place].focus({ preventScroll: true }); // the button that wasFocused it is gone
    card.hidden = true;
    setTriggerValue("branch", { place, character });
  };
  const show = (place) => {
    describe(card, data, place, null);
    put(card, marks[place], frame);
  };
  const pin = (place) => {
    close();
    pinned = place;
    marks[place].classList.add("shown");
    describe(card, data, place, data.branch ? choose : null);
    card.classList.add("pinned");
    put(card, marks[place], frame);
    card.scrollIntoView({ block: "nearest" });
    card.querySelector("button:not([disabled])")?.focus({ preventScroll: true });
  };
  const go = (place) => {
    if (marks[at]) marks[at].tabIndex = -1;
    at = frame.place = place;
    const mark = marks[at];
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", `${named(mark.textContent)}, ${data.notes[at]}`);
  };
  const moves = {
    ArrowLeft: () => Math.max(at - 1, 0),
    ArrowRight: () => Math.min(at + 1, marks.length - 1),
    ArrowUp: () => neighbour(marks, at, -1),
    ArrowDown: () => neighbour(marks, at, 1),
    Home: () => 0,
    End: () => marks.length - 1,
  };

  close();
  if (marks.length) go(at);
  if (wasFocused && marks[at]) marks[at].focus({ preventScroll: true });
  frame.getRootNode().host?.setAttribute("data-drawn", ""); // see ui/frame.css
  // The same frame is drawn again with new data: the old listeners go first.
  frame.listeners?.abort();
  frame.listeners = new AbortController();
  const listen = (target, name, act) =>
    target.addEventListener(name, act, { signal: frame.listeners.signal });
  const showIfFree = (event) => {
    if (pinned < 0 && event.target.place !== undefined) show(event.target.place);
  };
  // Only a pointer that moves: after a change of page it can rest where a text comes
  // to stand, and the card would cover what is below.
  let pointed = -1;
  listen(text, "mousemove", (event) => {
    if (!event.movementX && !event.movementY) return;
    if (event.target.place === pointed && !card.hidden) return;
    pointed = event.target.place;
    showIfFree(event);
  });
  listen(text, "focusin", showIfFree);
  listen(text, "mouseleave", () => { if (pinned < 0) card.hidden = true; });
  listen(text, "click", (event) => {
    const place = event.target.place;
    if (place === undefined || pinned === place) return close();
    go(place);
    pin(place);
  });
  if (data.spans) dragged(text, marks, listen, (start, end) => {
    close();
    setTriggerValue("span", { start, end });
  });
  listen(frame, "focusout", (event) => {
    if (!frame.contains(event.relatedTarget)) close();
  });
  listen(frame, "keydown", (event) => {
    if (event.key === "Escape") {
      close();
      marks[at]?.focus();
      card.hidden = true;
    } else if (event.target.place === undefined) {
      return;
    } else if (event.key === "Enter" || event.key === " ") {
      pin(at);
    } else if (moves[event.key]) {
      close();
      go(moves[event.key]());
      marks[at].focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  return () => frame.listeners.abort();
}
