import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { GateQuestion, KnownFailure, KnownRollout } from "../../core/gate/gate-facts.ts";
import { sha256 } from "../../core/ledger/sha256.ts";

/** What rollouts were told, kept so that neither a restart nor another process of this server forgets a failure. */
export interface RolloutMemory {
  /** The rollout of this question, begun now (ms) when it is new; null without a key. LS704 for whoever (`by`) begins more in a day than anybody rolls out. */
  begin(question: GateQuestion, now: number, by: string): KnownRollout | null;
  /** Keeps a rollout's first failure; a later one changes nothing. */
  fail(question: GateQuestion, failure: KnownFailure, now: number): void;
}

const Line = z.object({
  rollout: z.string(),
  since: z.number().optional(),
  failure: z.object({ at: z.number(), run: z.string().nullable(), finding: z.string().nullable(), action: z.enum(["pause", "roll-back"]), sentence: z.string() }).optional(),
});
type Line = z.infer<typeof Line>;

/** Nobody asked about it for so long: it is over. */
const keptMs = 90 * 864e5;
/** A key that changes at every question is a mistake, and would fill the disk. */
const mostADay = 2_000;

const file = /^rollouts-(\d{4})-(\d{2})\.jsonl$/;
const fileAt = (now: number): string => `rollouts-${new Date(now).toISOString().slice(0, 7)}.jsonl`;
/** When a file's month is over, ms; null for another file. */
const endOf = (name: string): number | null => {
  const [, year, month] = file.exec(name) ?? [];
  return year === undefined || month === undefined ? null : Date.UTC(Number(year), Number(month), 1);
};

interface Kept extends KnownRollout {
  /** The newest file that tells of it. */
  readonly in: string;
}

/**
 * One line per beginning and per failure in `gates/rollouts-YEAR-MONTH.jsonl` of the store's folder: written at its end in one piece, read from where it was read before. No lock is
 * waited for, and a line that a killed process left unfinished is passed over. Of several beginnings the first counts, of several failures too. A rollout that is asked about in
 * another month is written down again with all that is known of it; so a file whose month is over for 90 days tells of nothing that anybody asks about, and is taken away whole.
 */
export const createRolloutMemory = (folder: string): RolloutMemory => {
  const directory = join(folder, "gates");
  mkdirSync(directory, { recursive: true });
  const known = new Map<string, Kept>();
  const readTo = new Map<string, number>();
  const begun = new Map<string, number>();
  let today = "";

  const take = (text: string, name: string): void => {
    const read = Line.safeParse(parsed(text));
    if (!read.success) return;
    const { rollout, since, failure } = read.data;
    const before = known.get(rollout);
    known.set(rollout, { since: since === undefined ? (before?.since ?? failure?.at ?? 0) : Math.min(before?.since ?? Infinity, since), failure: before?.failure ?? failure ?? null, in: before !== undefined && before.in > name ? before.in : name });
  };
  /** What was written to a file since, by this process or another. What does not end with a line yet is read next time. */
  const readOn = (name: string): void => {
    const handle = openSync(join(directory, name), "r");
    try {
      const from = readTo.get(name) ?? 0;
      const { size } = fstatSync(handle);
      if (size <= from) return;
      const bytes = Buffer.alloc(size - from);
      const length = readSync(handle, bytes, 0, bytes.length, from);
      const end = bytes.subarray(0, length).lastIndexOf(10) + 1;
      for (const line of bytes.subarray(0, end).toString("utf8").split("\n")) if (line !== "") take(line, name);
      readTo.set(name, from + end);
    } finally {
      closeSync(handle);
    }
  };
  const catchUp = (): void => {
    for (const name of readdirSync(directory).filter((each) => file.test(each)).toSorted()) {
      try {
        readOn(name);
      } catch (cause) {
        // Another process took it away: nobody asks about what it told of.
        if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
      }
    }
  };
  const write = (line: Line, now: number): void => {
    const handle = openSync(join(directory, fileAt(now)), "a");
    try {
      // A line break first: whatever a killed process left there is then a line of its own.
      writeSync(handle, `\n${JSON.stringify(line)}\n`);
    } finally {
      closeSync(handle);
    }
    catchUp();
  };
  /** Once a day: files that tell of nothing any more, and what was begun today. */
  const turn = (now: number): void => {
    const day = new Date(now).toISOString().slice(0, 10);
    if (day === today) return;
    today = day;
    begun.clear();
    const over = readdirSync(directory).filter((name) => (endOf(name) ?? Infinity) < now - keptMs);
    for (const name of over) rmSync(join(directory, name), { force: true });
    for (const [rollout, { in: name }] of known) if (over.includes(name)) known.delete(rollout);
    for (const name of over) readTo.delete(name);
  };
  return {
    begin: (question, now, by) => {
      const rollout = idOf(question);
      if (rollout === null) return null;
      turn(now);
      catchUp();
      const before = known.get(rollout);
      if (before === undefined) {
        const count = (begun.get(by) ?? 0) + 1;
        if (count > mostADay) throw new LockstepError("LS704", { message: `${by} began ${mostADay} rollouts today, and this would be another`, place: "key", todo: "Give a key that stays the same while a rollout goes on." });
        begun.set(by, count);
        write({ rollout, since: now }, now);
      } else if (before.in < fileAt(now)) write({ rollout, since: before.since, ...(before.failure === null ? {} : { failure: before.failure }) }, now);
      const { since, failure } = known.get(rollout) ?? { since: now, failure: null };
      return { since, failure };
    },
    fail: (question, failure, now) => {
      const rollout = idOf(question);
      if (rollout !== null && (known.get(rollout)?.failure ?? null) === null) write({ rollout, failure }, now);
    },
  };
};

/** A rollout is told from another by its key, else by the version that is rolled out. */
const idOf = ({ model, environment, version, key }: GateQuestion): string | null => {
  const told = key ?? version;
  return told === null ? null : sha256(JSON.stringify([model, environment, told]));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
