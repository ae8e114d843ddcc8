import { z } from "zod";
import { answerText, quoteText } from "../../../core/answers/answer-text.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { TransportAnswer } from "../../../ports/transport.ts";

/** One series of a range query. */
export interface RangeSeries {
  /** `{instance="a", job="b"}`, labels in order; `{}` where an aggregation left none. */
  readonly labels: string;
  /** Seconds since 1970, and a value; NaN and the infinities are no measurements and left out. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

const Matrix = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])).optional(), histograms: z.array(z.unknown()).optional() })),
  }),
});

const Refusal = z.object({ status: z.literal("error"), errorType: z.string().default(""), error: z.string().default("") });

/**
 * What Prometheus answered to /api/v1/query_range (https://prometheus.io/docs/prometheus/latest/querying/api/). LS304 where it lets nobody in, LS257 with its own words
 * where it refuses the expression, LS401 and LS405 where something else answers.
 */
export const readMatrix = (answer: TransportAnswer, place: string, query: string): readonly RangeSeries[] => {
  const text = answerText(answer);
  if (answer.status === 401 || answer.status === 403) throw new LockstepError("LS304", { message: `${place} answers with status ${answer.status}`, place, todo: "Give credentials by reference under production.prometheus.headers: {Authorization: 'Bearer env:NAME'}" });
  const body = parsed(text);
  const refusal = Refusal.safeParse(body);
  if (refusal.success) throw new LockstepError("LS257", { message: `${place} refuses ${query}: ${quoteText(`${refusal.data.errorType}: ${refusal.data.error}`)}`, place });
  if (answer.status !== 200) throw new LockstepError("LS405", { message: `${place} answers with status ${answer.status}: ${quoteText(text)}`, place });
  if (body === undefined) throw new LockstepError("LS401", { message: `${place} does not answer with JSON: ${quoteText(text)}`, place });
  const read = Matrix.safeParse(body);
  if (!read.success) throw new LockstepError("LS404", { message: `${place} does not answer as Prometheus does: ${read.error.issues[0]?.path.join(".") || "the whole"}: ${read.error.issues[0]?.message ?? ""}`, place, todo: "Give the address at which Prometheus' own page is, without /api/v1." });
  return read.data.data.result.map(({ metric, values = [], histograms = [] }) => {
    if (histograms.length > 0) throw new LockstepError("LS257", { message: `${query} gives a histogram, and a number is wanted`, place, todo: "Take a number from it, as histogram_quantile(0.99, …) or histogram_avg(…)." });
    return { labels: labelText(metric), points: values.flatMap(([at, value]) => pointOf(at, value)) };
  });
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const pointOf = (at: number, text: string): { readonly at: number; readonly value: number }[] => {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? [{ at, value }] : [];
};

const labelText = (metric: Readonly<Record<string, string>>): string => `{${Object.keys(metric).toSorted().map((name) => `${name}=${JSON.stringify(metric[name])}`).join(", ")}}`;
