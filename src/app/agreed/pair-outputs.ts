import { isStdout } from "../report-destination.ts";

export interface ComparedPair {
  readonly model: string;
  readonly reference: string;
  readonly candidate: string;
}

/** `report.html` of several pairs becomes one file each: `report.risk.staging-production.html`; no name holds a colon, which not every system takes. Stdout takes one document. */
export const outputsFor = (outputs: readonly string[], { model, reference, candidate }: ComparedPair, pairs: number): readonly string[] =>
  pairs === 1 ? outputs : outputs.map((output) => (isStdout(output) ? output : withinName(output, `${model}.${reference.replace(":", "-")}-${candidate}`)));

/** Ends that belong together stay together: `metrics.txt`, `lockstep.sarif.json`. */
const withinName = (path: string, part: string): string => {
  const at = path.lastIndexOf("/") + 1;
  const name = path.slice(at);
  const dot = /\.sarif\.json$/i.test(name) ? name.toLowerCase().lastIndexOf(".sarif.json") : name.lastIndexOf(".");
  if (/^metrics\.txt$/i.test(name)) return `${path.slice(0, at)}${part}.${name}`;
  return dot <= 0 ? `${path}.${part}` : `${path.slice(0, at)}${name.slice(0, dot)}.${part}${name.slice(dot)}`;
};
