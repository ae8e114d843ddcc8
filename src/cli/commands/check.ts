import { Option, type Command } from "commander";
import { defaultMaxAnswerBytes, defaultStore } from "../../app/check/check-defaults.ts";
import type { CheckOptions } from "../../app/check/check-options.ts";
import { parseCheckOptions, type RawFlags } from "../../app/check/parse-check-options.ts";
import { toleranceGrammar } from "../../app/check/read-tolerance.ts";
import type { CommandIo } from "../../app/command-io.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { allowedOutsideShare } from "../../core/judge/defaults.ts";
import { DEFAULT_BATCH_SIZE, DEFAULT_CONCURRENCY, DEFAULT_REPEATS, DEFAULT_TIMEOUT_MS, WARM_UP_CALLS } from "../../work/replay/replay-defaults.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import { addConnectionFlags } from "../connection-flags.ts";
import { readTemplates } from "../read-templates.ts";

const examples = `
Tolerances (--tolerance):
  ${toleranceGrammar.split("\n").join("\n  ")}

Templates (--template), for JSON endpoints that do not describe themselves; give the endpoint's whole URL with them:
  {{column}} one value   {{row}} an object of all columns   {{values}} a list of all values
  {{rows}} and {{matrix}} lists of those, where a request takes several rows
    --template '{"features": {{values}}}'      --template '{"income": {{income}}}'      --template @request.json

Each connection option can be given for one side: --reference-header, --candidate-host, --candidate-max-rate …
A side can be given its environment's name: staging=http://…, production=http://…; production is asked gently.

Examples:
  Two files of predictions, one row per input:
    $ lockstep check staging.parquet production.parquet --key id
  Two servers, with a report to share and one for CI:
    $ lockstep check staging=http://localhost:8080 production=https://model.example.com --inputs rows.csv --key id \\
        --candidate-header 'Authorization: Bearer env:TOKEN' -o report.html -o junit.xml
  A file of yesterday's answers against a program, under an agreed tolerance:
    $ lockstep check golden.csv "python predict.py" --inputs rows.csv --tolerance score:abs=1e-6`;

/** `lockstep check A B`: two environments in, one verdict out. */
export const defineCheck: DefineCommand = (command, context) => {
  command
    .argument("<reference>", "what is trusted: a URL, a command in quotes, or a file of predictions")
    .argument("<candidate>", "what is to be the same: a URL, a command in quotes, or a file of predictions")
    .addHelpText("after", examples);
  const add = optionAdder(command);
  add("What is compared", [
    ["--inputs <file>", "rows to ask with: Parquet, CSV or JSON lines"],
    ["--key <column>", "column that identifies a row; guessed when one is unique"],
    ["--outputs <a,b>", "outputs to compare; all that both sides give"],
    ["--exclude <a,b>", "columns of the inputs that are not sent; key and label never are"],
    ["--label <column>", "what really happened, for metrics and calibration"],
    ["--segment <column>", "compare within each value of it (repeatable); found when not given"],
    ["--no-segments", "compare no segments"],
  ]);
  add("What counts as the same", [
    ["--tolerance <spec>", "agreed tolerance, see below (repeatable); derived from what is measured when not given"],
    ["--threshold <n>", "score from which the decision is yes: flips are counted apart"],
    ["--max-outside <share>", `share of pairs that may be outside tolerance, as 0.001 or 0.1% (${allowedOutsideShare})`],
    ["--max-unmatched <share>", `share of rows that only one side may have (${allowedOutsideShare})`],
    ["--max-latency-ratio <n>", "fail when the candidate is slower than this; otherwise slowness only warns"],
    ["--claim <claim>", "these-inputs: only repeats are random; inputs-like-these: the choice of rows counts too (these-inputs)"],
  ]);
  add("How it is asked", [
    ["--repeats <n>", `times each row is asked, at least 2 (${DEFAULT_REPEATS})`],
    ["--batch <n>", `rows per request (${DEFAULT_BATCH_SIZE})`],
    ["--concurrency <n>", `requests in flight per side (${DEFAULT_CONCURRENCY})`],
    ["--timeout <seconds>", `until a request counts as unanswered (${DEFAULT_TIMEOUT_MS / 1000})`],
    ["--warmup <n>", `first answers per side that are discarded (${WARM_UP_CALLS})`],
    ["--no-probes", "do not try batches, single file, shuffled columns and rounded numbers on some rows"],
    ["--max-answer <bytes>", `largest answer that is read (${defaultMaxAnswerBytes / 2 ** 20}MiB)`],
    ["--seed <n>", "of the random order; chosen and recorded when not given"],
    ["--resume", "fail when there is no unfinished run to continue; one is continued in any case"],
    ["--fresh", "begin anew, and forget an unfinished run"],
  ]);
  addConnectionFlags(command, "How it is reached:");
  add("What comes out", [
    ["-o, --output <file>", "write a report: .html .json .xml (JUnit) .sarif .md metrics.txt .txt; - is JSON on stdout, markdown:- another (repeatable)"],
    ["--json", "the run document on stdout, nothing else"],
    ["--quiet", "no progress"],
    ["--exit-zero", "exit 0 whatever the verdict, to watch before it gates"],
    ["--store <dir>", `where runs, recordings and the ledger are kept (${defaultStore})`],
    ["--memory <size>", "most memory for comparing, such as 2GiB"],
    ["--threads <n>", "most threads for comparing"],
  ]);
  command.addOption(colourOption().helpGroup("What comes out:"));
  command.action((reference: string, candidate: string, flags: RawFlags) =>
    context.finish(
      (async () => {
        const options = await readTemplates(parseCheckOptions({ reference, candidate }, flags));
        return check(options, context.io(options));
      })(),
    ),
  );
};

const repeatable = new Set(["--segment", "--tolerance", "--output"]);

/** Defaults stand in the schema; the parser of arguments hands on what was typed. */
const optionAdder = (command: Command) => (group: string, options: readonly (readonly [string, string])[]): void => {
  for (const [flag, says] of options) {
    const option = new Option(flag, says).helpGroup(`${group}:`);
    command.addOption(repeatable.has(option.long ?? "") ? option.argParser(collect) : option);
  }
};

const check = async (options: CheckOptions, io: CommandIo): Promise<ExitCode> => {
  await refuseUnwritableReports(options.output, io.cwd);
  const { runCheck } = await import("../../app/check/run-check.ts");
  const { decision } = await runCheck(options, io);
  const code = decision.exitCode as ExitCode;
  const byVerdict = code === ExitCode.fail || code === ExitCode.inconclusive;
  return options.exitZero && byVerdict ? ExitCode.proceed : code;
};
