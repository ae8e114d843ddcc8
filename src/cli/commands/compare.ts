import { Option } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { sides } from "../../app/check/parse-check-options.ts";
import { logKeys } from "../../app/compare/compare-options.ts";
import { parseCompareOptions } from "../../app/compare/parse-compare-options.ts";
import { worstExitCode } from "../../app/agreed/worst-exit-code.ts";
import { pushFlags, splitPush } from "../../app/push/push-options.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { defaultMargins } from "../../core/judge/population-settings.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import type { ColourChoice } from "../wants-colour.ts";

const examples = `
Margins (--margin NAME=VALUE) and what stands where nobody agreed:
  ${Object.entries(defaultMargins).map(([name, value]) => `${name}=${value}`).join("  ")}

A side is a file, a folder of parts, a glob in quotes, or a profile (.profile.json). It can be given its name: staging=a.parquet.
format, map, zone, window, labels and transform can be given for one side: --candidate-window, --reference-map …

Examples:
  Two files, one verdict:
    $ lockstep compare training.parquet october.parquet
  Last week of one log against the week before, with labels that came later:
    $ lockstep compare logs/ logs/ --reference-window 2026-10-01..2026-10-08 --candidate-window 2026-10-08..2026-10-15 --labels outcomes.csv
  What people agreed on, by cohort, with a report:
    $ lockstep compare staging=a.parquet production=b.parquet --label paid --cohort region --margin distance=0.2 -o report.html
  Without any row leaving production:
    $ lockstep profile take october.parquet -o october.profile.json --like training.profile.json
    $ lockstep compare training.profile.json october.profile.json`;

const repeatable = new Set(["--score", "--decision", "--label", "--segment", "--feature", "--ignore", "--cohort", "--margin", "--output"]);

const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ["How a log is read", [
    ["--format <id>", "the log's format; recognised when not given (see: lockstep source inspect)"],
    ["--map <file>", "a mapping of its columns, as lockstep source inspect writes one"],
    ["--zone <zone>", "time zone of times that have none, such as Europe/Berlin"],
    ["--window <from..to>", "only predictions of this time; TO is not in it"],
    ["--labels <file>", "labels that came later, joined by key"],
    ["--labels-key <column>", "key in the file of labels; the id's name when not given"],
    ["--labels-column <column>", "the label in that file"],
    ["--labels-time <column>", "when the label came"],
    ["--transform <spec>", "packed preprocessing that makes the features of what was logged: its folder, or FILE.py:NAME"],
    ["--python <program>", "the interpreter that runs it (python3)"],
  ]],
  ["What its columns are for (guessed and shown when not given)", [
    ["--id <column>", "identifies a prediction"],
    ["--time <column>", "when it was made"],
    ["--score <column>", "a number that the model gave (repeatable)"],
    ["--decision <column>", "a class or an action (repeatable)"],
    ["--label <column>", "what came true (repeatable)"],
    ["--positive <value>", "the label's value that counts as positive"],
    ["--feature <column>", "what the model was given (repeatable)"],
    ["--segment <column>", "compare within each of its values (repeatable)"],
    ["--cohort <column>", "tell fairness by it, and compare within it (repeatable)"],
    ["--ignore <column>", "not compared (repeatable)"],
  ]],
  ["What counts as alike", [
    ["--margin <name=value>", "an agreed margin, see below (repeatable)"],
    ["--min-coverage <share>", `share of what was logged that must come out as predictions (${defaultMargins.coverage})`],
    ["--contract <file>", "a data contract that both sides must keep before anything is compared"],
    ["--enforce-features", "a shifted feature fails; it warns otherwise"],
    ["--correlation-share <share>", "share of the rows, by hash, that correlations are told from"],
  ]],
  ["What comes out", [
    ["-o, --output <file>", "write a report: .html .json .xml (JUnit) .sarif .md .txt; - is JSON on stdout (repeatable)"],
    ["--json", "the run document on stdout, nothing else"],
    ["--quiet", "no progress"],
    ["--exit-zero", "exit 0 whatever the verdict"],
    ["--store <dir>", `where runs and the ledger are kept (${defaultStore})`],
    ["--memory <size>", "most memory for counting, such as 2GiB"],
    ["--threads <n>", "most threads for counting"],
  ]],
  ["Where else it goes", pushFlags],
];

/** `lockstep compare A B`: two populations in, one verdict out. */
export const defineCompare: DefineCommand = (command, context) => {
  command
    .argument("<reference>", "what is trusted: a log of predictions or a profile")
    .argument("<candidate>", "what is to be like it")
    .addHelpText("after", examples);
  for (const [group, options] of groups) {
    for (const [flag, says] of options) {
      const option = new Option(flag, says).helpGroup(`${group}:`);
      command.addOption(repeatable.has(option.long ?? "") ? option.argParser(collect) : option);
      const key = option.attributeName();
      // What reads a log may be said of one side alone; help shows it once.
      if ((logKeys as readonly string[]).includes(key)) for (const side of sides) command.addOption(new Option(`--${side}-${(option.long ?? "").slice(2)} <value>`, says).hideHelp());
    }
  }
  command.addOption(colourOption().helpGroup("What comes out:"));
  command.action((reference: string, candidate: string) => context.finish((async () => {
    const typed = Object.fromEntries(Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"));
    const io = context.io({ quiet: typed["quiet"] === true, ...(isColour(typed["color"]) ? { color: typed["color"] } : {}) });
    const { push, rest } = splitPush(typed);
    const options = parseCompareOptions({ reference, candidate }, rest);
    await refuseUnwritableReports(options.output, io.cwd);
    const { runCompare } = await import("../../app/compare/run-compare.ts");
    const run = await runCompare(options, io);
    const code = run.decision.exitCode as ExitCode;
    const verdict = options.exitZero && (code === ExitCode.fail || code === ExitCode.inconclusive) ? ExitCode.proceed : code;
    return push === null ? verdict : worstExitCode([verdict, await (await import("../../app/push/push-after.ts")).pushAfter([run], push, options.store, io)]);
  })()));
};

const isColour = (value: unknown): value is ColourChoice => value === "auto" || value === "always" || value === "never";
