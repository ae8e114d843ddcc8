import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { RetentionRecord } from "../../core/evidence/retired-in.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { clockDoubt } from "../../core/ledger/clock-doubt.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { Catalogue, ListedRun } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { keepsRun } from "./keeps-run.ts";
import { storeCopies } from "./store-copies.ts";

/** What retention took away, or would. */
export interface RetentionOutcome {
  readonly removed: readonly { readonly run: string; readonly model: string | null; readonly startedAt: string; readonly digest: string }[];
  /** Runs that are old and stay, each with why. */
  readonly kept: readonly { readonly run: string; readonly why: string }[];
  /** Runs that started before this are old. */
  readonly before: string;
  /** What the law may ask beyond what was agreed; null where nothing. */
  readonly warning: string | null;
  /** Why the clock is not to be believed; null where nothing speaks against it. */
  readonly clockDoubt: string | null;
  /** Subjects of the ledger's entries of it; empty in a dry run, and where nothing was removed. */
  readonly entries: readonly string[];
}

/** What retention works with. */
export interface RetentionWorld {
  readonly store: RunStore;
  readonly catalogue: Pick<Catalogue, "runs" | "ledger">;
  /** The store's folder, absolute. */
  readonly folder: string;
  /** How long runs are kept, milliseconds. */
  readonly keepMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly actor: string;
  /** Whether somebody looked at the clock and says that it is right, whatever the ledger says. */
  readonly clockIsRight: boolean;
}

/** Two years, where nothing was agreed (`policy.retention.keep`). */
export const usualKeep = "730d";
const dayMs = 86_400_000;
/** Six months, as the EU AI Act asks of providers (article 19) and deployers (article 26) for the logs of high-risk systems. */
const lawfulMs = 183 * dayMs;
/** The runs of one entry: each deletion looks its run up in it. */
const mostAtOnce = 200;
const pageSize = 500;

/**
 * Removes what is older than agreed and what nothing keeps, each part with its entry in the ledger, and then the recordings; `dryRun` only says what it would. With `only`, of what would
 * go those alone that were told of before. LS742 where something would go, the clock is in doubt and nobody said that it is right.
 */
export const applyRetention = ({ store, catalogue, folder, keepMs, now, actor, clockIsRight }: RetentionWorld, { dryRun, only = null }: { readonly dryRun: boolean; readonly only?: ReadonlySet<string> | null }): RetentionOutcome => {
  const doubt = clockDoubt(newestTimes(catalogue), now);
  const { before, told, newest, warning } = retentionPreview({ store, catalogue, keepMs, now });
  const old = told.map(({ run }) => run);
  const going = told.filter((each) => each.why === null && (only === null || only.has(each.run.id))).map(({ run }) => ({ run: run.id, model: run.model, startedAt: run.startedAt, digest: sha256(store.document("run", run.id) ?? "") }));
  // A store that was left alone for months has leapt too; where nothing is due, nothing can be lost by it.
  if (!dryRun && !clockIsRight && doubt !== null && going.length > 0) throw new LockstepError("LS742", { message: `nothing was removed: ${doubt}`, place: "the clock" });
  const entries: string[] = [];
  for (let start = 0; start < (dryRun ? 0 : going.length); start += mostAtOnce) {
    // Somebody may have placed a hold, or opened an incident, since the runs were looked at.
    const still = keepsRun(store, newest, now);
    const part = going.slice(start, start + mostAtOnce).filter(({ run }) => old.some((each) => each.id === run && still(each) === null));
    if (part.length > 0) entries.push(retire(store, folder, part, { before, keepMs, now, actor }));
  }
  if (!dryRun) sweepRecordings(store, folder);
  return {
    removed: going, kept: told.flatMap((each) => (each.why === null ? [] : [{ run: each.run.id, why: each.why }])), before, entries, warning, clockDoubt: doubt,
  };
};

