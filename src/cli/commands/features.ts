import { Option } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { toleranceGrammar } from "../../app/check/read-tolerance.ts";
import { defaultEntities, parseFeaturesOptions } from "../../app/features/features-options.ts";
import { refuseUnwritableReports } from "../../app/write-reports.ts";
import { allowedEntityShare } from "../../checks/features/feature-findings.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { allowedOutsideShare } from "../../core/judge/defaults.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import type { ColourChoice } from "../wants-colour.ts";

const examples = `
Tolerances (--tolerance), by the feature's name:
  ${toleranceGrammar.split("\n").join("\n  ")}

Examples:
  What a Feast server serves against the file it was materialised from:
    $ lockstep features http://localhost:6566 customers.parquet --entity customer_id --time event_timestamp \\
        --features credit_history:income,credit_history:late_payments
  Gently, with an agreed lag and a report:
    $ lockstep features production=https://features.example.com training=history.parquet --entity customer_id --time event_timestamp \\
        --created created --features credit_history:income --max-lag 1h --max-age 30d --header 'Authorization: Bearer env:TOKEN' -o report.html`;

const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ["What is compared", [
    ["--entity <a,b>", "columns of the entity's key, as the store names them too"],
    ["--time <column>", "when an offline row became true"],
    ["--created <column>", "when it was written: of two rows of one time the later one counts"],
    ["--features <a,b>", "features, each as view:feature; the offline column is view__feature or feature"],
    ["--zone <zone>", "time zone of offline times that have none, such as Europe/Berlin"],
    ["--rows <n>", `most entities to ask, chosen by hash (${defaultEntities})`],
  ]],
  ["What counts as the same", [
    ["--tolerance <spec>", "agreed tolerance, see below (repeatable); derived when not given"],
    ["--max-outside <share>", `share of values that may be outside tolerance (${allowedOutsideShare})`],
    ["--max-lag <time>", "how far online may be behind offline, such as 1h; only told when not given"],
    ["--max-late <share>", `share of entities that may be further behind (${allowedEntityShare})`],
    ["--max-age <time>", "offline rows older than this need not be online, such as 30d"],
    ["--max-missing <share>", `share of entities that may be absent online (${allowedEntityShare})`],
  ]],
  ["How it is asked", [
    ["--header <'Name: value'>", "header of every request (repeatable); secrets as env:NAME or file:PATH"],
    ["--ca <file>", "authority that signed the server's certificate"],
    ["--timeout <seconds>", "until a request counts as unanswered (30)"],
    ["--max-rate <n>", "most requests per second; 5 for a store called production"],
  ]],
  ["What comes out", [
    ["-o, --output <file>", "write a report: .html .json .xml (JUnit) .sarif .md .txt; - is JSON on stdout (repeatable)"],
    ["--json", "the run document on stdout, nothing else"],
    ["--quiet", "no progress"],
    ["--exit-zero", "exit 0 whatever the verdict"],
    ["--store <dir>", `where runs and the ledger are kept (${defaultStore})`],
    ["--memory <size>", "most memory for comparing, such as 2GiB"],
    ["--threads <n>", "most threads for comparing"],
  ]],
];
const repeatable = new Set(["--tolerance", "--header", "--output"]);

/** `lockstep features ONLINE OFFLINE`: does the online feature store serve what offline held? */
export const defineFeatures: DefineCommand = (command, context) => {
  command.argument("<online>", "URL of the online store's feature server; NAME=URL names it").argument("<offline>", "file of offline feature rows: Parquet, CSV or JSON lines").addHelpText("after", examples);
  for (const [group, options] of groups) {
    for (const [flag, says] of options) {
      const option = new Option(flag, says).helpGroup(`${group}:`);
      command.addOption(repeatable.has(option.long ?? "") ? option.argParser(collect) : option);
    }
  }
  command.addOption(colourOption().helpGroup("What comes out:"));
  command.action((online: string, offline: string) => context.finish((async () => {
    const typed = Object.fromEntries(Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === "cli"));
    const io = context.io({ quiet: typed["quiet"] === true, ...(isColour(typed["color"]) ? { color: typed["color"] } : {}) });
    const options = parseFeaturesOptions(online, offline, typed);
    await refuseUnwritableReports(Array.isArray(typed["output"]) ? typed["output"] : [], io.cwd);
    const { runFeatures } = await import("../../app/features/run-features.ts");
    const { decision } = await runFeatures(options, io);
    const code = decision.exitCode as ExitCode;
    return options.exitZero && (code === ExitCode.fail || code === ExitCode.inconclusive) ? ExitCode.proceed : code;
  })()));
};

const isColour = (value: unknown): value is ColourChoice => value === "auto" || value === "always" || value === "never";
