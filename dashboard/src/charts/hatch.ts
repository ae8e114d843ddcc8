import type * as Plot from "@observablehq/plot";

const svg = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** A mark that draws nothing and makes a hatching to fill with: what is left out is told apart without any colour. */
export const hatch = (id: string): Plot.RenderFunction => () => {
  const pattern = svg("pattern", { id, width: "6", height: "6", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(svg("rect", { width: "6", height: "6", fill: "var(--wash)" }), svg("line", { x1: "0", y1: "0", x2: "0", y2: "6", stroke: "var(--mute)", "stroke-width": "1.5" }));
  const defs = svg("defs", {});
  defs.append(pattern);
  return defs as SVGElement & SVGGElement;
};
