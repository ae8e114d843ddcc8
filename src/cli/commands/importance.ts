import { Option } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { defaultImportanceRepeats, defaultImportanceRows, parseImportanceOptions } from "../../app/importance/importance-options.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { DEFAULT_BATCH_SIZE, DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT_MS, WARM_UP_CALLS } from "../../work/replay/replay-defaults.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import { addConnectionFlags } from "../connection-flags.ts";
import { readTemplates } from "../read-templates.ts";
import type { ColourChoice } from "../wants-colour.ts";

const examples = `
Each connection option can be given for one side, as in check: --reference-header, --candidate-host …

Example:
  Do both environments look at the same features?
    $ lockstep importance staging=http://localhost:8080 production=https://model.example.com --inputs rows.csv --key id \\
        --candidate-header 'Authorization: Bearer env:TOKEN' -o importance.json`;

const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ["What is measured", [
    ["--inputs <file>", "rows to ask with: Parquet, CSV or JSON lines"],
    ["--key <column>", "column that identifies a row; guessed when one is unique"],
    ["--label <column>", "what really happened: not sent"],
    ["--exclude <a,b>", "columns of the inputs that are not sent; key and label never are"],
    ["--outputs <a,b>", "outputs to measure; all that both sides give"],
    ["--features <a,b>", "columns to permute; all that are sent"],
    ["--rows <n>", `most rows, chosen by the seed (${defaultImportanceRows})`],
    ["--repeats <n>", `permutations of each feature (${defaultImportanceRepeats})`],
    ["--margin <n>", "how much importances may differ: an amount, or a share of the reference's largest (10%)"],
  ]],
  ["How it is asked", [
    ["--batch <n>", `rows per request (${DEFAULT_BATCH_SIZE})`],
    ["--concurrency <n>", `requests in flight per side (${DEFAULT_CONCURRENCY})`],
    ["--timeout <seconds>", `until a request counts as unanswered (${DEFAULT_TIMEOUT_MS / 1000})`],
    ["--warmup <n>", `first answers per side that are discarded (${WARM_UP_CALLS})`],
    ["--seed <n>", "of rows, permutations and order; chosen and told when not given"],
  ]],
  ["What comes out", [
    ["-o, --output <file>", "write the result as JSON"],
    ["--json", "the result as JSON on stdout, nothing else"],
    ["--quiet", "no progress"],
    ["--exit-zero", "exit 0 whatever the verdict"],
    ["--store <dir>", `where answers are kept while it runs (${defaultStore})`],
  ]],
];

/** `lockstep importance A B`: do both environments' answers hang on the same features? */
export const defineImportance: DefineCommand = (command, context) => {
  command.argument("<reference>", "what is trusted: a URL, or a command in quotes").argument("<candidate>", "what is to be the same").addHelpText("after", examples);
  for (const [group, options] of groups) {
    for (const [flag, says] of options) {
      const option = new Option(flag, says).helpGroup(`${group}:`);
      command.addOption(option.long === "--output" ? option.argParser(collect) : option);
    }
  }
  addConnectionFlags(command, "How it is reached:");
  command.addOption(colourOption().helpGroup("What comes out:"));
  command.action((reference: string, candidate: string) => context.finish((async () => {
    const typed = Object.fromEntries(Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"));
    const io = context.io({ quiet: typed["quiet"] === true, ...(isColour(typed["color"]) ? { color: typed["color"] } : {}) });
    const options = parseImportanceOptions({ reference, candidate }, typed);
    await refuseUnwritableReports(options.output === null ? [] : [options.output], io.cwd);
    const { runImportance } = await import("../../app/importance/run-importance.ts");
    const { exitCode } = await runImportance({ ...options, check: { ...(await readTemplates(options.check)), inputs: options.check.inputs } }, io);
    return options.check.exitZero ? ExitCode.proceed : exitCode;
  })()));
};

const isColour = (value: unknown): value is ColourChoice => value === "auto" || value === "always" || value === "never";
