import { errorFinding } from "../../../src/checks/parity/findings/error-finding.ts";
import { latencyFinding } from "../../../src/checks/parity/findings/latency-finding.ts";
import { allowedErrorExcess, allowedOutsideShare, alpha, latencyRatioWorthAWarning } from "../../../src/core/judge/defaults.ts";
import { judgeShare } from "../../../src/core/judge/judge-share.ts";
import { normal } from "../../../src/core/random/normal.ts";
import { quantileInterval } from "../../../src/core/stats/quantile-interval.ts";
import { quantileRatio } from "../../../src/core/stats/quantile-ratio.ts";
import { binomial, multinomial } from "../draw/binomial.ts";
import type { Claim, Scenario } from "../scenario.ts";

const group = "Defaults of `lockstep check` (pairs on the same inputs)";
const failed: Claim = { counter: "fail", question: "says fail", rule: "at-most", nominal: alpha };
const passed: Claim = { counter: "pass", question: "says pass", rule: "at-most", nominal: alpha };

/** The share of pairs outside tolerance is exactly the one allowed: on inputs like these. */
const share = (pairs: number): Scenario => ({
  id: `check/share/${pairs}`, group, title: `share outside tolerance exactly ${allowedOutsideShare}; ${pairs.toLocaleString("en-US")} inputs`, replications: 4000, small: pairs === 10_000 ? 500 : 0, claims: [failed, passed],
  run: (random) => { const { verdict } = judgeShare({ pairs, outside: binomial(pairs, allowedOutsideShare, random), repeat: null, candidateChanged: null, margin: allowedOutsideShare, claim: "inputs-like-these", family: 1 }); return { fail: verdict === "fail", pass: verdict === "pass" }; },
});

/** A reference that disagrees with itself on 2 % of the repeats; the candidate does so as often, or by the margin more often. */
const noise = (pairs: number, excess: number): Scenario => ({
  id: `check/noise/${pairs}/${excess}`, group, title: `noise floor 0.02, excess ${excess}; ${pairs.toLocaleString("en-US")} inputs`, replications: 2000, small: 0, claims: excess === allowedOutsideShare ? [failed, passed] : [failed],
  run: (random) => {
    const [onlyCandidate = 0, onlyRepeat = 0, both = 0] = multinomial(pairs, [0.015 + excess, 0.015, 0.005, 0.965 - excess], random);
    const { verdict } = judgeShare({ pairs, outside: onlyCandidate + both, repeat: { pairs, onlyCandidate, onlyRepeat, both }, candidateChanged: 1, margin: allowedOutsideShare, claim: "these-inputs", family: 1 });
    return { fail: verdict === "fail", pass: verdict === "pass" };
  },
});

const errors = (requests: number, before: number, after: number): Scenario => ({
  id: `check/errors/${requests}/${before}/${after}`, group, title: `errors ${before} and ${after} of the requests (${allowedErrorExcess} more are allowed); ${requests.toLocaleString("en-US")} requests`, replications: 4000, small: 0, claims: [failed, ...(after - before >= allowedErrorExcess ? [passed] : [])],
  run: (random) => {
    const side = (environment: string, chance: number) => ({ environment, requests, errors: binomial(requests, chance, random), byCode: [] });
    const { verdict } = errorFinding(side("reference", before) as unknown as Parameters<typeof errorFinding>[0], side("candidate", after) as unknown as Parameters<typeof errorFinding>[0]);
    return { fail: verdict === "fail", pass: verdict === "pass" };
  },
});

const latency = (requests: number, q: number, ratio: number): Scenario => ({
  id: `check/latency/${requests}/${q}/${ratio}`, group, title: `p${q * 100} latency ${ratio === 1 ? "equal" : `exactly ${ratio} times as long`}; ${requests.toLocaleString("en-US")} requests`, replications: requests > 3000 ? 300 : 1500, small: 0,
  claims: [{ counter: "warn", question: "warns", rule: "at-most", nominal: 0.025 }, { counter: "holds", question: "interval of the ratio", rule: "coverage", nominal: 0.95, slack: 0.02 }],
  run: (random) => {
    const side = (scale: number) => quantileInterval(Float64Array.from({ length: requests }, () => scale * 40 * Math.exp(0.5 * normal(random))).sort(), q);
    const [before, after] = [side(1), side(ratio)];
    const found = quantileRatio(before, after);
    const { verdict } = latencyFinding({ q, ratio: found?.ratio ?? null, interval: found?.interval ?? null }, { n: requests, slowerByMs: before === null || after === null ? null : after.estimate - before.estimate }, { reference: "reference", candidate: "candidate" }, null);
    return { warn: verdict === "warn", holds: found === null ? null : (found.interval.low ?? 0) <= ratio && ratio <= (found.interval.high ?? Infinity) };
  },
});

/** What part "check" decides by default, on the boundary where it is hardest. */
export const checkScenarios = (): Scenario[] => [
  ...[30, 300, 1000, 3000, 10_000, 100_000, 1_000_000].map(share),
  ...[300, 3000, 30_000, 1_000_000].flatMap((pairs) => [noise(pairs, 0), noise(pairs, allowedOutsideShare)]),
  ...[100, 1000, 10_000, 100_000].flatMap((requests) => [errors(requests, 0.005, 0.005), errors(requests, 0.001, 0.011), errors(requests, 0.02, 0.03)]),
  ...[300, 3000, 10_000].flatMap((requests) => [0.5, 0.95, 0.99].flatMap((q) => [latency(requests, q, 1), latency(requests, q, latencyRatioWorthAWarning)])),
];
