import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inTransaction } from "../../src/adapters/stores/sqlite/in-transaction.ts";
import { storeFile } from "../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { migrations } from "../../src/adapters/stores/sqlite/migrations.ts";
import { openDatabase } from "../../src/adapters/stores/sqlite/open-database.ts";
import { saveRun } from "../../src/adapters/stores/sqlite/run-rows.ts";
import type { Finding } from "../../src/core/domain/finding.ts";
import type { Run } from "../../src/core/domain/run.ts";
import type { Verdict } from "../../src/core/domain/verdict.ts";
import { runSkeleton } from "../../src/report/example-runs/run-skeleton.ts";
import { environments, type StoreSize } from "./settings.ts";

const hour = 3_600_000;
const start = Date.UTC(2024, 0, 1);
const severities = ["critical", "high", "medium", "low", "info"] as const;
const atOnce = 200;

/** One run in fourteen fails, in streaks, and so does one finding in a hundred. */
const verdictOf = (index: number): Verdict => (index % 14 === 0 ? "fail" : index % 5 === 0 ? "warn" : "pass");

const findingOf = (index: number, run: number): Finding => {
  const verdict = verdictOf((index * 7 + run) % 101);
  const output = `score-${index}`;
  return {
    id: `outputs:${output}`, check: index % 3 === 0 ? "outputs" : "decisions", subject: { kind: "output", name: output, segment: index % 4 === 0 ? `region = ${index}` : null }, verdict, severity: severities[(index + run) % 5] ?? "low", mode: "enforce",
    statement: `${output} lies outside its tolerance for 0.${index}${run % 10} % of 4000 pairs, at most 0.4 % with 95 % confidence`, estimate: index / 1000, unit: "share", interval: { low: 0, high: index / 900, level: 0.95, method: "Clopper-Pearson" },
    margin: 0.001, marginOrigin: "agreed", n: 4000, noiseFloor: 0.0001, reason: "The upper end of the interval is held against the agreed margin, after the noise floor of the reference is taken off.", action: "Look at the worst pairs of this output.", needed: null,
    evidence: { outside: index, pairs: 4000, alpha: 0.05, family: 100 },
  };
};

/** A run as such a store has it. */
export const runOf = (index: number, { models, findingsPerRun }: StoreSize): Run => {
  const id = `run-${String(index).padStart(6, "0")}`;
  const skeleton = runSkeleton(id);
  const { environments: sides } = skeleton;
  const verdict = verdictOf(Math.floor(index / 3));
  const kind = (["check", "compare", "validate"] as const)[Math.floor(index / (models * environments.length)) % 3] ?? "check";
  return {
    ...skeleton,
    kind, startedAt: new Date(start + index * hour).toISOString(), verdict, headline: `${verdict === "pass" ? "The candidate gives the same answers" : "The candidate gives other answers"} over 4000 rows.`, codeRevision: `revision${index % 500}`,
    environments: { reference: { ...sides.reference, name: "training" }, candidate: { ...sides.candidate, name: environments[index % environments.length] ?? "production", model: `model-${index % models}`, version: `${Math.floor(index / 900)}.0` } },
    options: { inputs: "golden.parquet", repeats: 3, tolerance: ["score:abs=1e-6"], store: ".lockstep" }, findings: Array.from({ length: findingsPerRun }, (_, finding) => findingOf(finding, index)),
    decision: { action: verdict === "fail" ? "roll-back" : "proceed", reason: "by policy", exitCode: verdict === "fail" ? 1 : 0 },
  };
};

/** The store of this size, made once and kept; as many runs in one transaction as make it quick, each entered as usual. */
export const makeStore = (cache: string, size: StoreSize, note: (line: string) => void): string => {
  const folder = join(cache, "server", `${size.models}-${size.runs}-${size.findingsPerRun}-schema${migrations.length}`);
  if (existsSync(storeFile(folder))) return folder;
  const making = `${folder}.partial`;
  rmSync(making, { recursive: true, force: true });
  note(`making a store of ${size.runs} runs with ${size.runs * size.findingsPerRun} findings`);
  const database = openDatabase(storeFile(making));
  for (let from = 0; from < size.runs; from += atOnce) {
    inTransaction(database, () => {
      for (let index = from; index < Math.min(size.runs, from + atOnce); index += 1) saveRun(database, runOf(index, size), "bench", new Date(start + index * hour).toISOString(), making);
    });
  }
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  renameSync(making, folder);
  return folder;
};
