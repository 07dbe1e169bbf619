// Dragging across a line chart zooms into it, a double click shows all of it.
// ECharts' own zoom and tooltip are lost whenever Streamlit draws the chart again, each
// second while a run trains; so the page is told which part to draw, and the pointer is
// said to move when it rests on a chart that was drawn again.

const LEAST = 6; // pixels: less is a click
const REDRAWN_MS = 60; // until ECharts has drawn what came with our data
const shown = new WeakMap(); // chart -> what it shows now, and how to tell the page
const pointers = new WeakMap(); // chart -> where the mouse rests on it

function band() {
  const element = document.body.appendChild(document.createElement("div"));
  element.style.cssText = "position:fixed;pointer-events:none;z-index:99;opacity:0.2;";
  return element;
}

function hover(chart) {
  const at = pointers.get(chart);
  const moved = at && new MouseEvent("mousemove", { ...at, bubbles: true });
  if (moved) chart.querySelector("canvas")?.dispatchEvent(moved);
}

function drag(chart, event) {
  const { low, high, left, right, top, bottom, zoom, color } = shown.get(chart);
  const box = event.target.getBoundingClientRect();
  const [from, to] = [box.left + left, box.right - right];
  const inside = event.clientX >= from && event.clientX <= to;
  const below = event.clientY - box.top;
  if (!inside || below < top || below > box.height - bottom) return;
  const [begin, ended] = [event.clientX, new AbortController()];
  const listen = (name, act) => addEventListener(name, act, { signal: ended.signal });
  const [mark, at] = [band(), (x) => Math.min(Math.max(x, from), to)];
  const ends = (moved) => [begin, at(moved.clientX)].sort((a, b) => a - b);
  const end = () => (mark.remove(), ended.abort());
  listen("pointermove", (moved) => {
    const [first, last] = ends(moved);
    const height = box.height - top - bottom;
    mark.style.cssText += `left:${first}px;width:${last - first}px;
      top:${box.top + top}px;height:${height}px;background:${color};`;
  });
  listen("pointerup", (moved) => {
    const [first, last] = ends(moved);
    const value = (x) => low + ((high - low) * (x - from)) / (to - from);
    end();
    if (last - first >= LEAST) zoom([value(first), value(last)]);
  });
  listen("pointercancel", end);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const chart = document.querySelector(`.st-key-${data.chart}`);
  if (!chart) return;
  const isNew = !shown.has(chart);
  const style = getComputedStyle(parentElement.host ?? parentElement);
  const color = style.getPropertyValue("--st-primary-color");
  const zoom = (part) => setTriggerValue("part", part);
  shown.set(chart, { ...data, color, zoom });
  setTimeout(hover, REDRAWN_MS, chart);
  if (!isNew) return;
  chart.style.touchAction = "pan-y"; // a finger that moves sideways drags
  chart.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.target.tagName === "CANVAS") drag(chart, event);
  });
  chart.addEventListener("pointermove", ({ clientX, clientY, pointerType }) => {
    if (pointerType === "mouse") pointers.set(chart, { clientX, clientY });
  });
  chart.addEventListener("pointerleave", () => pointers.delete(chart));
  chart.addEventListener("dblclick", () => shown.get(chart).zoom([null, null]));
}
