import { accuracy, type DecisionCell, f1, macroF1, type PairedMetric, precision, recall } from "../../../core/stats/confusion-metrics.ts";
import type { Engine } from "../../../ports/engine.ts";
import { fewestLabelled, type MetricsPart } from "./metrics-result.ts";

/** More different (label, decision, decision) triples than this are no decisions but free text. */
export const mostDecisionCells = 10_000;

export interface DecidedOutput {
  readonly output: string;
  /** FROM expression with the text columns `label`, `a`, `b`. */
  readonly from: string;
  /** The positive class of yes/no labels; null with several classes. */
  readonly positive: string | null;
}

/** How often decisions are right, per environment: with a positive class its precision, recall and F1, otherwise macro F1. */
export const decisionMetrics = async (engine: Engine, { output, from, positive }: DecidedOutput, level: number, signal?: AbortSignal): Promise<MetricsPart> => {
  const rows = await engine.query(`SELECT label, a, b, count(*) AS n FROM ${from} GROUP BY label, a, b ORDER BY label, a, b LIMIT ${mostDecisionCells + 1}`, [], signal);
  const cells: DecisionCell[] = rows.map((row) => ({ label: String(row["label"]), reference: String(row["a"]), candidate: String(row["b"]), count: Number(row["n"]) }));
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const metrics: Record<string, () => PairedMetric> = positive === null
    ? { accuracy: () => accuracy(cells, level), "macro f1": () => macroF1(cells, level) }
    : { accuracy: () => accuracy(cells, level), precision: () => precision(cells, positive, level), recall: () => recall(cells, positive, level), f1: () => f1(cells, positive, level) };
  const refuse = (why: string): MetricsPart => ({ metrics: [], reliability: [], skipped: Object.keys(metrics).map((metric) => ({ metric, output, why })) });

  if (cells.length > mostDecisionCells) return refuse(`more than ${mostDecisionCells} different combinations of label and decision`);
  if (n < fewestLabelled) return refuse(`${n} labelled rows with a decision from both; at least ${fewestLabelled} are needed`);
  const labels = new Set(cells.map(({ label }) => label));
  if (labels.size < 2) return refuse(`all ${n} rows with a decision have the label ${[...labels].join("")}`);
  if (!cells.some(({ reference, candidate }) => labels.has(reference) || labels.has(candidate))) return refuse(`no decision is written like a label (${[...labels].slice(0, 3).join(", ")} against ${cells[0]?.reference ?? ""})`);

  const found = Object.entries(metrics).map(([metric, of]) => {
    const { reference, candidate, difference, interval } = of();
    return { metric, output, reference, candidate, difference, interval, n };
  });
  return {
    metrics: found.filter(({ difference }) => difference !== null),
    reliability: [],
    skipped: found.filter(({ difference }) => difference === null).map(({ metric }) => ({ metric, output, why: `an environment never decides ${positive ?? ""}` })),
  };
};
