import type { Validation } from "../../core/domain/validation.ts";
import type { CountedGroup } from "./count-group.ts";
import { strayGap, straysOf } from "./strays-of.ts";

type Source = Validation["sources"][number];

/** Each source that was counted, once: several groups of hypotheses may have read the same log, and each reads it whole. What Prometheus told is of a query each, and adds. */
export const sourcesOf = (groups: readonly CountedGroup[], environment: string): Source[] => {
  const of = new Map<string, Source>();
  for (const each of groups.flatMap((group) => ofGroup(group, environment))) {
    const key = JSON.stringify([each.role, each.source]);
    const known = of.get(key);
    of.set(key, known === undefined ? each : together(known, each));
  }
  return [...of.values()];
};

const ofGroup = ({ group, offline, counted }: CountedGroup, environment: string): Source[] => [
  ...(offline === null || group.backtest === null ? [] : [{ name: "backtest", role: "offline" as const, source: group.backtest.source, digest: offline.counted.digest, rows: offline.counted.series.rows, coverage: offline.counted.coverage, gaps: offline.counted.gaps, counted: offline.anew ? 1 : 0, parts: 1 }]),
  ...(counted === null ? [] : [{
    name: environment, role: group.hypotheses[0]?.metric.name === "prometheus" ? "prometheus" as const : "production" as const, source: counted.source, digest: null, rows: counted.rows,
    coverage: counted.side?.side.coverage ?? null, gaps: [...(counted.side?.side.gaps ?? []), ...straysIn(group, counted)], counted: counted.counted, parts: counted.parts,
  }]),
];

/** What Prometheus is asked for lies where it was asked. */
const straysIn = (group: CountedGroup["group"], counted: NonNullable<CountedGroup["counted"]>): Source["gaps"] => {
  const stray = group.hypotheses[0]?.metric.name === "prometheus" ? null : straysOf(counted);
  return stray === null ? [] : [strayGap(stray)];
};

const together = (a: Source, b: Source): Source => {
  const join = a.role === "prometheus" ? (x: number, y: number): number => x + y : Math.max;
  return {
    ...a, rows: join(a.rows, b.rows), counted: join(a.counted, b.counted), parts: join(a.parts, b.parts),
    coverage: (a.coverage?.recordsRead ?? -1) >= (b.coverage?.recordsRead ?? -1) ? a.coverage : b.coverage,
    gaps: [...new Map([...a.gaps, ...b.gaps].map((gap) => [JSON.stringify(gap), gap])).values()],
  };
};
