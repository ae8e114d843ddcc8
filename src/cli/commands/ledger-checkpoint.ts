import { actor } from "../../app/actor.ts";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { enterCheckpoint } from "../../app/evidence/enter-checkpoint.ts";
import { noStore, openExistingStore } from "../../app/open-store.ts";
import { readSigningKey } from "../../app/sign-off/read-keys.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import type { DefineCommand } from "../cli-command.ts";

/** `ledger checkpoint`: the head, signed and entered, so that whoever keeps it can tell later that nothing before it was written anew. */
export const defineLedgerCheckpoint: DefineCommand = (command, context) => {
  command
    .command("checkpoint")
    .description("Sign the ledger's head and enter that. Keep what is printed elsewhere: ledger verify and every archive hold the chain against it.")
    .requiredOption("--key <reference>", "a private ed25519 key, as env:NAME or file:PATH")
    .option("--store <dir>", "the store", defaultStore)
    .option("--json", "the checkpoint as JSON on stdout")
    .action((_flags: unknown, made: { optsWithGlobals: () => { key: string; store: string; json?: boolean } }) => {
      const flags = made.optsWithGlobals();
      const io = context.io({});
      return context.finish(
        (async () => {
          const key = await readSigningKey(flags.key, "--key", io);
          const store = await openExistingStore(flags.store, io.cwd);
          if (store === null) throw noStore(flags.store);
          try {
            const { checkpoint, entry } = enterCheckpoint(store, key, { by: actor(), now: Date.now() });
            io.out(flags.json === true ? `${JSON.stringify(checkpoint, null, 2)}\n` : `${checkpoint.entries === 1 ? "1 entry" : `${checkpoint.entries} entries`} signed with ${keyId(key)}, entered as entry ${entry.sequence}\nhead ${checkpoint.head}\n`);
          } finally {
            store.close();
          }
          return ExitCode.proceed;
        })(),
      );
    });
};
