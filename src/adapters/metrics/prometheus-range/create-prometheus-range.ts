import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { MetricSource } from "../../../ports/metric-source.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";
import { type RangeSeries, readMatrix } from "./read-matrix.ts";

export interface PrometheusRangeOptions {
  /** Where Prometheus is on the transport's server: `/`, `/prometheus`; a query of the address goes with every request. */
  readonly path: string;
  /** Sent with every request; secrets are resolved. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Prometheus refuses more points of a series in one answer. */
const mostPoints = 11_000;

/** Series whose labels are named when there are several. */
const mostNamed = 5;

/**
 * Range queries of Prometheus, and of what speaks like it (Thanos, Mimir, VictoriaMetrics): the expression's value at `from`, `from + step`, … before `to`, in as many
 * requests as its limit of points needs. Nothing is filled in: where it has no value, or NaN, or an infinity, there is none. LS257 unless all of it is one series.
 */
export const createPrometheusRange = (transport: Transport, { path, headers }: PrometheusRangeOptions): MetricSource => {
  const [before = "", search] = path.split("?", 2);
  const url = `${before.replace(/\/+$/, "")}/api/v1/query_range`;
  const place = `${transport.address}${url}`;
  const send = async (parameters: string, signal: AbortSignal | undefined): Promise<TransportAnswer> => {
    const own = { accept: "application/json", ...headers };
    const asked = signal === undefined ? {} : { signal };
    const posted = await transport.send({ method: "POST", url: search === undefined ? url : `${url}?${search}`, headers: { ...own, "content-type": "application/x-www-form-urlencoded" }, body: parameters, ...asked });
    // A proxy that only lets reading through answers so; an expression is then as long as an address may be.
    if (posted.status !== 405) return posted;
    return transport.send({ method: "GET", url: `${url}?${search === undefined ? "" : `${search}&`}${parameters}`, headers: own, ...asked });
  };
  return {
    async range(query, from, to, stepSeconds, signal) {
      if (!(stepSeconds > 0)) throw new Error(`a step of ${stepSeconds} s leads nowhere`);
      const count = Math.max(0, Math.ceil((to - from) / stepSeconds));
      const byLabels = new Map<string, RangeSeries["points"][number][]>();
      for (let done = 0; done < count; done += mostPoints) {
        const start = from + done * stepSeconds;
        const end = from + (Math.min(done + mostPoints, count) - 1) * stepSeconds;
        const answer = await send(new URLSearchParams({ query, start: String(start), end: String(end), step: String(stepSeconds) }).toString(), signal);
        for (const { labels, points } of readMatrix(answer, place, query)) byLabels.set(labels, [...(byLabels.get(labels) ?? []), ...points]);
        // A series that is renamed on the way would be two halves of one, or two: that is for people to say.
        if (byLabels.size > 1) throw severalSeries([...byLabels.keys()], query, place);
      }
      return [...byLabels.values()][0] ?? [];
    },
  };
};

const severalSeries = (labels: readonly string[], query: string, place: string): LockstepError =>
  new LockstepError("LS257", {
    message: `${query} gives ${labels.length} series and one is wanted: ${labels.slice(0, mostNamed).join(", ")}${labels.length > mostNamed ? `, and ${labels.length - mostNamed} more` : ""}`,
    place, todo: `Aggregate it, as sum(${query}), or choose one by its labels.`,
  });
