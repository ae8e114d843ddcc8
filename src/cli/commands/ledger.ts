import { defaultStore } from "../../app/check/check-defaults.ts";
import { noStore, openExistingStore } from "../../app/open-store.ts";
import { verifyLedger } from "../../app/verify-ledger.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ChainReport } from "../../core/ledger/verify-chain.ts";
import type { DefineCommand } from "../cli-command.ts";

/** Fewer digits of a head than this could be those of another by chance or by design. */
const shortestHead = 8;

/** `lockstep ledger verify`: nothing that was recorded was changed, dropped, added or moved. */
export const defineLedger: DefineCommand = (command, context) => {
  command
    .command("verify")
    .description("Verify the chain of entries and every stored run against it. Exit 1 with the first problem, 3 when there is nothing to verify.")
    .option("--head <hash>", "a head noted earlier, as every report prints it: it must still be in the chain", readHead)
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "the result as JSON on stdout")
    .action((flags: { head?: string; store: string; json?: boolean }) => {
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
          if (flags.json !== true) io.out(result.entries === 0 ? "the ledger is empty: there is nothing to verify\n" : `the ledger verifies: ${result.entries === 1 ? "1 entry" : `${result.entries} entries`}, every run as it was sealed\nhead ${result.head}\n`);
          return result.entries === 0 ? ExitCode.inconclusive : ExitCode.proceed;
        })(),
      );
    });
};

const readHead = (text: string): string => {
  const head = text.toLowerCase();
  if (head.length >= shortestHead && head.length <= 64 && /^[0-9a-f]+$/.test(head)) return head;
  throw new LockstepError("LS102", { message: `--head: "${text}" is not a head: ${shortestHead} to 64 hexadecimal digits are wanted`, place: "--head" });
};
