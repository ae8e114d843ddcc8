import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { xoshiro128 } from "../random/xoshiro-128.ts";
import { fewestPairs } from "./defaults.ts";
import { judgeShare, type ShareEvidence } from "./judge-share.ts";

const evidence = (part: Partial<ShareEvidence>): ShareEvidence => ({ pairs: 1000, outside: 0, repeat: null, candidateChanged: null, margin: 0.001, claim: "these-inputs", family: 1, ...part });
const quiet = (pairs: number) => ({ pairs, onlyCandidate: 0, onlyRepeat: 0, both: 0 });

describe("on these inputs, both sides repeat themselves", () => {
  test("no difference passes, and the share is known exactly", () => {
    const judged = judgeShare(evidence({ repeat: quiet(1000), candidateChanged: 0 }));
    expect(judged).toMatchObject({ verdict: "pass", estimate: 0, noiseFloor: 0, interval: { low: 0, high: 0 } });
  });

  test("one difference in 999 fails, one in 1,000 is allowed", () => {
    expect(judgeShare(evidence({ pairs: 999, outside: 1 })).verdict).toBe("fail");
    expect(judgeShare(evidence({ pairs: 1000, outside: 1 })).verdict).toBe("pass");
  });

  test("a difference in three pairs is still a difference", () => {
    expect(judgeShare(evidence({ pairs: 3, outside: 1 })).verdict).toBe("fail");
  });
});

describe("refusals", () => {
  test("no pairs", () => {
    expect(judgeShare(evidence({ pairs: 0 }))).toMatchObject({ verdict: "inconclusive", estimate: null, interval: null });
  });

  test("too few to pass, and how many more", () => {
    expect(judgeShare(evidence({ pairs: 12 }))).toMatchObject({ verdict: "inconclusive", needed: fewestPairs - 12 });
  });

  test("a reference that is mostly noise decides nothing, not even when the candidate is no noisier", () => {
    const judged = judgeShare(evidence({ pairs: 300, outside: 300, repeat: { pairs: 300, onlyCandidate: 0, onlyRepeat: 0, both: 300 }, candidateChanged: 300 }));
    expect(judged).toMatchObject({ verdict: "inconclusive", noiseFloor: 1 });
  });

  test("inputs like these: 300 clean pairs are not enough for 1 in 1,000, and 2,995 in all are", () => {
    const judged = judgeShare(evidence({ pairs: 300, claim: "inputs-like-these" }));
    expect(judged.verdict).toBe("inconclusive");
    expect(300 + (judged.needed ?? 0)).toBe(2995);
    expect(judgeShare(evidence({ pairs: 2995, claim: "inputs-like-these" })).verdict).toBe("pass");
  });
});

test("noise common to both sides is subtracted; noise of the candidate's own is not", () => {
  const common = judgeShare(evidence({ pairs: 20_000, outside: 400, margin: 0.01, repeat: { pairs: 20_000, onlyCandidate: 200, onlyRepeat: 200, both: 200 }, candidateChanged: 400 }));
  expect(common).toMatchObject({ verdict: "pass", estimate: 0, noiseFloor: 0.02 });
  const own = judgeShare(evidence({ pairs: 20_000, outside: 800, margin: 0.01, repeat: { pairs: 20_000, onlyCandidate: 600, onlyRepeat: 0, both: 200 }, candidateChanged: 800 }));
  expect(own.verdict).toBe("fail");
});

test("more differences never turn a fail into a pass", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(200), fc.constantFrom("these-inputs", "inputs-like-these"), fc.integer({ min: 1, max: 50 }), (pairs, outside, claim, family) => {
    fc.pre(outside < pairs);
    const order = { pass: 0, inconclusive: 1, fail: 2 };
    const fewer = judgeShare(evidence({ pairs, outside, claim, family }));
    const more = judgeShare(evidence({ pairs, outside: outside + 1, claim, family }));
    expect(order[more.verdict]).toBeGreaterThanOrEqual(order[fewer.verdict]);
  }));
});

test("a noisy pair of equals fails at most as often as alpha says", () => {
  // Reference and candidate disagree with themselves and each other at the same 5 %: any fail is a false alarm.
  const random = xoshiro128(20_261_121);
  const runs = 400;
  let falseFails = 0;
  let falsePasses = 0;
  for (let run = 0; run < runs; run++) {
    const counts = { pairs: 1000, onlyCandidate: 0, onlyRepeat: 0, both: 0 };
    const onMargin = { pairs: 1000, onlyCandidate: 0, onlyRepeat: 0, both: 0 };
    for (let pair = 0; pair < 1000; pair++) {
      const repeat = random.unit() < 0.05;
      const candidate = random.unit() < 0.05;
      if (candidate && !repeat) counts.onlyCandidate++;
      if (repeat && !candidate) counts.onlyRepeat++;
      if (repeat && candidate) counts.both++;
      // The candidate is worse by exactly the margin of 2 %: a pass is wrong at most alpha of the time.
      const worse = random.unit() < 0.07;
      if (worse && !repeat) onMargin.onlyCandidate++;
      if (repeat && !worse) onMargin.onlyRepeat++;
      if (repeat && worse) onMargin.both++;
    }
    const judge = (repeat: typeof counts) => judgeShare(evidence({ pairs: 1000, outside: repeat.onlyCandidate + repeat.both, repeat, candidateChanged: 50, margin: 0.02 })).verdict;
    if (judge(counts) === "fail") falseFails++;
    if (judge(onMargin) === "pass") falsePasses++;
  }
  // 5 % plus three Monte Carlo standard errors of 400 runs.
  expect(falseFails / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  expect(falsePasses / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
});
