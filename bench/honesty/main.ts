import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { judgeRate } from "./judge-rate.ts";
import { knownOutside } from "./known-outside.ts";
import { pageOf } from "./page/page-of.ts";
import { PeerRecord } from "./peers/peer-record.ts";
import { runScenarios } from "./run-scenarios.ts";
import { scenarios } from "./scenarios/index.ts";

const page = join(import.meta.dirname, "..", "..", "docs", "honesty.md");
const { values } = parseArgs({
  options: {
    replications: { type: "string", default: "1" }, only: { type: "string" }, seed: { type: "string", default: "20261121" }, workers: { type: "string", default: "2" },
    small: { type: "boolean", default: false }, write: { type: "boolean", default: false }, list: { type: "boolean", default: false }, help: { type: "boolean", default: false },
  },
});

if (values.help) {
  process.stdout.write("npm run bench:honesty -- [--only NAME] [--replications 0.5] [--small] [--seed N] [--workers 2] [--write] [--list]\n  --only NAME       scenarios whose id contains NAME\n  --replications X  that many times the replications of a full run\n  --small           a few seconds' worth; fails where a rate is outside its band\n  --write           writes docs/honesty.md\n");
} else if (values.list) {
  process.stdout.write(`${scenarios().map(({ id }) => id).join("\n")}\n`);
} else {
  const factor = Number(values.replications);
  if (!(factor > 0)) throw new Error(`--replications ${values.replications}: a factor above 0, such as 0.5`);
  const chosen = scenarios().filter(({ id }) => values.only === undefined || id.includes(values.only));
  if (chosen.length === 0) throw new Error(`no scenario's id contains ${values.only ?? ""}; --list has them`);
  if (values.write && (values.small || values.only !== undefined)) throw new Error("--write is for the whole bench: a page of a part would look like all of it");
  const started = performance.now();
  const measured = await runScenarios({
    scenarios: chosen, seed: Number(values.seed), workers: Number(values.workers), note: (line) => process.stderr.write(`  ${line}\n`),
    replicationsOf: ({ replications, small }) => (values.small ? small : Math.max(1, Math.round(replications * factor))),
  });
  const seconds = (performance.now() - started) / 1000;
  let outside = 0;
  for (const { scenario, tally, replications, seconds: spent } of measured) {
    process.stdout.write(`${scenario.id}  (${replications} replications, ${spent.toFixed(1)} s)\n`);
    for (const claim of scenario.claims) {
      const counts = tally[claim.counter] ?? { hits: 0, of: 0, refused: 0 };
      const judged = judgeRate(claim, counts);
      const known = judged.word === "NOT inside" ? knownOutside.find((each) => each.scenario.test(scenario.id) && each.counter === claim.counter) : undefined;
      if (judged.word === "NOT inside" && !(values.small && known !== undefined)) outside++;
      const band = judged.low === null || judged.high === null ? "" : ` in ${judged.low.toFixed(4)}..${judged.high.toFixed(4)}`;
      process.stdout.write(`  ${claim.question}: ${judged.rate === null ? "-" : judged.rate.toFixed(4)}${claim.nominal === null ? "" : ` (${claim.rule} ${claim.nominal}${band})`} ${judged.word}${known === undefined ? "" : ` (known: ${known.why})`}${counts.refused > 0 ? `, ${counts.refused} refused` : ""}\n`);
    }
  }
  process.stdout.write(`${measured.length} scenarios in ${seconds.toFixed(0)} s; ${outside === 0 ? "every rate is inside its band" : `${outside} ${outside === 1 ? "rate is" : "rates are"} NOT inside`}\n`);
  if (values.write) writeFileSync(page, pageOf({ measured, seed: Number(values.seed), factor, seconds, peers: PeerRecord.parse(JSON.parse(readFileSync(join(import.meta.dirname, "peers", "peers.json"), "utf8"))) }));
  process.exitCode = outside === 0 ? 0 : 1;
}
