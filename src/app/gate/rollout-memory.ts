import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { GateQuestion, KnownFailure, KnownRollout } from "../../core/gate/gate-facts.ts";
import { sha256 } from "../../core/ledger/sha256.ts";

/** What rollouts were told, kept so that neither a restart nor another process of this server forgets a failure. */
export interface RolloutMemory {
  /** The rollout of this question, begun now when it is new; null without a key. */
  begin(question: GateQuestion, now: number): KnownRollout | null;
  /** Keeps a rollout's first failure; a later one changes nothing. */
  fail(question: GateQuestion, failure: KnownFailure): void;
}

const Line = z.object({
  rollout: z.string(),
  since: z.number().optional(),
  failure: z.object({ at: z.number(), run: z.string().nullable(), finding: z.string().nullable(), action: z.enum(["pause", "roll-back"]), sentence: z.string() }).optional(),
});

/**
 * One line per beginning and per failure in `gates/rollouts.jsonl` of the store's folder: written at its end in one piece, read from where it was read before. No lock is waited
 * for, and a line that a killed process left unfinished is passed over. Of several beginnings the first counts, of several failures too.
 */
export const createRolloutMemory = (folder: string): RolloutMemory => {
  const file = join(folder, "gates", "rollouts.jsonl");
  mkdirSync(join(folder, "gates"), { recursive: true });
  const known = new Map<string, KnownRollout>();
  let readTo = 0;

  const take = (text: string): void => {
    const read = Line.safeParse(parsed(text));
    if (!read.success) return;
    const { rollout, since, failure } = read.data;
    const before = known.get(rollout);
    known.set(rollout, { since: before?.since ?? since ?? failure?.at ?? 0, failure: before?.failure ?? failure ?? null });
  };
  /** What was written since, by this process or another. What does not end with a line yet is read next time. */
  const catchUp = (): void => {
    const handle = openSync(file, "a+");
    try {
      const { size } = fstatSync(handle);
      if (size <= readTo) return;
      const bytes = Buffer.alloc(size - readTo);
      const length = readSync(handle, bytes, 0, bytes.length, readTo);
      const end = bytes.subarray(0, length).lastIndexOf(10) + 1;
      for (const line of bytes.subarray(0, end).toString("utf8").split("\n")) if (line !== "") take(line);
      readTo += end;
    } finally {
      closeSync(handle);
    }
  };
  const write = (line: z.infer<typeof Line>): void => {
    const handle = openSync(file, "a");
    try {
      // A line break first: whatever a killed process left there is then a line of its own.
      writeSync(handle, `\n${JSON.stringify(line)}\n`);
    } finally {
      closeSync(handle);
    }
    catchUp();
  };
  return {
    begin: (question, now) => {
      const rollout = idOf(question);
      if (rollout === null) return null;
      catchUp();
      if (!known.has(rollout)) write({ rollout, since: now });
      return known.get(rollout) ?? { since: now, failure: null };
    },
    fail: (question, failure) => {
      const rollout = idOf(question);
      if (rollout !== null && (known.get(rollout)?.failure ?? null) === null) write({ rollout, failure });
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
