import { resolve } from "node:path";
import { Option } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { readProfileFile } from "../../app/populations/read-profile-file.ts";
import { showProfile } from "../../app/profile/show-profile.ts";
import { readTakeFlags } from "../../app/profile/take-profile-options.ts";
import { writeFileWhole } from "../../app/write-file-whole.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { mergeProfiles } from "../../core/profile/merge-profiles.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";

const inside = `
A profile holds counts, sums and histograms, and no row. It does hold the values of categories (at most 1,000 of a column, the most frequent first, and
up to 10 that the reference never had) and the smallest and largest of every number. Of texts, which have more than 10,000 different values, it holds lengths alone.`;

const takeExamples = `${inside}

Examples:
    $ lockstep profile take training.parquet -o training.profile.json --label paid
  Counted as another one was, so that the two can be compared or merged:
    $ lockstep profile take 'logs/*.parquet' -o october.profile.json --like training.profile.json
  Files that were counted before under the same specification are not read again.`;

const options: readonly (readonly [string, string])[] = [
  ["--like <profile>", "count as this profile was counted"],
  ["--window <span>", "a cell per hour, day or week; all is one cell"],
  ["--only <from..to>", "only predictions of this time; TO is not in it"],
  ["--format <id>", "the log's format; recognised when not given"],
  ["--map <file>", "a mapping of its columns"],
  ["--zone <zone>", "time zone of times that have none, such as Europe/Berlin"],
  ["--labels <file>", "labels that came later, joined by key"],
  ["--labels-key <column>", "key in the file of labels"],
  ["--labels-column <column>", "the label in that file"],
  ["--labels-time <column>", "when the label came"],
  ["--id <column>", "identifies a prediction"],
  ["--time <column>", "when it was made"],
  ["--score <column>", "a number that the model gave (repeatable)"],
  ["--decision <column>", "a class or an action (repeatable)"],
  ["--label <column>", "what came true (repeatable)"],
  ["--positive <value>", "the label's value that counts as positive"],
  ["--feature <column>", "what the model was given (repeatable)"],
  ["--segment <column>", "count within each of its values too (repeatable)"],
  ["--ignore <column>", "not counted (repeatable)"],
  ["--correlation-share <share>", "share of the rows, by hash, that correlations are told from"],
  ["--store <dir>", `where profiles of single files are kept (${defaultStore})`],
  ["--memory <size>", "most memory for counting, such as 2GiB"],
  ["--threads <n>", "most threads for counting"],
  ["--quiet", "no progress"],
];
const repeatable = new Set(["--score", "--decision", "--label", "--feature", "--segment", "--ignore"]);

/** `lockstep profile take | merge | show`: what a population looks like, without its rows. */
export const defineProfile: DefineCommand = (command, context) => {
  command.addHelpText("after", inside);
  const take = command.command("take").description("Count a log of predictions into a profile.").argument("<source>", "a file, a folder of parts or a glob in quotes; NAME=SOURCE names it")
    .requiredOption("-o, --output <file>", "where the profile goes: a file that ends in .profile.json").addHelpText("after", takeExamples);
  for (const [flag, says] of options) {
    const option = new Option(flag, says);
    take.addOption(repeatable.has(option.long ?? "") ? option.argParser(collect) : option);
  }
  take.action((source: string) => context.finish((async () => {
    const typed = Object.fromEntries(Object.entries(take.opts()).filter(([key]) => take.getOptionValueSource(key) === "cli"));
    const io = context.io({ quiet: typed["quiet"] === true });
    const flags = readTakeFlags(typed);
    const { takeProfileFile } = await import("../../app/profile/take-profile-file.ts");
    const { profile, counted, files } = await takeProfileFile(source, flags, io);
    for (const { column, why } of profile.absent) io.note(`${column} was not counted: it ${why}`);
    io.out(`${flags.output}: ${profile.sources.reduce((sum, { rows }) => sum + rows, 0).toLocaleString("en-US")} rows, ${counted} of ${files} file${files === 1 ? "" : "s"} counted now\n`);
    return ExitCode.proceed;
  })()));
  command.command("merge").description("Add profiles of one specification. The same source in two of them is an error.").argument("<profile...>", "profiles, the first gives the name")
    .requiredOption("-o, --output <file>", "where the sum goes")
    .action((paths: string[], flags: { output: string }) => {
      const io = context.io({});
      return context.finish((async () => {
        const profiles = await Promise.all(paths.map((path) => readProfileFile(resolve(io.cwd, path))));
        // A mistake is told by the files that people gave; two of them may bear one name.
        const merged = mergeProfiles(profiles.map((profile, place) => ({ ...profile, name: paths[place] ?? profile.name })));
        await writeFileWhole(resolve(io.cwd, flags.output), `${JSON.stringify({ ...merged, name: profiles[0]?.name ?? merged.name })}\n`);
        return ExitCode.proceed;
      })());
    });
  command.command("show").description("A profile for people.").argument("<profile>", "a file").option("--json", "the profile itself on stdout")
    .action((path: string, flags: { json?: boolean }) => {
      const io = context.io({});
      return context.finish((async () => {
        const profile = await readProfileFile(resolve(io.cwd, path));
        io.out(flags.json === true ? `${JSON.stringify(profile, null, 2)}\n` : showProfile(profile));
        return ExitCode.proceed;
      })());
    });
};
