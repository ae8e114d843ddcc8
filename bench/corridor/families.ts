import { judgeFamily } from "../../src/core/corridor/judge-family.ts";
import { corridorSettings } from "../../src/core/judge/corridor-settings.ts";
import { binomial } from "../../src/core/random/binomial.ts";
import type { Random } from "../../src/core/random/random.ts";
import { streamOf } from "../../src/core/random/stream-of.ts";
import { type Day, drawDays } from "./draw-days.ts";
import { firstDay, offlineOfDays, statisticsOf } from "./offline-of-days.ts";
import { offlineDays, share } from "./quiet.ts";
import { lookAt } from "./whole-path.ts";

/** How families are judged: the share of false among those that fail, and of the moved that are found. */
export interface FamilyCell {
  readonly title: string;
  readonly moved: number;
  readonly together: boolean;
  readonly of: number;
  /** Mean over families of false failures over failures. */
  readonly falseShare: number;
  /** Families with a false failure; what it would be if every series were judged by itself. */
  readonly anyFalse: number;
  readonly anyFalseAlone: number;
  readonly found: number;
}

const members = 50;
const familyDays = 182;
const moved = 0.02;

/** Fifty series of 500 rows a day with backtests of their own, looked at after half a year. `together`: one bad day is bad for all of them, offline as in production. */
export const families = (replications: number, seed: number, note: (line: string) => void): FamilyCell[] =>
  [0, 5].flatMap((movers) => [false, true].map((together): FamilyCell => {
    const cell = { falseShare: 0, anyFalse: 0, anyFalseAlone: 0, found: 0 };
    for (let replication = 0; replication < replications; replication += 1) {
      const random = streamOf(seed, `family ${movers} ${together} ${replication}`);
      const all = sharedLevels(random, offlineDays + familyDays);
      const series = Array.from({ length: members }, (_, at) => {
        const levels = together ? all : sharedLevels(random, offlineDays + familyDays);
        const day = (place: number): Day => ({ n: 500, sum: binomial(random, 500, (levels[place] ?? 0) + (at < movers && place >= offlineDays ? moved : 0)) });
        const offline = offlineOfDays(Array.from({ length: offlineDays }, (__, place) => day(place)));
        const statistics = statisticsOf(Array.from({ length: familyDays }, (__, place) => day(offlineDays + place)), firstDay + offlineDays);
        const { logEValue, verdict } = lookAt({ offline, statistics, days: familyDays, family: members });
        return { id: String(at), logEValue, verdict };
      });
      const verdicts = judgeFamily(series, corridorSettings.alpha);
      const failing = series.filter(({ id }) => verdicts.get(id) === "fail");
      const wrong = failing.filter(({ id }) => Number(id) >= movers).length;
      cell.falseShare += failing.length === 0 ? 0 : wrong / failing.length;
      cell.anyFalse += wrong > 0 ? 1 : 0;
      cell.anyFalseAlone += series.some(({ id, verdict }) => verdict === "fail" && Number(id) >= movers) ? 1 : 0;
      cell.found += movers === 0 ? 0 : (failing.length - wrong) / movers;
    }
    note(`families: ${movers} of ${members} moved, ${together ? "together" : "by themselves"}`);
    return { title: `${movers === 0 ? "none" : movers} of ${members} moved by ${moved}`, moved: movers, together, of: replications, falseShare: cell.falseShare / replications, anyFalse: cell.anyFalse, anyFalseAlone: cell.anyFalseAlone, found: cell.found / replications };
  }));

const sharedLevels = (random: Random, days: number): number[] => drawDays(random, "days that hang together", { days, rows: 1_000_000, share }).map(({ sum, n }) => sum / n);
