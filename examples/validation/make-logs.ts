import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { normal } from "../../src/core/random/normal.ts";
import type { Random } from "../../src/core/random/random.ts";
import { streamOf } from "../../src/core/random/stream-of.ts";

// Makes the data of this example, the same bytes each time: node examples/validation/make-logs.ts
// A model says of each parcel how likely it arrives late, and flags those from 0.5 on. `backtest.csv.gz` is what it would have said in spring, with what came true; `logs/` is what
// it said in twelve weeks of summer, one file a week, and `outcomes.csv.gz` what came true then, as it became known 2 to 12 days later. From 24 August on the carrier swift has a new
// warehouse: of its parcels fewer arrive late than the model thinks. On 12 August the service was down. Weekends bring fewer parcels, and later ones.

const here = import.meta.dirname;
const day = 86_400_000;
const carriers = [["swift", 0.45, 0], ["post", 0.35, 0.3], ["oxcart", 0.2, 0.7]] as const;

interface Parcel {
  readonly id: string;
  readonly ts: string;
  readonly carrier: string;
  readonly distance: number;
  readonly score: number;
  readonly flagged: number;
  readonly latency: number;
  readonly late: number;
  readonly knownOn: string;
}

interface Season {
  readonly name: string;
  /** The Monday it begins, and how many weeks it has. */
  readonly from: string;
  readonly weeks: number;
  /** From then on the carrier swift has its new warehouse. */
  readonly warehouse: string | null;
  readonly outages: readonly string[];
}

const parcelsOf = ({ name, from, weeks, warehouse, outages }: Season): Parcel[] => {
  const random = streamOf(20_260_706, name);
  const start = Date.parse(`${from}T00:00:00Z`);
  return Array.from({ length: weeks * 7 }, (_, index) => index).flatMap((index) => {
    const midnight = start + index * day;
    const date = new Date(midnight).toISOString().slice(0, 10);
    const weekend = index % 7 >= 5;
    // Days differ from one another, more than their parcels do by chance.
    const level = 0.12 * normal(random) + (weekend ? 0.35 : 0);
    const parcels = Array.from({ length: Math.round((weekend ? 80 : 140) * (1 + 0.08 * normal(random))) }, (__, each) => parcelOf(random, { id: `${name}-${index}-${each}`, midnight, level, kept: warehouse !== null && date >= warehouse }));
    return outages.includes(date) ? [] : parcels.sort((a, b) => a.ts.localeCompare(b.ts));
  });
};

const parcelOf = (random: Random, { id, midnight, level, kept }: { readonly id: string; readonly midnight: number; readonly level: number; readonly kept: boolean }): Parcel => {
  const draw = random.unit();
  const [carrier, , slow] = carriers.find((_, index) => draw < carriers.slice(0, index + 1).reduce((sum, [, share]) => sum + share, 0)) ?? carriers[2];
  const distance = Math.round(Math.exp(4.6 + 0.8 * normal(random)));
  const logit = -1.9 + slow + 0.011 * distance + level + 0.6 * normal(random);
  const score = 1 / (1 + Math.exp(-logit));
  const truth = kept && carrier === "swift" ? 1 / (1 + Math.exp(-(logit - 1.4))) : score;
  const at = midnight + Math.floor(random.unit() * day);
  return {
    id, ts: new Date(at).toISOString().slice(0, 19).concat("Z"), carrier, distance, score: Number(score.toFixed(4)), flagged: score >= 0.5 ? 1 : 0,
    latency: Number(Math.exp(3.2 + 0.45 * normal(random)).toFixed(1)), late: random.unit() < truth ? 1 : 0, knownOn: new Date(at + (2 + 10 * random.unit()) * day).toISOString().slice(0, 10),
  };
};

const write = async (name: string, header: string, lines: readonly string[]): Promise<void> => writeFile(join(here, name), gzipSync(`${[header, ...lines].join("\n")}\n`, { level: 9 }));

const spring = parcelsOf({ name: "b", from: "2026-03-02", weeks: 16, warehouse: null, outages: [] });
const summer = parcelsOf({ name: "p", from: "2026-07-06", weeks: 12, warehouse: "2026-08-24", outages: ["2026-08-12"] });

await rm(join(here, "logs"), { recursive: true, force: true });
await mkdir(join(here, "logs"));
const columns = ({ id, ts, carrier, distance, score, flagged, latency }: Parcel): string => [id, ts, carrier, distance, score, flagged, latency].join(",");
const header = "id,ts,carrier,distance_km,score,flagged,latency_ms";
await write("backtest.csv.gz", `${header},late`, spring.map((parcel) => `${columns(parcel)},${parcel.late}`));
for (const [monday, parcels] of Map.groupBy(summer, ({ ts }) => new Date(Math.floor((Date.parse(ts) - 4 * day) / (7 * day)) * 7 * day + 4 * day).toISOString().slice(0, 10))) await write(`logs/${monday}.csv.gz`, header, parcels.map(columns));
// A few parcels are never heard of again.
await write("outcomes.csv.gz", "id,late,known_on", summer.filter((_, index) => index % 40 !== 7).toSorted((a, b) => a.knownOn.localeCompare(b.knownOn) || a.id.localeCompare(b.id)).map(({ id, late, knownOn }) => `${id},${late},${knownOn}`));
