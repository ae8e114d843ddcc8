import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";

interface ChartProps {
  readonly title: string;
  /** What the drawing shows, in a sentence, for those who do not see it. */
  readonly description: string;
  readonly options: (plot: typeof Drawing, width: number) => Plot.PlotOptions;
  /** A chart is never wider than this, in pixels. */
  readonly widest?: number;
  /** The same numbers as a table. */
  readonly table: ReactNode;
}

const narrowest = 240;

let drawing: Promise<typeof Drawing> | null = null;
/* Fetched once there is something to draw; in the one file of a report it is there at once. */
const library = (): Promise<typeof Drawing> => (drawing ??= import("./drawing.ts").catch((error: unknown) => {
  drawing = null;
  throw error;
}));

/** A drawing by Observable Plot at the width there is, with a name, a description and a table of its numbers. */
export const Chart = ({ title, description, options, widest = 720, table }: ChartProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const [width, setWidth] = useState(0);
  const [plot, setPlot] = useState<typeof Drawing | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let left = false;
    library().then((found) => { if (!left) setPlot(found); }, () => { if (!left) setFailed(true); });
    return () => { left = true; };
  }, []);

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = (): void => setWidth(Math.max(narrowest, Math.min(widest, Math.floor(element.clientWidth))));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [widest]);

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null || width === 0 || plot === null) return;
    const svg = plot.plot({ ...options(plot, width), width, style: { background: "transparent", fontSize: "12px", fontFamily: "inherit", overflow: "visible" } });
    // Plot names the parts of its drawing; to a reader the picture is one thing, and its parts may bear no name.
    for (const part of svg.querySelectorAll("[aria-label]")) {
      part.setAttribute("data-mark", part.getAttribute("aria-label") ?? "");
      part.removeAttribute("aria-label");
    }
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", `${id}-title ${id}-desc`);
    for (const [name, text] of [["desc", description], ["title", title]] as const) {
      const label = document.createElementNS("http://www.w3.org/2000/svg", name);
      label.id = `${id}-${name}`;
      label.textContent = text;
      svg.prepend(label);
    }
    element.replaceChildren(svg);
  }, [plot, width, options, title, description, id]);

  return (
    <figure className="chart" style={{ maxWidth: widest }}>
      <figcaption>{title}</figcaption>
      <div ref={frame} className="chart-frame" aria-busy={plot === null && !failed} />
      {failed && <p className="soft">The drawing could not be fetched: reload the page to see it. Its numbers stand below.</p>}
      <details className="chart-data"><summary>The numbers</summary>{table}</details>
    </figure>
  );
};
