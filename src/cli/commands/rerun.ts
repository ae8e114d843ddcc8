import { defaultStore } from "../../app/check/check-defaults.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import type { ColourChoice } from "../wants-colour.ts";

interface RerunFlags {
  readonly output: string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly exitZero?: boolean;
  readonly store: string;
  readonly color: ColourChoice;
}

/** `lockstep rerun RUN`: the same check once more, from the run's own document. */
export const defineRerun: DefineCommand = (command, context) => {
  command
    .description("Repeat a run from its own document: the same targets, options and seed. Tells first what is no longer the same; the new run names the one it repeats.")
    .argument("<run>", "a run's id or its beginning, or: latest")
    .option("-o, --output <file>", "write a report, in the format of its ending (repeatable)", collect, [])
    .option("--json", "the run document on stdout, nothing else")
    .option("--quiet", "no progress")
    .option("--exit-zero", "exit 0 whatever the verdict")
    .option("--store <dir>", "the store with the run; the new one goes there too", defaultStore)
    .addOption(colourOption())
    .action((run: string, flags: RerunFlags) => {
      const io = context.io({ color: flags.color, quiet: flags.quiet === true });
      return context.finish(
        (async () => {
          await refuseUnwritableReports(flags.output, io.cwd);
          const { rerun } = await import("../../app/rerun/rerun.ts");
          const exitZero = flags.exitZero === true;
          const { decision } = await rerun(run, { output: flags.output, json: flags.json === true, quiet: flags.quiet === true, color: flags.color, store: flags.store, exitZero }, io);
          const code = decision.exitCode as ExitCode;
          return exitZero && (code === ExitCode.fail || code === ExitCode.inconclusive) ? ExitCode.proceed : code;
        })(),
      );
    });
};