/** What is old, oldest first, each with why it stays (null: it would go); nothing is read but lists, and nothing is changed. */
export const retentionPreview = ({ store, catalogue, keepMs, now }: Pick<RetentionWorld, "store" | "keepMs" | "now"> & { readonly catalogue: Pick<Catalogue, "runs"> }): {
  readonly before: string; readonly told: readonly { readonly run: ListedRun; readonly why: string | null }[]; readonly newest: ReadonlySet<string>; readonly warning: string | null;
} => {
  const before = new Date(now - keepMs).toISOString();
  const { old, newest } = agedRuns(catalogue, before);
  const why = keepsRun(store, newest, now);
  return {
    before, newest, told: old.map((run) => ({ run, why: why(run) })),
    warning: keepMs < lawfulMs ? `documents are kept for ${Math.floor(keepMs / dayMs)} days; the EU AI Act asks for at least six months of logs of a high-risk system (articles 19 and 26)` : null,
  };
};

/** Every run that is old, and the newest of each model in each environment, old or not. */
const agedRuns = (catalogue: Pick<Catalogue, "runs">, before: string): { readonly old: readonly ListedRun[]; readonly newest: ReadonlySet<string> } => {
  const old: ListedRun[] = [];
  const newest = new Map<string, string>();
  for (let after: string | null = null; ;) {
    const page = catalogue.runs({ after, limit: pageSize });
    for (const run of page.items) {
      // Of each kind: a check says nothing of what a validation said.
      const key = JSON.stringify([run.model, run.environment, run.kind]);
      if (!newest.has(key)) newest.set(key, run.id);
      if (Date.parse(run.startedAt) < Date.parse(before)) old.push(run);
    }
    if (page.next === null) return { old: old.toReversed(), newest: new Set(newest.values()) };
    after = page.next;
  }
};

const retire = (store: RunStore, folder: string, runs: RetentionOutcome["removed"], { before, keepMs, now, actor }: { readonly before: string; readonly keepMs: number; readonly now: number; readonly actor: string }): string => {
  const keep = `${Math.floor(keepMs / dayMs)}d`;
  const files = runs.flatMap(({ run }) => recordingFiles(folder, run));
  const copies = storeCopies(folder).map(({ file, until }) => ({ file, until: new Date(until).toISOString() }));
  const payload: RetentionRecord = {
    removed: runs.length, before, keep, reason: `older than ${keep}, and nothing keeps them`,
    documents: runs.map(({ run, model, startedAt, digest }) => ({ kind: "run", subject: run, digest, model, startedAt })), files, ...(copies.length === 0 ? {} : { copies }),
  };
  const subject = `RET-${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}-${(runs[0]?.digest ?? "").slice(0, 8)}`;
  store.retire({ kind: "retention", subject, payload: payload as unknown as CanonicalValue }, actor);
  // Only now: were they removed before their entry, nothing would say that they had been there.
  for (const { run } of runs) removeRecordings(folder, run);
  return subject;
};

/** When entries were made, the newest first; read as far as somebody asks. */
function* newestTimes(catalogue: Pick<Catalogue, "ledger">): Generator<string> {
  for (let after: string | null = null; ;) {
    const page = catalogue.ledger({ after, limit: pageSize, newestFirst: true });
    for (const { time } of page.items) yield time;
    if (page.next === null) return;
    after = page.next;
  }
}

/** A run's recordings lie in a folder of its name; only a plain name is one. */
const recordingFolder = (folder: string, run: string): string | null => (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(run) ? join(folder, "recordings", run) : null);

const recordingFiles = (folder: string, run: string): string[] => {
  const place = recordingFolder(folder, run);
  try {
    return place === null ? [] : readdirSync(place, { recursive: true, encoding: "utf8" }).map((name) => `recordings/${run}/${name}`).sort();
  } catch {
    return [];
  }
};

const removeRecordings = (folder: string, run: string): void => {
  const place = recordingFolder(folder, run);
  if (place !== null) rmSync(place, { recursive: true, force: true });
};

/** Recordings of runs that an earlier time entered as removed, and whose files it was killed before removing. */
const sweepRecordings = (store: RunStore, folder: string): void => {
  for (const { payload } of store.records("retention")) {
    const read = RetentionRecord.safeParse(payload);
    for (const { subject } of read.success ? read.data.documents : []) removeRecordings(folder, subject);
  }
};
