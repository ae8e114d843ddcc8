import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunStore } from "../../ports/run-store.ts";
import { loadHolds } from "./holds.ts";

const dayMs = 864e5;
const file = /^(\d{4}-\d{2}-\d{2})(\.[a-z0-9.-]+)?\.jsonl$/;

/**
 * Takes away files of received events (`events/MODEL/DAY….jsonl`) whose day was over before `now - keepMs`, unless a hold in force keeps that model's documents of that day. Whole
 * files, each at once. Gives what it took, or with `dryRun` would take, relative to the store's folder.
 */
export const pruneEvents = ({ store, folder, keepMs, now }: { readonly store: Pick<RunStore, "records">; readonly folder: string; readonly keepMs: number; readonly now: number }, { dryRun }: { readonly dryRun: boolean }): readonly string[] => {
  const old = namesIn(join(folder, "events")).flatMap((model) => namesIn(join(folder, "events", model)).flatMap((name) => {
    const day = Date.parse(file.exec(name)?.[1] ?? "");
    return day + dayMs < now - keepMs ? [{ model, day, path: `events/${model}/${name}` }] : [];
  }));
  if (old.length === 0) return [];
  const holds = loadHolds(store).filter(({ status }) => status === "in-force");
  const going = old.filter(({ model, day }) => !holds.some((hold) => (hold.model === null || hold.model === model) && (hold.from === null || Date.parse(hold.from) < day + dayMs) && (hold.to === null || Date.parse(hold.to) > day)));
  if (!dryRun) for (const { path } of going) rmSync(join(folder, path), { force: true });
  return going.map(({ path }) => path);
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
