// Tables of numbers, some of which choose what is explained. The markup comes from
// ui/charts/grid.py, which escapes every name in it.

const place = (cell) => [cell.parentElement, [...cell.parentElement.cells].indexOf(cell)];

// The cell beside, above or below that can be chosen; the cell itself if there is none.
function neighbour(cells, cell, key) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step) return cells[cells.indexOf(cell) + step] ?? cell;
  const rows = [...cell.closest("tbody").rows];
  const [row, column] = place(cell);
  const direction = key === "ArrowUp" ? -1 : 1;
  for (let i = rows.indexOf(row) + direction; rows[i]; i += direction)
    if (rows[i].cells[column]?.dataset.id) return rows[i].cells[column];
  return cells[cells.indexOf(cell) + direction] ?? cell;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".grids");
  const wasFocused = frame.contains(frame.getRootNode().activeElement);
  frame.innerHTML = data.html;
  const cells = [...frame.querySelectorAll("[data-id]")];
  let at = cells[frame.at] ?? frame.querySelector(".chosen") ?? cells[0];
  const go = (cell) => {
    if (at) at.tabIndex = -1;
    at = cell;
    at.tabIndex = 0;
    frame.at = cells.indexOf(at);
  };
  for (const cell of cells) cell.tabIndex = -1;
  if (at) go(at);
  if (wasFocused) at?.focus({ preventScroll: true });

  // The same frame is drawn again with new data: the old listeners go first.
  frame.listeners?.abort();
  frame.listeners = new AbortController();
  const listen = (name, act) =>
    frame.addEventListener(name, act, { signal: frame.listeners.signal });
  const choose = (cell) => {
    go(cell);
    setTriggerValue("chosen", cell.dataset.id);
  };
  listen("click", (event) => {
    const cell = event.target.closest("[data-id]");
    if (cell) choose(cell);
  });
  listen("keydown", (event) => {
    const cell = event.target.closest("[data-id]");
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") choose(cell);
    else if (event.key.startsWith("Arrow")) {
      go(neighbour(cells, cell, event.key));
      at.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return () => frame.listeners.abort();
}
