import { formatEffect, formatInterval } from "../../../src/report/wording/format-effect.ts";
import { formatCount, formatNumber, formatShare } from "../../../src/report/wording/format-number.ts";
import { LatencyCurve } from "../charts/latency-curve.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { SideLegend, SideName } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import type { Run } from "../run-types.ts";

const quantilesOf = (run: Run) => run.latencyRatios.map(({ q, ratio, interval }) => {
  const of = (name: string) => run.latency.find(({ environment }) => environment === name)?.quantiles.find((entry) => entry.q === q) ?? null;
  return { q, ratio, interval, reference: of(run.environments.reference.name), candidate: of(run.environments.candidate.name) };
});

/** How fast both answered, and how often they failed. */
export const LatencySection = ({ run }: { run: Run }) => (
  <>
    {run.latency.some(({ curve }) => curve.length > 1) && <><SideLegend run={run} /><LatencyCurve run={run} /></>}
    {run.latencyRatios.length > 0 && (
      <DataTable caption="Latency from send to last byte, milliseconds" rows={quantilesOf(run)} columns={[
        { title: <Term name="quantile">quantile</Term>, cell: ({ q }) => `p${formatNumber(q * 100)}` },
        { title: "reference", numeric: true, cell: ({ reference }) => <>{formatNumber(reference?.ms ?? null)} <small>{formatInterval(reference?.interval ?? null, "score")}</small></> },
        { title: "candidate", numeric: true, cell: ({ candidate }) => <>{formatNumber(candidate?.ms ?? null)} <small>{formatInterval(candidate?.interval ?? null, "score")}</small></> },
        { title: "ratio", numeric: true, cell: ({ ratio, interval }) => <>{formatEffect(ratio, "ratio")} <small>{formatInterval(interval, "ratio")}</small></> },
      ]} />
    )}
    {run.errors.length > 0 && (
      <DataTable caption="Requests that failed" rows={run.errors} columns={[
        { title: "environment", cell: ({ environment }) => <SideName run={run} name={environment} /> },
        { title: "requests", numeric: true, cell: ({ requests }) => formatCount(requests) }, { title: "failed", numeric: true, cell: ({ errors }) => formatCount(errors) },
        { title: "share", numeric: true, cell: ({ errors, requests, interval }) => <>{formatShare(requests === 0 ? null : errors / requests)} <small>{formatInterval(interval, "share")}</small></> },
        { title: "most frequent", cell: ({ byCode }) => (byCode.length === 0 ? <span className="soft">none</span> : <bdi className="value">{byCode.slice(0, 3).map(({ code, message, count }) => `${code} ${message} (${formatCount(count)})`).join("; ")}</bdi>) },
      ]} />
    )}
  </>
);
