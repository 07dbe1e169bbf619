// Every text on the page that has less than 4.5:1 on its ground, with its ratio.
() => {
  const dot = document.createElement("canvas");
  dot.width = dot.height = 1;
  const context = dot.getContext("2d", { willReadFrequently: true });
  // A canvas understands every notation: color-mix, oklab, light-dark.
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, alpha] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, alpha / 255];
  };
  const over = (top, below) =>
    [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((value) => {
      value /= 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (...colours) => {
    const [dark, light] = colours.map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const parent = (element) =>
    element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);

  // Not text, or what need not reach it (WCAG 2.2, 1.4.3): charts and icons are
  // pictures, which need 3:1. Of a Plotly chart, axes and legend stand on the page.
  const aside = "script, style, noscript, svg:not(.main-svg), .main-svg .plot, " +
    ".modebar, [disabled], [aria-disabled=true], [data-testid=stIconMaterial]";
  const faint = {};
  let texts = 0, charted = 0;
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const words = walker.currentNode.textContent.trim();
      const element = walker.currentNode.parentElement;
      if (!words || !element || element.closest(aside)) continue;
      if (!element.checkVisibility({ opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      const chain = [];
      for (let up = element; up; up = parent(up)) chain.unshift(up);
      let ground = [255, 255, 255], opacity = 1;
      for (const each of chain) {
        const style = getComputedStyle(each);
        opacity *= style.opacity;
        // A slider's value is drawn above the thumb that it belongs to.
        if (!each.closest("[data-testid=stSlider]"))
          ground = over(rgba(style.backgroundColor), ground);
      }
      const style = getComputedStyle(element), chart = element.closest(".main-svg");
      const ink = rgba(chart ? style.fill : style.color);
      const seen = over([...ink.slice(0, 3), ink[3] * opacity], ground);
      texts += 1;
      if (chart) charted += 1;
      const reached = ratio(seen, ground);
      if (reached < 4.5) faint[words.slice(0, 40)] = Math.round(100 * reached) / 100;
    }
  }
  return { texts, charted, faint };
}
