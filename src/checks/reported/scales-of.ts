import type { KnownMetric } from "./known-metric.ts";
import type { Scale } from "./matching-definition.ts";
import type { ReportedClaim } from "./reported-claim.ts";

const milliseconds = { ms: 1, s: 1000, us: 0.001 } as const;
const unitWords = { ms: "milliseconds", s: "seconds", us: "microseconds" } as const;

/** The units a metric may have been written in, the one that was said (or the usual one) first. */
export const scalesOf = (known: KnownMetric, claim: ReportedClaim): Scale[] => {
  if (known.kind === "latency") {
    const said = known.unit ?? "ms";
    return [{ words: null, factor: milliseconds[said] }, ...(["ms", "s", "us"] as const).filter((unit) => unit !== said).map((unit) => ({ words: `written in ${unitWords[unit]}`, factor: milliseconds[unit] }))];
  }
  if (known.kind === "regression" || (known.kind === "probability" && known.metric === "log loss")) return [{ words: null, factor: 1 }];
  const said = claim.unit === "%" || /percent|pct/i.test(`${claim.unit ?? ""} ${claim.name}`);
  if (said) return [{ words: null, factor: 0.01 }, { words: "written as a share", factor: 1 }];
  // A share never exceeds 1; an error rate may be small enough to be written in percent and still look like a share.
  return claim.value > 1 || known.kind === "error rate" ? [{ words: null, factor: 1 }, { words: "written in percent", factor: 0.01 }] : [{ words: null, factor: 1 }];
};
