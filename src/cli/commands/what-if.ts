import { Option } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { defaultAskedRows, parseWhatIfOptions } from "../../app/what-if/what-if-options.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { DEFAULT_BATCH_SIZE, DEFAULT_TIMEOUT_MS } from "../../work/replay/replay-defaults.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import { addConnectionFlags } from "../connection-flags.ts";
import { readTemplates } from "../read-templates.ts";
import type { ColourChoice } from "../wants-colour.ts";

const examples = `
An exercise: nothing is registered, judged for good or entered into the ledger.

Examples:
  Half of the customers from the United States?
    $ lockstep what-if credit --hypothesis precision --mix region=EU:0.5,US:0.5
  A feature that is lost: what would the model answer?
    $ lockstep what-if credit --hypothesis precision --missing income --ask http://localhost:8080
  Would a narrower margin have held?
    $ lockstep what-if credit --hypothesis precision --margin 0.02`;

const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ["What is otherwise (one of them)", [
    ["--mix <column=value:share,…>", "other shares of a column's values, which add up to 1"],
    ["--missing <feature>", "the feature is in no row"],
    ["--rescale <feature=factor>", "the feature is multiplied; needs --ask"],
    ["--delay <feature=time>", "the feature is as old as that; needs --ask and --entity"],
    ["--season <time>", "the rhythm of week and day comes later: +1d, -3h"],
    ["--late-labels <share>", "that many labels come too late to be counted"],
    ["--margin <n>", "another margin: an amount, or a share of what is expected (5%)"],
  ]],
  ["Of what", [
    ["--hypothesis <name>", "which hypothesis; the only one when not given"],
    ["--as-of <time>", "with what was known then"],
    ["--manifest <file>", "the manifest; the nearest lockstep.yaml when not given"],
    ["--seed <n>", "of what is drawn at random (1)"],
  ]],
  ["Asking the model again", [
    ["--ask <target>", "the model: a URL, or a command in quotes"],
    ["--answer <name>", "which of its outputs is the metric's"],
    ["--entity <column>", "delay: whose rows belong together"],
    ["--rows <n>", `rows of the backtest, each asked twice (${defaultAskedRows})`],
    ["--batch <n>", `rows per request (${DEFAULT_BATCH_SIZE})`],
    ["--timeout <seconds>", `until a request counts as unanswered (${DEFAULT_TIMEOUT_MS / 1000})`],
  ]],
  ["What comes out", [
    ["-o, --output <file>", "write the answer as JSON"],
    ["--json", "the answer as JSON on stdout, nothing else"],
    ["--quiet", "no progress"],
    ["--store <dir>", `where counted series are kept (${defaultStore})`],
    ["--memory <size>", "most memory for counting, such as 2GiB"],
    ["--threads <n>", "most threads for counting"],
  ]],
];

/** `lockstep what-if [MODEL]`: what would have been expected, and would the corridor have held, if one thing were otherwise? */
export const defineWhatIf: DefineCommand = (command, context) => {
  command.argument("[model]", "a model of the manifest; the only one when not given").addHelpText("after", examples);
  for (const [group, options] of groups) {
    for (const [flag, says] of options) {
      const option = new Option(flag, says).helpGroup(`${group}:`);
      command.addOption(option.long === "--output" ? option.argParser(collect) : option);
    }
  }
  addConnectionFlags(command, "How it is reached:");
  command.addOption(colourOption().helpGroup("What comes out:"));
  command.action((model: string | undefined) => context.finish((async () => {
    const { color, ...typed } = Object.fromEntries(Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"));
    const io = context.io({ quiet: typed["quiet"] === true, ...(color === undefined ? {} : { color: color as ColourChoice }) });
    const options = parseWhatIfOptions(model ?? null, typed);
    await refuseUnwritableReports(options.output === null ? [] : [options.output], io.cwd);
    const { runWhatIf } = await import("../../app/what-if/run-what-if.ts");
    await runWhatIf(options.ask === null ? options : { ...options, ask: { ...options.ask, check: await readTemplates(options.ask.check) } }, io);
    return ExitCode.proceed;
  })()));
};
