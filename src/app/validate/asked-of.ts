import { countsDecisions } from "../../core/hypothesis/metric-rules.ts";
import type { WrittenSource } from "../hypothesis/resolve-production.ts";
import type { PopulationRequest, RequestedRoles } from "../populations/population-request.ts";
import type { SeriesGroup } from "./series-group.ts";

type AskingGroup = Pick<SeriesGroup, "metrics" | "segments" | "outcomes">;

/** What the hypotheses themselves say of the log's columns; the rest is told by names, mapping and values. Labels of a file of their own are no columns of the log. */
const requestedRoles = ({ metrics, segments, outcomes }: AskingGroup, joined: boolean): RequestedRoles => {
  const labels = distinct(metrics.flatMap(({ label }) => label ?? []));
  // An output that is cut by a threshold is a score, and so is one of a metric that cuts nothing; one that counts decisions as it is, is a decision.
  const scores = distinct(metrics.flatMap(({ name, output, threshold }) => (output === undefined || (threshold === undefined && countsDecisions(name)) ? [] : [output]))).filter((name) => !labels.includes(name));
  const decisions = distinct(metrics.flatMap(({ output }) => output ?? [])).filter((name) => !labels.includes(name) && !scores.includes(name));
  const told = new Set([...labels, ...scores, ...decisions]);
  return { id: null, ts: null, score: scores, decision: decisions, label: joined ? [] : labels, segment: segments.filter((name) => !told.has(name)), feature: [], ignore: [], outcomes: outcomes.filter((name) => !told.has(name) && !segments.includes(name)) };
};

const distinct = (names: readonly string[]): string[] => [...new Set(names)];

/** What is asked of a log: how it is written, and what the hypotheses say of its columns; the label that they name is the one that is joined. */
export const askedOf = (source: WrittenSource, group: AskingGroup): Pick<PopulationRequest, "source" | "format" | "map" | "zone" | "labels" | "roles"> => {
  const [label, other] = [...new Set(group.metrics.flatMap((metric) => metric.label ?? []))];
  const named = label !== undefined && other === undefined ? label : null;
  return { ...source, labels: source.labels === null ? null : { ...source.labels, label: source.labels.label ?? named }, roles: requestedRoles(group, source.labels !== null) };
};
