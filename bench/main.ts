import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";

const here = import.meta.dirname;
const available = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(here, entry.name, "index.ts"))).map((entry) => entry.name);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { repeats: { type: "string", default: "5" }, quick: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
});

if (values.help) {
  process.stdout.write(`npm run bench -- [${available.join(" | ")}] [--repeats 5] [--quick]\n`);
} else {
  const unknown = positionals.find((name) => !available.includes(name));
  if (unknown !== undefined) throw new Error(`No bench is named ${unknown}; there are: ${available.join(", ")}`);
  let missed = false;
  for (const name of positionals.length === 0 ? available : positionals) {
    const { bench } = (await import(`./${name}/index.ts`)) as { readonly bench: Bench };
    process.stdout.write(`\n${bench.name}: ${bench.question}\n`);
    const measures = await bench.run({ repeats: Number(values.repeats), quick: values.quick, cache: join(here, "..", ".cache", "bench"), note: (line) => process.stderr.write(`  ${line}\n`) });
    for (const measure of measures) {
      const verdict = measure.met === null ? "" : measure.met ? " met" : " MISSED";
      missed ||= measure.met === false;
      process.stdout.write(`  ${measure.label}: ${measure.value}${measure.goal === null ? "" : `   (goal ${measure.goal}${verdict})`}\n`);
    }
  }
  process.exitCode = missed ? 1 : 0;
}
