import { defaultStore } from "../../app/check/check-defaults.ts";
import { openExistingStore } from "../../app/open-store.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { shortText, visibleText } from "../../report/wording/visible-text.ts";
import type { RunSummary } from "../../ports/run-store.ts";
import type { DefineCommand } from "../cli-command.ts";
import { countFlag } from "../count-flag.ts";

/** `lockstep runs`: what was run here, newest first. */
export const defineRuns: DefineCommand = (command, context) => {
  command
    .option("--limit <n>", "how many, newest first", countFlag("--limit"), 20)
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "as JSON on stdout")
    .action((flags: { limit: number; store: string; json?: boolean }) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const store = await openExistingStore(flags.store, io.cwd);
          const runs = store?.list(flags.limit, 0) ?? [];
          store?.close();
          if (flags.json === true) io.out(`${JSON.stringify(runs, null, 2)}\n`);
          else if (runs.length === 0) io.note(`no runs yet in ${flags.store}`);
          else io.out(runTable(runs, process.stdout.isTTY ? io.width : Number.POSITIVE_INFINITY));
          return ExitCode.proceed;
        })(),
      );
    });
};

const runTable = (runs: readonly RunSummary[], width: number): string => {
  const idWidth = Math.max(...runs.map(({ id }) => id.length));
  const verdictWidth = Math.max(...runs.map(({ verdict }) => verdict.length));
  const before = idWidth + verdictWidth + "2026-01-02 03:04Z".length + 6;
  // Only a terminal wide enough for the beginning of a sentence cuts it; elsewhere it stays whole.
  const room = width > before + 30 ? width - before : Number.POSITIVE_INFINITY;
  const line = ({ id, startedAt, verdict, headline }: RunSummary): string =>
    `${id.padEnd(idWidth)}  ${startedAt.slice(0, 16).replace("T", " ")}Z  ${verdict.padEnd(verdictWidth)}  ${shortText(visibleText(headline), room)}\n`;
  return runs.map(line).join("");
};
