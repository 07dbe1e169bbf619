// A table of counts with a button in each cell. Labels enter as textContent.

function element(tag, text) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  return made;
}

function heading(scope, words) {
  const cell = element("th");
  cell.scope = scope;
  cell.append(element("span", words));
  return cell;
}

function fill(table, data, open) {
  const head = element("tr");
  head.append(element("td"), ...data.labels.map((name) => heading("col", name)));
  const buttons = data.cells.map((row, y) => row.map((cell, x) => {
    const button = element("button", cell.count.toLocaleString("en"));
    button.type = "button";
    button.tabIndex = -1;
    button.style.background = cell.colour;
    button.classList.toggle("right", x === y);
    const words = `${data.rows} ${data.labels[y]}, ${data.columns} ${data.labels[x]}`;
    button.title = words;
    button.setAttribute("aria-label", `${words}: ${cell.count}`);
    button.onclick = () => open(y, x);
    return button;
  }));
  const body = buttons.map((row, y) => {
    const line = element("tr");
    line.append(heading("row", data.labels[y]), ...row.map((button) => {
      const cell = element("td");
      cell.append(button);
      return cell;
    }));
    return line;
  });
  const caption = element("caption", `Rows: ${data.rows}. Columns: ${data.columns}. ` +
    "Dashed: the right answers. Open a cell to see what is in it.");
  table.replaceChildren(caption, head, ...body);
  return buttons;
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const frame = parentElement.querySelector(".frame");
  const table = frame.querySelector("table");
  const had = frame.contains(frame.getRootNode().activeElement);
  const size = data.labels.length;
  let shown = frame.shown ?? null;
  let [row, column] = frame.at ?? [0, 0];

  const mark = () => buttons.forEach((line, y) => line.forEach((button, x) => {
    button.setAttribute("aria-pressed", String(shown?.[0] === y && shown?.[1] === x));
  }));
  const open = (y, x) => {
    const again = shown?.[0] === y && shown?.[1] === x;
    shown = frame.shown = again ? null : [y, x];
    go(y, x);
    mark();
    setStateValue("cell", shown);
  };
  // One stop for the tab key; the arrows move inside the table.
  const go = (y, x) => {
    if (buttons[row]?.[column]) buttons[row][column].tabIndex = -1;
    [row, column] = frame.at = [y, x];
    if (buttons[row]?.[column]) buttons[row][column].tabIndex = 0;
  };
  const buttons = fill(table, data, open);
  go(Math.min(row, size - 1), Math.min(column, size - 1));
  mark();
  if (had) buttons[row][column].focus({ preventScroll: true });
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  frame.onkeydown = (event) => {
    const step = steps[event.key];
    if (!step) return;
    const y = Math.max(0, Math.min(size - 1, row + step[0]));
    go(y, Math.max(0, Math.min(size - 1, column + step[1])));
    buttons[row][column].focus();
    event.preventDefault();
    event.stopPropagation();
  };
}
