import { watch } from "../../app/watch/watch.ts";
import { type WatchKind, watchKinds } from "../../app/watch/plan-jobs.ts";
import type { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { DefineCommand } from "../cli-command.ts";
import { plainLines } from "../plain-lines.ts";
import { printError } from "../print-error.ts";
import { readTemplates } from "../read-templates.ts";

interface WatchFlags {
  readonly manifest?: string;
  readonly once?: boolean;
  readonly now?: boolean;
  readonly until?: number;
  readonly jobs?: readonly WatchKind[];
  readonly store?: string;
}

const examples = `
In lockstep.yaml:
  watch:
    timeZone: Europe/Zurich
    fingerprint: "*/15 * * * *"     # environments with fingerprint: or lockstep:
    validate: "0 6 * * *"           # models with hypotheses
    check: "30 6 * * 1-5"           # pairs under compare:
    catchUp: last                   # or: all, none
    escalate: [{after: 4h, to: on call}, {after: 1d, to: head of risk}]
    closeAfter: 3                   # looks in a row that are well

Examples:
  Whether it does what is meant:
    $ lockstep watch --now
  Until it is stopped, one line per job:
    $ lockstep watch
  From a scheduler of one's own: what is due now, with the exit code of the worst:
    $ lockstep watch --once --jobs validate`;

/** `lockstep watch`: does what is due, survives a kill, and does nothing twice. */
export const defineWatch: DefineCommand = (command, context) => {
  command
    .option("--manifest <file>", "the manifest (lockstep.yaml here or further up)")
    .option("--once", "do what is due now, and end; the first time jobs are only planned")
    .option("--now", "do every job once, due or not, and end")
    .option("--until <time>", "end then: an instant such as 2026-12-31T18:00Z", readInstant)
    .option("--jobs <kinds>", `only these, with commas: ${watchKinds.join(", ")} (all that have a schedule)`, readKinds)
    .option("--store <dir>", "where runs, incidents, the schedule and the ledger are kept (from the manifest, else .lockstep)")
    .addHelpText("after", examples)
    .action((flags: WatchFlags) => {
      const plain = context.io({});
      // A job's line quotes what others wrote.
      const io = { ...plain, out: (text: string) => plain.out(plainLines(text)) };
      const tell = (error: unknown): ExitCode => printError(error, { err: (text) => io.note(text.trimEnd()), colour: false, redact: io.redact, interrupted: false, args: process.argv.slice(2) });
      if (flags.once === true && flags.until !== undefined) throw new LockstepError("LS105", { message: "--once and --until exclude each other: one ends at once, the other then", place: "--once, --until" });
      if (flags.now === true && (flags.once === true || flags.until !== undefined)) throw new LockstepError("LS105", { message: "--now does everything once and ends; --once and --until go by what is due", place: "--now" });
      return context.finish(watch({ manifest: flags.manifest ?? null, once: flags.once === true, now: flags.now === true, until: flags.until ?? null, jobs: flags.jobs ?? null, store: flags.store ?? null }, io, { complete: readTemplates, tell }));
    });
};

const readInstant = (text: string): number => {
  const at = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw new LockstepError("LS102", { message: `--until: "${text}" is no instant`, place: "--until", todo: "Give it with its offset: 2026-12-31T18:00Z or 2026-12-31T18:00+01:00" });
};

const readKinds = (text: string): readonly WatchKind[] => {
  const typed = text.split(",").map((each) => each.trim());
  const wrong = typed.find((each) => !(watchKinds as readonly string[]).includes(each));
  if (wrong === undefined) return typed as WatchKind[];
  throw new LockstepError("LS102", { message: `--jobs: "${wrong}" is not one of ${watchKinds.join(", ")}`, place: "--jobs" });
};
