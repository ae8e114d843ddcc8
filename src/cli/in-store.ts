import type { CommandIo } from "../app/command-io.ts";
import { noStore, openExistingStore } from "../app/open-store.ts";
import { ExitCode } from "../core/domain/exit-code.ts";
import type { RunStore } from "../ports/run-store.ts";
import type { CommandContext } from "./cli-command.ts";

/** Works with the store in a folder, and closes it whatever happens; the command proceeds unless the work fails. What `noStore` says where there is none. */
export const inStore = (folder: string, context: CommandContext, work: (store: RunStore, io: CommandIo) => Promise<void> | void): Promise<void> => {
  const io = context.io({});
  return context.finish((async () => {
    const store = await openExistingStore(folder, io.cwd);
    if (store === null) throw noStore(folder);
    try {
      await work(store, io);
    } finally {
      store.close();
    }
    return ExitCode.proceed;
  })());
};
