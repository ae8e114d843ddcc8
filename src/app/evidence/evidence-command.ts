import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EvidenceScope } from "../../core/evidence/evidence-manifest.ts";
import { type ErrorCode, errorCatalogue } from "../../core/errors/error-catalogue.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { runCommand } from "../serve/run-command.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { AuditorAnswers } from "./auditor-answers.ts";
import { readMoment } from "./read-moment.ts";

/** Runs `lockstep evidence WHAT` of a scope as a process of its own, which writes `file`. LS102 for a time that is none, and what the command itself refused. */
export const evidenceCommand = async (world: ServerWorld, what: "export" | "answers", { model, from, to, runs }: EvidenceScope, { file, more = [], signal }: { readonly file: string; readonly more?: readonly string[]; readonly signal: AbortSignal }): Promise<void> => {
  const times = [["--from", readMoment(from, "from")], ["--to", readMoment(to, "to")]] as const;
  // With `=`, so that nothing that was sent can be taken for an option.
  const { exitCode, note } = await runCommand(world, [
    "evidence", what, `--store=${world.folder}`, `--output=${file}`, ...more, ...(model === null ? [] : [`--model=${model}`]), ...times.flatMap(([flag, at]) => (at === null ? [] : [`${flag}=${at}`])), ...runs.map((run) => `--run=${run}`),
  ], { signal });
  if (exitCode !== 0) throw refusal(note);
};

/** What the command said, under its own code where it named one. */
const refusal = (note: string): LockstepError => {
  const code = /\bLS\d{3}\b/.exec(note)?.[0];
  return new LockstepError(code !== undefined && code in errorCatalogue ? (code as ErrorCode) : "LS501", { message: note.trim().split("\n").slice(-6).join("\n").slice(0, 2000), place: "evidence" });
};

/** The answers that were made last: as long as nothing is entered they are the same. */
const made = new WeakMap<ServerWorld, Map<string, { readonly head: string; readonly answers: Promise<AuditorAnswers> }>>();
const mostKept = 8;

/** The auditor's answers of a scope, made by a process of its own; once for everybody who asks until the ledger grows. LS102, LS502. */
export const answersOf = (world: ServerWorld, scope: EvidenceScope): Promise<AuditorAnswers> => {
  const known = made.get(world) ?? new Map<string, { readonly head: string; readonly answers: Promise<AuditorAnswers> }>();
  made.set(world, known);
  const [key, head] = [JSON.stringify(scope), world.catalogue.head()?.hash ?? ""];
  const there = known.get(key);
  if (there?.head === head) return there.answers;
  const answers = readAnswers(world, scope);
  known.delete(key);
  known.set(key, { head, answers });
  const [oldest] = known.keys();
  if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
  answers.catch(() => known.delete(key));
  return answers;
};

const readAnswers = async (world: ServerWorld, scope: EvidenceScope): Promise<AuditorAnswers> => {
  const folder = await mkdtemp(join(tmpdir(), "lockstep-answers-"));
  try {
    const file = join(folder, "answers.json");
    await evidenceCommand(world, "answers", scope, { file, signal: world.io.signal });
    return AuditorAnswers.parse(JSON.parse(await readFile(file, "utf8")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
