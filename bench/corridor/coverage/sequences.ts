import { judgeDaily } from "../../../src/core/corridor/judge-daily.ts";
import { offlineOfValues } from "../../../src/core/offline/offline-of-values.ts";
import { corridorSettings } from "../../../src/core/judge/corridor-settings.ts";
import { streamOf } from "../../../src/core/random/stream-of.ts";
import { drawDays, type Law, lawOf, type Noise, noises } from "../draw-days.ts";
import { offlineOfDays } from "../offline-of-days.ts";
import { offlineDays, rowsADay, share, year } from "../quiet.ts";

/** How often a confidence sequence held the truth at every look of a year. */
export interface SequenceCell {
  readonly title: string;
  readonly unit: string;
  readonly held: number;
  readonly of: number;
}

/** The part of alpha that production's sequence may miss, ever. */
export const sequenceLevel = 1 - (corridorSettings.alpha - corridorSettings.offlineAlpha);

const situations: readonly { readonly title: string; readonly law: Law; readonly of: number; readonly rows: number; readonly unit?: "week" }[] = [
  ...noises.flatMap((noise: Noise) => [{ title: `${noise}, 112 offline days`, law: lawOf(noise), of: share, rows: rowsADay }, { title: `${noise}, by weeks`, law: lawOf(noise), of: share, rows: rowsADay, unit: "week" as const }]),
  { title: "1 in 10,000 of 20,000 rows a day", law: lawOf("independent rows"), of: 1e-4, rows: 20_000 },
];

/** Production's own confidence sequences over a quiet year, whatever offline says; the unit is the one that was chosen. */
export const sequences = (replications: number, seed: number, note: (line: string) => void): SequenceCell[] => situations.map(({ title, law, of, rows, unit }) => {
  let held = 0;
  let chosen = "";
  for (let replication = 0; replication < replications; replication += 1) {
    const random = streamOf(seed, `sequence ${title} ${replication}`);
    const days = drawDays(random, law, { days: 2 * offlineDays, rows, share: of });
    const offline = unit === undefined ? offlineOfDays(days) : offlineOfValues({ kind: "number", value: of, standardError: 0.01, rows: 1000, source: "a report" });
    // No margin is missed: the sequence of the whole year is one episode.
    const found = judgeDaily({ days: drawDays(random, law, { days: year, rows, share: of }), offline, margin: { below: 1, above: 1, relative: false }, settings: corridorSettings, counts: true });
    chosen = found.unit;
    if (found.path.every(({ range }) => of >= range.low && of <= range.high)) held += 1;
  }
  note(`sequences: ${title}`);
  return { title, unit: chosen, held, of: replications };
});
