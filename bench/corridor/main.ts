import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { delays } from "./delays.ts";
import { most, pageOf } from "./page.ts";
import { quietYears } from "./quiet.ts";
import { corridor } from "./rules.ts";

const { values } = parseArgs({ options: { replications: { type: "string", default: "1" }, seed: { type: "string", default: "20261121" }, write: { type: "boolean", default: false }, help: { type: "boolean", default: false } } });

/** Replications of a full run. */
const full = { quiet: 2000, delays: 500 } as const;

if (values.help) {
  process.stdout.write("npm run bench:corridor -- [--replications 0.1] [--seed N] [--write]\n  --replications X  that many times the replications of a full run\n  --write           writes docs/corridors.md\n");
} else {
  const factor = Number(values.replications);
  if (!(factor > 0)) throw new Error(`--replications ${values.replications}: a factor above 0, such as 0.1`);
  const replications = { quiet: Math.max(1, Math.round(full.quiet * factor)), delays: Math.max(1, Math.round(full.delays * factor)) };
  const note = (line: string): void => { process.stderr.write(`  ${line}\n`); };
  const quiet = quietYears(replications.quiet, Number(values.seed), note);
  const late = delays(replications.delays, Number(values.seed), note);
  const limit = most(replications.quiet);
  const over = quiet.filter(({ rule, alarmed, of }) => rule === corridor && alarmed / of > limit);
  for (const { noise, offlineRows, alarmed, of, rule } of quiet) process.stdout.write(`${noise}, ${offlineRows} offline rows, ${rule.id}: ${alarmed} of ${of}\n`);
  for (const { departure, noise, rule, early, found, median, ninetieth } of late) process.stdout.write(`${departure.id}, ${noise}, ${rule}: median ${median}, 90th ${ninetieth}, found ${found.toFixed(3)}, before the change ${early.toFixed(3)}\n`);
  process.stdout.write(`the corridor ${over.length === 0 ? `holds: at most ${limit.toFixed(4)} of quiet years in all of them` : `does NOT hold: ${over.map(({ noise, offlineRows }) => `${noise} with ${offlineRows}`).join("; ")}`}\n`);
  if (values.write) writeFileSync(join(import.meta.dirname, "..", "..", "docs", "corridors.md"), pageOf({ quiet, delays: late, seed: Number(values.seed), replications, command: `npm run bench:corridor --${factor === 1 ? "" : ` --replications ${factor}`} --write` }));
  process.exitCode = over.length === 0 ? 0 : 1;
}
