// Makes the answers of two models in two environments, the same bytes each time:
//   node ../../tools/node24.mjs examples/team/make-answers.ts
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const regions = ["north", "south", "east", "west"] as const;
const steps = Array.from({ length: 240 }, (_, row) => ((row * 37 + 11) % 240) / 240);
const file = (name: string, score: (share: number, region: string) => number): void =>
  writeFileSync(join(import.meta.dirname, name), `id,region,score\n${steps.map((share, row) => `a${String(row).padStart(3, "0")},${regions[row % 4] ?? ""},${score(share, regions[row % 4] ?? "").toFixed(4)}`).join("\n")}\n`);

const credit = (share: number): number => 0.05 + 0.9 * share ** 1.3;
file("credit.staging.csv", credit);
// Somebody filled a missing column with 0 where the north is served.
file("credit.production.csv", (share, region) => (region === "north" ? 0.75 * credit(share) : credit(share)));

const churn = (share: number): number => 0.02 + 0.43 * share ** 2;
file("churn.staging.csv", churn);
// Production rounds to two digits: known, and accepted for a time.
file("churn.production.csv", (share) => Math.round(churn(share) * 100) / 100);

const fraud = (share: number): number => 0.99 * share ** 3;
file("fraud.staging.csv", fraud);
file("fraud.production.csv", (share) => fraud(share) + (share > 0.5 ? 0.0001 : 0));
