import { readFile, writeFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mismatches, verdictOf } from "./as-expected.ts";
import { type Outcome, runTrial } from "./run-trial.ts";
import type { Side } from "./trial.ts";
import { type Ran, trialTable } from "./trial-table.ts";
import { trials } from "./trials.ts";

// node test/integration/trials/main.ts [--write | --write-only] [--keep DIRECTORY] [TRIAL ...]
// Runs all trials or those named; --keep leaves run documents and reports there. What came out is remembered in .cache/trials/outcomes, and
// --write generates docs/trials.md from what is remembered: without names after running all, with names after running those again.

/** The Python environments that a side runs in. */
const environmentsOf = (side: Side): readonly string[] => {
  if (side.kind === "replicas") return side.replicas.map(({ environment }) => environment);
  return [side.kind === "fastapi" ? side.environment : side.kind];
};

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const keep = args.includes("--keep") ? args[args.indexOf("--keep") + 1] : undefined;
const named = args.filter((arg, index) => !arg.startsWith("--") && args[index - 1] !== "--keep");
const unknown = named.filter((id) => !trials.some((trial) => trial.id === id));
if (unknown.length > 0) throw new Error(`no trial called ${unknown.join(", ")}; there are ${trials.map(({ id }) => id).join(", ")}`);
if (keep !== undefined) await mkdir(keep, { recursive: true });

const outcomes = join(here, "../../../.cache/trials/outcomes");
const chosen = args.includes("--write-only") ? [] : trials.filter(({ id }) => named.length === 0 || named.includes(id));
await mkdir(outcomes, { recursive: true });
for (const trial of chosen) {
  const outcome = await runTrial(trial, keep === undefined ? {} : { keepIn: keep });
  await writeFile(join(outcomes, `${trial.id}.json`), JSON.stringify(outcome));
  const missed = mismatches(trial.expected, outcome);
  console.log(`${trial.id}: ${verdictOf(outcome)} [${(outcome.run?.patterns ?? []).map(({ code }) => code).join(" ")}] exit ${outcome.exitCode} ${outcome.seconds.toFixed(1)} s${missed.length > 0 ? `  UNEXPECTED: ${missed.join("; ")}` : ""}`);
  console.log(`    ${outcome.firstLine}`);
  if (outcome.run === null) console.log(`${outcome.stderr}\n${outcome.serverLogs.slice(-3000)}`);
}

if (args.includes("--write") || args.includes("--write-only")) {
  const ran: Ran[] = [];
  const missing: string[] = [];
  for (const trial of trials) {
    const text = await readFile(join(outcomes, `${trial.id}.json`), "utf8").catch(() => null);
    if (text === null) missing.push(trial.id);
    else ran.push({ trial, outcome: JSON.parse(text) as Outcome });
  }
  const pins = async (name: string): Promise<string> => {
    const lines = (await readFile(join(here, "../python", `${name}.txt`), "utf8")).split("\n");
    const wanted = /^(scikit-learn|numpy|scipy|pandas|fastapi|uvicorn|mlserver|mlserver-sklearn|mlflow)==/;
    return `\`${name}\`: ${lines.filter((line) => wanted.test(line)).join(", ")}`;
  };
  const used = [...new Set(trials.flatMap(({ reference, candidate }) => [reference, candidate].flatMap(environmentsOf)))];
  await writeFile(join(here, "../../../docs/trials.md"), trialTable(ran, [...(await Promise.all(used.map(pins))), ...(missing.length === 0 ? [] : [`not run yet: ${missing.join(", ")}`])]));
}
