import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensureEnvironment, peerNames } from "../../test/integration/python/environments.ts";
import type { Bench, Measure } from "../bench.ts";
import type { ChildResult } from "../side-by-side.ts";
import { generatePopulations } from "./generate-populations.ts";
import { measureChild } from "./measure-child.ts";

const columns = 33;
/** One run of one tool may take this long; the largest size it takes in that time is what counts. */
const capSeconds = 300;
/** How much faster than Evidently on the same files. */
const goal = 30;

interface Largest {
  readonly rows: number;
  readonly result: ChildResult;
}

/** Two logs of 33 columns, `lockstep compare` with its report against what people would use instead, each in its own process, one after the other. */
export const bench: Bench = {
  name: "population",
  question: `two logs of ${columns} columns, a whole comparison with its report, against Evidently (DataDriftPreset), NannyML (univariate drift) and whylogs (profiles and drift scores)`,
  run: async ({ quick, cache, note }) => {
    const sizes = quick ? [20_000] : [100_000, 500_000, 1_000_000, 5_000_000];
    const store = join(cache, "population-store");
    mkdirSync(store, { recursive: true });
    const tools: { readonly name: string; readonly file: string; readonly script: string }[] = [{ name: "ours", file: process.execPath, script: "ours.ts" }];
    for (const name of peerNames) tools.push({ name, file: (await ensureEnvironment(name)).python, script: `${name}_drift.py` });
    const results = new Map<string, Map<number, ChildResult>>(tools.map(({ name }) => [name, new Map<number, ChildResult>()]));
    const out = new Set<string>();
    for (const rows of sizes) {
      note(`generating 2 x ${rows.toLocaleString("en-US")} x ${columns} (kept in ${cache})`);
      const { reference, candidate } = await generatePopulations(cache, rows);
      for (const { name, file, script } of tools) {
        const before = [...(results.get(name) ?? [])].at(-1);
        // What would run into the cap is not begun.
        if (out.has(name) || (before !== undefined && (before[1].seconds * rows) / before[0] > capSeconds)) { out.add(name); continue; }
        const result = await measureChild(file, [join(import.meta.dirname, script), reference, candidate, store], capSeconds, (line) => note(`${name} at ${rows.toLocaleString("en-US")} rows: ${line}`));
        if (result === null) { out.add(name); continue; }
        results.get(name)?.set(rows, result);
        note(`${name} at ${rows.toLocaleString("en-US")} rows: ${result.seconds.toFixed(1)} s (${result.cpuSeconds.toFixed(1)} s of processor), ${result.peakMegabytes.toFixed(0)} MB`);
      }
    }
    const ours = results.get("ours") ?? new Map<number, ChildResult>();
    return [...largestOf(ours).map(memory("ours")), ...peerNames.flatMap((name) => besides(name, results.get(name) ?? new Map<number, ChildResult>(), ours, sizes.at(-1) ?? 0))];
  },
};

const largestOf = (measured: ReadonlyMap<number, ChildResult>): Largest[] => [...measured].slice(-1).map(([rows, result]) => ({ rows, result }));

const memory = (name: string) => ({ rows, result }: Largest): Measure => ({ label: `${name}: peak memory at 2 x ${rows.toLocaleString("en-US")} rows`, value: `${result.peakMegabytes.toFixed(0)} MB`, goal: name === "ours" ? "< 2000 MB" : null, met: name === "ours" ? result.peakMegabytes < 2000 : null });

/** The ratio at the largest size that both took; and at the largest of all where the peer's time is extrapolated in proportion to rows. */
const besides = (name: string, peer: ReadonlyMap<number, ChildResult>, ours: ReadonlyMap<number, ChildResult>, most: number): Measure[] => {
  const both = [...peer].filter(([rows]) => ours.has(rows)).at(-1);
  if (both === undefined) return [{ label: `${name}: no size within ${capSeconds} s`, value: "not measured", goal: null, met: null }];
  const [rows, result] = both;
  const ratio = result.seconds / (ours.get(rows)?.seconds ?? Number.NaN);
  const extrapolated = (result.seconds * most) / rows / (ours.get(most)?.seconds ?? Number.NaN);
  // A few thousand rows are start-up on our side and nothing on theirs: the goal is for sizes that take time.
  const asked = name === "evidently" && most >= 1_000_000 ? { goal: `>= ${goal}`, met: (rows === most ? ratio : extrapolated) >= goal } : { goal: null, met: null };
  return [
    { label: `${name} / ours at 2 x ${rows.toLocaleString("en-US")} rows, seconds`, value: ratio.toFixed(1), ...(rows === most ? asked : { goal: null, met: null }) },
    ...(rows === most || !ours.has(most) ? [] : [{ label: `${name} / ours at 2 x ${most.toLocaleString("en-US")} rows, ${name} extrapolated in proportion to rows`, value: extrapolated.toFixed(1), ...asked }]),
    memory(name)({ rows, result }),
  ];
};
