import type { RequestedRoles } from "../populations/population-request.ts";
import type { SeriesGroup } from "./series-group.ts";

/** What the hypotheses themselves say of the log's columns; the rest is told by names, mapping and values. */
export const requestedRoles = ({ metrics, segments }: Pick<SeriesGroup, "metrics" | "segments">): RequestedRoles => {
  const labels = [...new Set(metrics.flatMap(({ label }) => label ?? []))];
  // A score that is thresholded is a score; other outputs keep the role that their values show.
  const scores = [...new Set(metrics.flatMap(({ output, threshold }) => (output === undefined || threshold === undefined ? [] : [output])))].filter((name) => !labels.includes(name));
  return { id: null, ts: null, score: scores, decision: [], label: labels, segment: segments.filter((name) => !labels.includes(name) && !scores.includes(name)), feature: [], ignore: [] };
};
