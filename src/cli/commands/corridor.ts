import { Option } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { readSimulateFlags } from "../../app/corridor/simulate-flags.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";

const examples = `
Years are drawn from the offline estimate, its season and the way its days hang together, with production's own traffic. Alarms that people confirmed or
refuted (lockstep incident judge) and episodes of a file are judged again over the history that is there.

Examples:
    $ lockstep corridor simulate
  What other margins would do, and whether the past would have been found:
    $ lockstep corridor simulate credit --hypothesis precision --margin 0.02 --margin 0.04 --episodes past.csv
  past.csv:
    from,to,name,real
    2026-07-20,2026-08-03,the new bureau,yes`;

const options: readonly (readonly [string, string])[] = [
  ["--hypothesis <name>", "only this hypothesis (repeatable)"],
  ["--margin <margin>", "a proposed margin, such as 0.02 or 5% (repeatable)"],
  ["--episodes <file>", "what people know of the past: from,to,name,real"],
  ["--replications <n>", "years drawn for each figure (200)"],
  ["--seed <n>", "of what is drawn (1)"],
  ["--manifest <file>", "the manifest; the nearest lockstep.yaml when not given"],
  ["-o, --output <file>", "write all of it as JSON"],
  ["--json", "the same on stdout, nothing else"],
  ["--quiet", "no progress"],
  ["--store <dir>", `where series and the ledger are kept (${defaultStore})`],
  ["--memory <size>", "most memory for counting, such as 2GiB"],
  ["--threads <n>", "most threads for counting"],
];
const repeatable = new Set(["--hypothesis", "--margin"]);

/** `lockstep corridor simulate`: what thresholds would do, before they are agreed on. */
export const defineCorridor: DefineCommand = (command, context) => {
  const simulate = command.command("simulate").description("False alarms per quarter, the smallest effect found and days to find it, for today's and proposed margins.")
    .argument("[model]", "a model of the manifest; all that have hypotheses when not given").addHelpText("after", examples);
  for (const [flag, says] of options) {
    const option = new Option(flag, says);
    simulate.addOption(repeatable.has(option.long ?? "") ? option.argParser(collect) : option);
  }
  simulate.action((model: string | undefined) => context.finish((async () => {
    const typed = Object.fromEntries(Object.entries(simulate.opts()).filter(([key]) => simulate.getOptionValueSource(key) === "cli"));
    const io = context.io({ quiet: typed["quiet"] === true });
    const flags = readSimulateFlags(model ?? null, typed);
    const { simulate: run } = await import("../../app/corridor/simulate.ts");
    const told = await run(flags, io);
    return told.every(({ refused }) => refused !== null) ? ExitCode.inconclusive : ExitCode.proceed;
  })()));
};
