import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Webhooks that were taken: a registry sends one again when it did not hear of it. */
export interface KnownDeliveries {
  has(delivery: string, now: number): boolean;
  add(delivery: string, now: number): void;
}

/** A signature is good for minutes; whoever sends later than this signs anew. */
const keptDays = 2;
const dayMs = 864e5;
const file = /^deliveries-(\d{4}-\d{2}-\d{2})\.txt$/;
const longest = 200;

/** One line per delivery in `hooks/deliveries-DAY.txt` of the store's folder (UTC), for two days. Read once: another server of the same store is another webhook's address. */
export const createKnownDeliveries = (folder: string): KnownDeliveries => {
  const directory = join(folder, "hooks");
  const known = new Set<string>();
  let today = "";
  const nameOf = (delivery: string): string => JSON.stringify(delivery.slice(0, longest));
  const turn = (now: number): void => {
    const day = new Date(now).toISOString().slice(0, 10);
    if (day === today) return;
    today = day;
    known.clear();
    mkdirSync(directory, { recursive: true });
    for (const name of readdirSync(directory)) {
      const of = file.exec(name)?.[1];
      if (of === undefined) continue;
      if (now - Date.parse(of) > keptDays * dayMs) rmSync(join(directory, name), { force: true });
      else for (const line of readFileSync(join(directory, name), "utf8").split("\n")) known.add(line);
    }
  };
  return {
    has: (delivery, now) => {
      turn(now);
      return known.has(nameOf(delivery));
    },
    add: (delivery, now) => {
      turn(now);
      known.add(nameOf(delivery));
      appendFileSync(join(directory, `deliveries-${today}.txt`), `\n${nameOf(delivery)}\n`);
    },
  };
};
