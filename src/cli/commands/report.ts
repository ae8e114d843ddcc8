import { defaultStore } from "../../app/check/check-defaults.ts";
import { findRun, noStore, openExistingStore } from "../../app/open-store.ts";
import { refuseUnwritableReports, writeReports } from "../../app/write-reports.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import type { ColourChoice } from "../wants-colour.ts";
import { colourOption } from "../colour-option.ts";

/** `lockstep report RUN`: any report of a stored run, from its document alone. */
export const defineReport: DefineCommand = (command, context) => {
  command
    .argument("<run>", "a run's id or its beginning, or: latest")
    .option("-o, --output <file>", "write the report, in the format of its ending (repeatable)", collect, [])
    .option("--json", "the run document on stdout, nothing else")
    .option("--store <dir>", "the store to read", defaultStore)
    .addOption(colourOption())
    .action((reference: string, flags: { output: string[]; json?: boolean; store: string; color: ColourChoice }) => {
      const io = context.io({ color: flags.color });
      return context.finish(
        (async () => {
          await refuseUnwritableReports(flags.output, io.cwd);
          const store = await openExistingStore(flags.store, io.cwd);
          if (store === null) throw noStore(flags.store);
          try {
            await writeReports(findRun(store, reference), flags.output, io, { json: flags.json === true });
          } finally {
            store.close();
          }
          return ExitCode.proceed;
        })(),
      );
    });
};
