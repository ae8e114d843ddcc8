import { streamOf } from "../../../src/core/random/stream-of.ts";
import { drawDays } from "../draw-days.ts";
import { offlineOfDays } from "../offline-of-days.ts";
import { commonRules } from "../rules.ts";

/** One drawn series for the real libraries, with the days on which our versions of their rules alarm: `node bench/corridor/peers/series.ts > series.json`. */
const random = streamOf(20261121, "peers");
const [noise, rows, share] = ["season, and days that hang together", 500, 0.1] as const;
const sources = { large: 56, small: 2 } as const;
const production = drawDays(random, noise, { days: 84, rows, share, change: { from: 42, add: 0.02 } });
const drawn = Object.fromEntries(Object.entries(sources).map(([name, days]) => {
  const reference = drawDays(random, noise, { days, rows: name === "small" ? 400 : rows, share });
  const alarms = Object.fromEntries(commonRules.map(({ id, alarms: of }) => [id, of({ reference, production, offline: offlineOfDays(reference), margin: 0 })]));
  return [name, { reference, alarms }];
}));
process.stdout.write(`${JSON.stringify({ noise, production, references: drawn })}\n`);
