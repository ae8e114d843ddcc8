import { Option } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { worstExitCode } from "../../app/agreed/worst-exit-code.ts";
import { readValidateFlags } from "../../app/validate/read-validate-flags.ts";
import { pushFlags, splitPush } from "../../app/push/push-options.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import type { ColourChoice } from "../wants-colour.ts";

const examples = `
Hypotheses are written under models.NAME.hypotheses in lockstep.yaml, and registered in the ledger before the data that judge them. What is new is registered
now; what was changed since must be amended first: lockstep hypothesis amend NAME --reason TEXT

Examples:
  One look at production, with what is known now:
    $ lockstep validate
  On the first day: what history already says, marked as judged after the fact:
    $ lockstep validate credit --backfill -o validation.html
  What a look on that day could know:
    $ lockstep validate --as-of 2026-10-31
  Day after day: lockstep watch`;

const options: readonly (readonly [string, string])[] = [
  ["--hypothesis <name>", "only this hypothesis (repeatable)"],
  ["--as-of <time>", "judge with what was known then: a day or an instant"],
  ["--backfill", "judge what was there before the hypotheses were registered as well, and say so"],
  ["--recount", "count every file anew"],
  ["--manifest <file>", "the manifest; the nearest lockstep.yaml when not given"],
  ["--author <name>", "who registers what is new"],
  ["-o, --output <file>", "write a report: .html .json .xml (JUnit) .sarif .md .txt; - is JSON on stdout (repeatable)"],
  ["--json", "the run document on stdout, nothing else"],
  ["--quiet", "no progress"],
  ["--exit-zero", "exit 0 whatever the verdict"],
  ["--store <dir>", `where runs, series and the ledger are kept (${defaultStore})`],
  ["--memory <size>", "most memory for counting, such as 2GiB"],
  ["--threads <n>", "most threads for counting"],
  ...pushFlags,
];
const repeatable = new Set(["--hypothesis", "--output"]);

/** `lockstep validate [MODEL]`: production against what offline estimates promised, once. */
export const defineValidate: DefineCommand = (command, context) => {
  command.argument("[model]", "a model of the manifest; all that have hypotheses when not given").addHelpText("after", examples);
  for (const [flag, says] of options) {
    const option = new Option(flag, says);
    command.addOption(repeatable.has(option.long ?? "") ? option.argParser(collect) : option);
  }
  command.addOption(colourOption());
  command.action((model: string | undefined) => context.finish((async () => {
    const { color, ...typed } = Object.fromEntries(Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"));
    const io = context.io({ quiet: typed["quiet"] === true, ...(color === undefined ? {} : { color: color as ColourChoice }) });
    const { push, rest } = splitPush(typed);
    const flags = readValidateFlags(model ?? null, rest);
    await refuseUnwritableReports(flags.output, io.cwd);
    const { runValidate } = await import("../../app/validate/run-validate.ts");
    const runs = await runValidate(flags, io);
    const code = worstExitCode(runs.map(({ decision }) => decision.exitCode as ExitCode));
    const verdict = flags.exitZero && (code === ExitCode.fail || code === ExitCode.inconclusive) ? ExitCode.proceed : code;
    return push === null ? verdict : worstExitCode([verdict, await (await import("../../app/push/push-after.ts")).pushAfter(runs, push, flags.store, io)]);
  })()));
};
