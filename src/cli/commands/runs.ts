import { basename, resolve } from "node:path";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { findRun, noStore, openCatalogue, openExistingStore } from "../../app/open-store.ts";
import { pushAddress } from "../../app/push/push-options.ts";
import type { RestoredRun } from "../../app/rerun/restore-run.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { shortText, visibleText } from "../../report/wording/visible-text.ts";
import type { ListedRun } from "../../ports/catalogue.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { countFlag } from "../count-flag.ts";
import { plainLines } from "../plain-lines.ts";

interface RunsFlags {
  readonly limit: number;
  readonly model?: string;
  readonly verdict?: Verdict;
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep runs`: what was run here, newest first; `runs restore` gives back what a run was made from. */
export const defineRuns: DefineCommand = (command, context) => {
  command
    .option("--limit <n>", "how many, newest first", countFlag("--limit"), 20)
    .option("--model <name>", "only those of this model")
    .option("--verdict <verdict>", `only those that ended so: ${Verdict.options.join(", ")}`, readVerdict)
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "as JSON on stdout")
    .action((flags: RunsFlags) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const store = await openExistingStore(flags.store, io.cwd);
          store?.close();
          const runs = store === null ? [] : await newestRuns(flags, io.cwd);
          const filtered = flags.model !== undefined || flags.verdict !== undefined;
          if (flags.json === true) io.out(`${JSON.stringify(runs, null, 2)}\n`);
          else if (runs.length === 0) io.note(filtered ? `no such runs in ${flags.store}` : `no runs yet in ${flags.store}`);
          else io.out(runTable(runs, process.stdout.isTTY ? io.width : Number.POSITIVE_INFINITY));
          return ExitCode.proceed;
        })(),
      );
    });
  command
    .command("restore")
    .description("Write what a run was made from into a folder: its document, the manifests as they were, the digests of the agreed files. Never over an existing file.")
    .argument("<run>", "a run's id or its beginning, or: latest")
    .option("-o, --output <dir>", "the folder (restored-RUN)")
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "what was written as JSON on stdout")
    .action((run: string, _flags: unknown, restore: { optsWithGlobals: () => { output?: string; store: string; json?: boolean } }) => restored(run, restore.optsWithGlobals(), context));
  command
    .command("push")
    .description("Send runs of this store to a Lockstep server. The same run may be sent again; rows stay here unless --with-recordings.")
    .argument("<run...>", "ids of runs or their beginnings, or: latest")
    .requiredOption("--to <url>", "the server's address")
    .option("--push-token <ref>", "the server's token, env:NAME or file:PATH", "env:LOCKSTEP_SERVER_TOKEN")
    .option("--push-key <ref>", "sign the run with this private key, env:NAME or file:PATH (lockstep keys new)")
    .option("--push-insecure", "push over plain http to another machine, where everybody between can read the token")
    .option("--with-recordings", "push the recordings as well, which hold what was asked and answered row by row")
    .option("--store <dir>", "the store to read", defaultStore)
    .action((runs: readonly string[], _flags: unknown, push: { optsWithGlobals: () => PushFlags }) => pushed(runs, push.optsWithGlobals(), context));
};

/** As lists count them now, with the waivers that hold. */
const newestRuns = async ({ store, limit, model, verdict }: RunsFlags, cwd: string): Promise<readonly ListedRun[]> => {
  const catalogue = await openCatalogue(store, cwd);
  const runs: ListedRun[] = [];
  try {
    for (let after: string | null = null; runs.length < limit;) {
      const page = catalogue.runs({ after, limit: Math.min(500, limit - runs.length), model: model ?? null, verdict: verdict ?? null });
      runs.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    return runs;
  } finally {
    catalogue.close();
  }
};

interface PushFlags {
  readonly to: string;
  readonly pushToken: string;
  readonly pushKey?: string;
  readonly pushInsecure?: boolean;
  readonly withRecordings?: boolean;
  readonly store: string;
}

const pushed = (ids: readonly string[], flags: PushFlags, context: CommandContext): Promise<void> => {
  const io = context.io({});
  return context.finish(
    (async () => {
      const url = pushAddress(flags.to, flags.pushInsecure === true, "--to");
      const store = await openExistingStore(flags.store, io.cwd);
      if (store === null) throw noStore(flags.store);
      try {
        const runs = ids.map((id) => findRun(store, id));
        const { pushRun } = await import("../../app/push/push-run.ts");
        const { systemClock } = await import("../../adapters/clock/system/system-clock.ts");
        for (const run of runs) {
          const at = await pushRun(run, { url, token: flags.pushToken, key: flags.pushKey ?? null, required: true, withRecordings: flags.withRecordings === true }, { text: store.text, folder: resolve(io.cwd, flags.store), clock: systemClock }, io);
          io.out(`run ${run.id} is at ${at}\n`);
        }
      } finally {
        store.close();
      }
      return ExitCode.proceed;
    })(),
  );
};

const restored = (run: string, flags: { readonly output?: string; readonly store: string; readonly json?: boolean }, context: CommandContext): Promise<void> => {
  const io = context.io({});
  return context.finish(
    (async () => {
      const { restoreRun } = await import("../../app/rerun/restore-run.ts");
      const store = await openExistingStore(flags.store, io.cwd);
      if (store === null) throw noStore(flags.store);
      try {
        const result = await restoreRun(run, flags.output ?? null, store, io);
        io.out(flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : plainLines(restoredWords(result)));
      } finally {
        store.close();
      }
      return ExitCode.proceed;
    })(),
  );
};

const restoredWords = ({ run, folder, written, lost, artifacts }: RestoredRun): string =>
  [
    `run ${run} restored into ${folder}: ${written.join(", ")}`,
    ...lost.map((path) => `  ${path} was not kept by this store`),
    ...artifacts.map(({ path, now }) => `  ${{ same: "still the same", changed: "changed since", missing: "not there now" }[now].padEnd(14)}  ${path}`),
    "",
  ].join("\n");

const readVerdict = (text: string): Verdict => {
  const read = Verdict.safeParse(text);
  if (read.success) return read.data;
  throw new LockstepError("LS102", { message: `--verdict: "${text}" is not one of ${Verdict.options.join(", ")}`, place: "--verdict" });
};

/** The longest name of a target that a list shows. */
const targetWidth = 32;

const runTable = (runs: readonly ListedRun[], width: number): string => {
  const columns = runs.map(({ id, startedAt, verdict, judged, pushed: sent, reference, candidate }) => [id, `${startedAt.slice(0, 16).replace("T", " ")}Z`, `${verdict}${verdict === judged ? "" : ` (judged ${judged})`}${sent === null ? "" : sent.key === null ? ", pushed unsigned" : ", pushed"}`, `${targetWords(reference)} -> ${targetWords(candidate)}`]);
  const widths = [0, 1, 2, 3].map((index) => Math.max(...columns.map((row) => row[index]?.length ?? 0)));
  const before = widths.reduce((sum, each) => sum + each + 2, 0);
  // Only a terminal wide enough for the beginning of a sentence cuts it; elsewhere it stays whole.
  const room = width > before + 30 ? width - before : Number.POSITIVE_INFINITY;
  return runs.map(({ headline }, row) => `${widths.map((each, index) => (columns[row]?.[index] ?? "").padEnd(each)).join("  ")}  ${shortText(visibleText(headline), room)}\n`).join("");
};

/** A file by its name, anything else as it is. */
const targetWords = (address: string): string => shortText(visibleText(/^(\/|[A-Za-z]:\\)\S*$/.test(address) ? basename(address) : address), targetWidth);
