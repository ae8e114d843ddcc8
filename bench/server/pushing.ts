import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measure } from "../bench.ts";
import { load, startSide } from "./load.ts";
import { runOf } from "./make-store.ts";
import { pushes, small } from "./settings.ts";

interface Told {
  readonly url: string;
  readonly token: string;
}

/** As a pushed run is sent: so many findings that it comes to about so many bytes. */
const bodies = (count: number, bytes: number): readonly string[] => {
  const one = { ...runOf(0, { ...small, findingsPerRun: 1 }), startedAt: "2025-06-01T00:00:00.000Z", finishedAt: "2025-06-01T00:00:01.000Z" };
  const findings = Math.ceil(bytes / JSON.stringify(one.findings).length);
  return Array.from({ length: count }, (_, index) => {
    const run = runOf(index, { ...small, findingsPerRun: findings });
    const passed = run.findings.map((finding) => ({ ...finding, verdict: "pass" as const }));
    return JSON.stringify({ run: { ...run, id: `pushed-${index}`, startedAt: one.startedAt, finishedAt: one.finishedAt, findings: passed, verdict: "pass", decision: { action: "proceed", reason: "by policy", exitCode: 0 } } });
  });
};

const push = async ({ url, token }: Told, body: string): Promise<number> => {
  const began = performance.now();
  const response = await fetch(`${url}/api/v1/runs`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body });
  if (response.status !== 200) throw new Error(`a push was answered with ${response.status}: ${await response.text()}`);
  await response.text();
  return performance.now() - began;
};

const at = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** A list asked for again and again by a few while large runs are pushed one after the other, and while nobody pushes: what those who read feel of it. Into a copy of the store. */
export const pushing = async (store: string, quick: boolean): Promise<Measure[]> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-push-"));
  cpSync(store, folder, { recursive: true });
  const side = await startSide<Told>("served.ts", [folder]);
  try {
    const measures: Measure[] = [];
    for (const [name, { count, bytes }] of Object.entries(quick ? pushes.quick : pushes.whole)) {
      const sent = bodies(count, bytes).map((body) => body.replaceAll('"pushed-', `"pushed-${bytes}-`));
      const took: number[] = [];
      const asked: number[] = [];
      let cut = 0;
      // A server that stands still for longer than it keeps connections cuts those that wait.
      const read = (): Promise<void> => load({ ...side.told, path: "/api/v1/states", readers: 2, count: 20 }).then((answered) => { asked.push(...answered.took); }, () => { cut += 1; });
      for (let turn = 0; turn < 5; turn += 1) await read();
      const calm = at(asked.splice(0), 0.99);
      await side.measure();
      const pushed = new AbortController();
      const reading = (async () => { while (!pushed.signal.aborted) await read(); })();
      for (const body of sent) took.push(await push(side.told, body));
      pushed.abort();
      await reading;
      const { longestMs = Number.NaN } = await side.measure();
      measures.push({
        label: `pushes of ${name}`.padEnd(30), goal: null, met: null,
        value: `p50 ${at(took, 0.5).toFixed(0)} ms each; the loop's longest stretch ${longestMs.toFixed(0)} ms; a list meanwhile p99 ${at(asked, 0.99).toFixed(0)} ms, longest ${at(asked, 1).toFixed(0)} ms (${(at(asked, 0.99) / calm).toPrecision(2)} x while nobody pushes)${cut === 0 ? "" : `, ${cut} connections cut`}`,
      });
    }
    return measures;
  } finally {
    side.end();
    await side.ended;
    rmSync(folder, { recursive: true, force: true });
  }
};
