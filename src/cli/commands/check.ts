import { Option, type Command } from "commander";
import { AgreedOptions, agreedKeys } from "../../app/agreed/agreed-options.ts";
import { worstExitCode } from "../../app/agreed/worst-exit-code.ts";
import { chooseAgreed } from "../../app/agreed/choose-agreed.ts";
import { defaultMaxAnswerBytes, defaultStore } from "../../app/check/check-defaults.ts";
import type { CheckOptions } from "../../app/check/check-options.ts";
import { flagOf, parseCheckOptions, type RawFlags } from "../../app/check/parse-check-options.ts";
import { toleranceGrammar } from "../../app/check/read-tolerance.ts";
import type { CommandIo } from "../../app/command-io.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { pushFlags, type PushOptions, splitPush } from "../../app/push/push-options.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { allowedOutsideShare } from "../../core/judge/defaults.ts";
import { DEFAULT_BATCH_SIZE, DEFAULT_CONCURRENCY, DEFAULT_REPEATS, DEFAULT_TIMEOUT_MS, WARM_UP_CALLS } from "../../work/replay/replay-defaults.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import { addConnectionFlags } from "../connection-flags.ts";
import type { Presentation } from "../create-command-io.ts";
import { printError } from "../print-error.ts";
import { readTemplates } from "../read-templates.ts";
import type { ColourChoice } from "../wants-colour.ts";

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
  What a team agreed on, every pair of it, or one:
    $ lockstep check
    $ lockstep check staging production
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
    .argument("[reference]", "what is trusted: a URL, a command in quotes, a file of predictions, or an environment of the manifest")
    .argument("[candidate]", "what is to be the same; with a manifest both may be left out")
    .addHelpText("after", examples);
  const add = optionAdder(command);
  add("What was agreed", [
    ["--manifest <file>", "the manifest (lockstep.yaml here or further up, when no targets are given or they are its environments)"],
    ["--failed", "only pairs of the manifest whose last run did not pass"],
    ["--since <run>", "tell which findings are new, gone or still there since that run"],
    ["--save [file]", "write a manifest from this verdict (lockstep.yaml); never over an existing one"],
    ["--sign-off <file>", "sign the verdict of an environment within its budgets; needs --signing-key"],
    ["--signing-key <ref>", "private key, env:NAME or file:PATH; made with: lockstep keys new"],
    ["--signer <name>", "who signs, when the manifest does not know the key"],
  ]);
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
  add("Where else it goes", pushFlags);
  command.addOption(colourOption().helpGroup("What comes out:"));
  command.action((reference: string | undefined, candidate: string | undefined) => context.finish(check(command, { reference: reference ?? null, candidate: candidate ?? null }, context)));
};

const repeatable = new Set(["--segment", "--tolerance", "--output"]);

/** Defaults stand in the schema; the parser of arguments hands on what was typed. */
const optionAdder = (command: Command) => (group: string, options: readonly (readonly [string, string])[]): void => {
  for (const [flag, says] of options) {
    const option = new Option(flag, says).helpGroup(`${group}:`);
    command.addOption(repeatable.has(option.long ?? "") ? option.argParser(collect) : option);
  }
};

const check = async (command: Command, targets: { readonly reference: string | null; readonly candidate: string | null }, context: CommandContext): Promise<ExitCode> => {
  // Defaults stand in the schemas: only what was typed may be laid over what was agreed.
  const typed = Object.fromEntries(Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"));
  const { push, rest: unpushed } = splitPush(typed);
  const { agreed, rest } = splitFlags(unpushed);
  const io = context.io(presentation(rest));
  const chosen = await chooseAgreed({ ...targets, manifest: agreed.manifest, model: typeof rest["model"] === "string" ? rest["model"] : null }, io);
  if (chosen !== null) {
    const { model: _chosen, ...over } = rest;
    if (agreed.save !== null) throw new LockstepError("LS105", { message: "--save writes a manifest from two targets, and this check has one already", place: "--save" });
    await refuseUnwritableReports(Array.isArray(over["output"]) ? over["output"] : [], io.cwd);
    const { runAgreedChecks } = await import("../../app/agreed/agreed-checks.ts");
    const tell = (error: unknown): ExitCode => printError(error, { err: (text) => io.note(text.trimEnd()), colour: false, redact: io.redact, interrupted: false, args: process.argv.slice(2) });
    return runAgreedChecks({ ...chosen, agreed, typed: over, complete: readTemplates, tell, push }, io);
  }
  if (targets.reference === null || targets.candidate === null) throw new LockstepError("LS102", { message: `a check compares two targets, and only ${targets.reference ?? "none"} was given`, place: "<candidate>", todo: "Give both, or none where a manifest names them; see lockstep check --help." });
  return plainCheck(await readTemplates(parseCheckOptions({ reference: targets.reference, candidate: targets.candidate }, rest)), agreed, push, io);
};

const splitFlags = (typed: RawFlags): { readonly agreed: AgreedOptions; readonly rest: RawFlags } => {
  const isAgreed = (key: string): boolean => (agreedKeys as readonly string[]).includes(key);
  const result = AgreedOptions.safeParse(Object.fromEntries(Object.entries(typed).filter(([key]) => isAgreed(key))));
  if (!result.success) throw new LockstepError("LS102", { message: result.error.issues.map((issue) => `${flagOf(String(issue.path[0]))}: ${issue.message}`).join("\n"), place: result.error.issues.map((issue) => flagOf(String(issue.path[0]))).join(", ") });
  return { agreed: result.data, rest: Object.fromEntries(Object.entries(typed).filter(([key]) => !isAgreed(key))) };
};

/** How a command speaks has to be known before the rest is read. */
const presentation = (typed: RawFlags): Presentation => ({ quiet: typed["quiet"] === true, ...(isColourChoice(typed["color"]) ? { color: typed["color"] } : {}) });

const isColourChoice = (value: unknown): value is ColourChoice => value === "auto" || value === "always" || value === "never";

const plainCheck = async (options: CheckOptions, agreed: AgreedOptions, push: PushOptions | null, io: CommandIo): Promise<ExitCode> => {
  for (const [flag, given] of [["--failed", agreed.failed], ["--sign-off", agreed.signOff !== null], ["--signing-key", agreed.signingKey !== null], ["--signer", agreed.signer !== null]] as const) {
    if (given) throw new LockstepError("LS105", { message: `${flag} goes with a manifest, and this check compares two targets that nobody agreed on`, place: flag, todo: "Write a manifest first: lockstep check A B --save" });
  }
  await refuseUnwritableReports(options.output, io.cwd);
  const saving = agreed.save === null ? null : await import("../../app/manifest/write-manifest.ts");
  const path = await saving?.refuseExisting(agreed.save === true || agreed.save === null ? null : String(agreed.save), io);
  const { runCheck } = await import("../../app/check/run-check.ts");
  const run = await runCheck(options, io);
  if (saving !== null && path !== undefined) await saving.writeManifest(run, options, path, io);
  const code = run.decision.exitCode as ExitCode;
  const byVerdict = code === ExitCode.fail || code === ExitCode.inconclusive;
  const verdict = options.exitZero && byVerdict ? ExitCode.proceed : code;
  return push === null ? verdict : worstExitCode([verdict, await (await import("../../app/push/push-after.ts")).pushAfter([run], push, options.store, io)]);
};
