import { readSynthFlags } from "../../app/synth/synth-flags.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";

const examples = `
Rows are made from the counts of a profile alone: no row of the data is in it, so none is in them. A value of a category that fewer than --min-count rows
had is not written, and no smallest or largest value of the data is. Beside the rows stands FILE.synth.json: the profile's digest, the seed and what was left out.

Examples:
    $ lockstep profile take production.parquet -o production.profile.json --score risk --id request
    $ lockstep synth production.profile.json -o rows.csv --edge-cases
    $ lockstep check http://staging:8080 http://production:8080 --inputs rows.csv --key id --exclude case`;

/** `lockstep synth`: inputs to ask with, made from a profile. */
export const defineSynth: DefineCommand = (command, context) => {
  command.argument("<profile>", "a file that lockstep profile take wrote")
    .requiredOption("-o, --output <file>", "where the rows go: .csv, .jsonl or .parquet")
    .option("--rows <n>", "how many (1000)")
    .option("--edge-cases", "rows at and beyond the edges too, each named in the column case")
    .option("--only-edge-cases", "no other rows")
    .option("--features-only", "what the model was given, and nothing it answered (this is so by itself)")
    .option("--all", "scores, decisions and labels too")
    .option("--seed <n>", "the same seed gives the same rows (1)")
    .option("--min-count <n>", "what fewer rows had is not written (5)")
    .option("--store <dir>", "where the engine may spill (.lockstep)")
    .option("--memory <size>", "most memory, such as 2GiB")
    .option("--quiet", "no progress")
    .addHelpText("after", examples)
    .action((source: string) => {
      const typed = Object.fromEntries(Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"));
      const io = context.io({ quiet: typed["quiet"] === true });
      return context.finish((async () => {
        const flags = readSynthFlags(typed);
        const { writeSynth } = await import("../../app/synth/write-synth.ts");
        const { table, plan, origin } = await writeSynth(source, flags, io);
        for (const note of plan.notes) io.note(note);
        const said = [...(table.likeProfile > 0 ? [`${table.likeProfile.toLocaleString("en-US")} rows like the profile`] : []), ...(table.edgeCases > 0 ? [`${table.edgeCases.toLocaleString("en-US")} edge cases`] : [])];
        io.out(`${flags.output}: ${said.join(" and ")}, ${plan.columns.length} column${plan.columns.length === 1 ? "" : "s"}; made from what ${origin} says\n`);
        if (table.caseColumn !== null) io.note(`ask with: --inputs ${flags.output} --key ${table.key} --exclude ${table.caseColumn}`);
        return ExitCode.proceed;
      })());
    });
};
