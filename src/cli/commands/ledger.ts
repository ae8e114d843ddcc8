import { defaultStore } from "../../app/check/check-defaults.ts";
import { listLedger, type ToldEntry } from "../../app/list-ledger.ts";
import { noStore, openExistingStore } from "../../app/open-store.ts";
import { verifyLedger } from "../../app/verify-ledger.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LedgerKind } from "../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ChainReport } from "../../core/ledger/verify-chain.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { countFlag } from "../count-flag.ts";
import { plainLines } from "../plain-lines.ts";
import { defineLedgerCheckpoint } from "./ledger-checkpoint.ts";

/** Fewer digits of a head than this could be those of another by chance or by design. */
const shortestHead = 8;

interface ListFlags {
  readonly limit: number;
  readonly kind?: LedgerKind;
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep ledger`: what was recorded, newest first; `ledger verify`: nothing of it was changed, dropped, added or moved. */
export const defineLedger: DefineCommand = (command, context) => {
  command
    .description("What was recorded, newest first: runs, baselines, sign-offs, gates, golden rows, changes of what was agreed.")
    .option("--limit <n>", "how many, newest first", countFlag("--limit"), 20)
    .option("--kind <kind>", `only one kind: ${LedgerKind.options.join(", ")}`, readKind)
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "as JSON on stdout")
    .action((flags: ListFlags) => list(flags, context));
  defineLedgerCheckpoint(command, context);
  command
    .command("verify")
    .description("Verify the chain of entries and every stored run and record against it. Exit 1 with the first problem, 3 when there is nothing to verify.")
    .option("--head <hash>", "a head noted earlier, as every report prints it: it must still be in the chain", readHead)
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "the result as JSON on stdout")
    .action((_flags: unknown, verify: { optsWithGlobals: () => { head?: string; store: string; json?: boolean } }) => {
      const flags = verify.optsWithGlobals();
      const io = context.io({});
      return context.finish(
        (async () => {
          const store = await openExistingStore(flags.store, io.cwd);
          if (store === null) throw noStore(flags.store);
          let result: ChainReport;
          try {
            result = verifyLedger(store, flags.head);
          } finally {
            store.close();
          }
          if (flags.json === true) io.out(`${JSON.stringify(result, null, 2)}\n`);
          if (result.problem !== null) {
            throw new LockstepError("LS503", { message: `the ledger does not verify: ${result.problem.what}`, place: `entry ${result.problem.sequence}; ${result.entries} before it verify, up to head ${result.head}` });
          }
          if (flags.json !== true) io.out(result.entries === 0 ? "the ledger is empty: there is nothing to verify\n" : `the ledger verifies: ${result.entries === 1 ? "1 entry" : `${result.entries} entries`}, every run and record as it was sealed\nhead ${result.head}\n`);
          return result.entries === 0 ? ExitCode.inconclusive : ExitCode.proceed;
        })(),
      );
    });
};

const list = (flags: ListFlags, context: CommandContext): Promise<void> => {
  const io = context.io({});
  return context.finish(
    (async () => {
      const store = await openExistingStore(flags.store, io.cwd);
      try {
        const entries = store === null ? [] : listLedger(store, { limit: flags.limit, kind: flags.kind ?? null });
        if (flags.json === true) io.out(`${JSON.stringify(entries, null, 2)}\n`);
        else if (entries.length === 0) io.note(`nothing was recorded yet in ${flags.store}`);
        else io.out(plainLines(entries.map(entryLine(entries)).join("")));
      } finally {
        store?.close();
      }
      return ExitCode.proceed;
    })(),
  );
};

const entryLine = (entries: readonly ToldEntry[]): ((entry: ToldEntry) => string) => {
  const [place, who] = [Math.max(...entries.map(({ sequence }) => String(sequence).length)), Math.max(...entries.map(({ actor }) => actor.length))];
  return ({ sequence, time, actor, words, hash }) => `${String(sequence).padStart(place)}  ${time.slice(0, 16).replace("T", " ")}Z  ${actor.padEnd(who)}  ${hash.slice(0, 12)}  ${words.replaceAll("\n", " ")}\n`;
};

const readKind = (text: string): LedgerKind => {
  const read = LedgerKind.safeParse(text);
  if (read.success) return read.data;
  throw new LockstepError("LS102", { message: `--kind: "${text}" is not one of ${LedgerKind.options.join(", ")}`, place: "--kind" });
};

const readHead = (text: string): string => {
  const head = text.toLowerCase();
  if (head.length >= shortestHead && head.length <= 64 && /^[0-9a-f]+$/.test(head)) return head;
  throw new LockstepError("LS102", { message: `--head: "${text}" is not a head: ${shortestHead} to 64 hexadecimal digits are wanted`, place: "--head" });
};
