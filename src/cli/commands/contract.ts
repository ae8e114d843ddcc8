import type { Command } from "commander";
import { type CheckContractRequest, checkContract, type ContractReport } from "../../app/contract/check-contract.ts";
import type { ContractLogFlags } from "../../app/contract/contract-options.ts";
import { inferToFile } from "../../app/contract/infer-to-file.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { DefineCommand } from "../cli-command.ts";
import { plainLines } from "../plain-lines.ts";

/** As many gates that do not hold as are printed; all of them stand in the report. */
const mostPrinted = 20;

/** How the log is opened; the same words as `lockstep compare`. */
const logOptions = (command: Command): Command => command
  .option("--format <id>", "the log's format; recognised when not given (see: lockstep source inspect)")
  .option("--map <file>", "a mapping of its columns, as lockstep source inspect writes one")
  .option("--zone <zone>", "time zone of times that have none, such as Europe/Berlin")
  .option("--window <from..to>", "only predictions of this time; TO is not in it")
  .option("--id <column>", "identifies a prediction")
  .option("--time <column>", "when it was made")
  .option("--labels <file>", "labels that came later, joined by key")
  .option("--labels-key <column>", "key in the file of labels; the id's name when not given")
  .option("--labels-column <column>", "the label in that file")
  .option("--labels-time <column>", "when the label came")
  .option("--name <name>", "what the data are called in what is written");

/** `lockstep contract`: hold data against what was agreed about them, or draft such a contract from what they are. */
export const defineContract: DefineCommand = (command, context) => {
  logOptions(command.command("check").description("Hold a log against its data contract (Open Data Contract Standard v3.1). Exit 1 when a gate fails, 3 when there is nothing to hold against it.").argument("<source>", "a log: a file, a folder of parts, a glob in quotes"))
    .requiredOption("--contract <file>", "the data contract, YAML; or a manifest, for what it says of a model's features")
    .option("--object <name>", "which of the contract's tables the data are, or of the manifest's models, when it has several")
    .option("--quarantine <dir>", "write the places of broken rows there as CSV, never their values")
    .option("-o, --output <file>", "the report as JSON")
    .option("--json", "the report as JSON on stdout, nothing else")
    .option("--quiet", "no progress")
    .action((source: string, flags: Omit<CheckContractRequest, "source"> & { json?: boolean; quiet?: boolean }) => {
      const io = context.io({ quiet: flags.quiet === true });
      return context.finish((async () => {
        const report = await checkContract({ ...flags, source }, io);
        io.out(flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : plainLines(words(report)));
        const broken = report.results.filter(({ verdict }) => verdict === "fail" || verdict === "error");
        if (broken.length > 0) {
          throw new LockstepError("LS233", { message: `${source} is kept out: ${countOf(broken.length, "gate")} of ${report.results.length} ${broken.length === 1 ? "does" : "do"} not hold`, place: report.contract.source, ...(report.contract.owner === null ? {} : { todo: `Ask ${report.contract.owner}, who answers for the data, or change the contract with them.` }) });
        }
        return report.verdict === "pass" ? ExitCode.proceed : ExitCode.inconclusive;
      })());
    });
  logOptions(command.command("infer").description("Draft a data contract from what a log is: types, nulls, ranges, few categories, the key. Every bound is marked as observed.").argument("<source>", "a log: a file, a folder of parts, a glob in quotes"))
    .option("-o, --output <file>", "where to write it; a file that exists is never overwritten (stdout when not given)")
    .option("--owner <name>", "who answers for the data")
    .option("--quiet", "no progress")
    .action((source: string, flags: ContractLogFlags & { output?: string; owner?: string; quiet?: boolean }) => {
      const io = context.io({ quiet: flags.quiet === true });
      return context.finish(inferToFile(source, flags, io).then(() => ExitCode.proceed));
    });
};

const words = ({ contract, source, rows, verdict, results, findings, notRead, quarantined }: ContractReport): string => {
  const not = findings.filter((finding) => finding.verdict !== "pass");
  const kept = results.length - not.length;
  return [
    verdict === "pass" ? `${source} keeps ${contract.name}: ${countOf(results.length, "gate")}, ${countOf(rows, "row")}` : `${source} does not keep ${contract.name}: ${countOf(kept, "gate")} of ${results.length} hold for ${countOf(rows, "row")}`,
    ...not.slice(0, mostPrinted).flatMap(({ verdict: told, statement, reason, action }) => [`  ${told}  ${statement}`, `    why    ${reason}`, `    to do  ${action}`]),
    ...(not.length > mostPrinted ? [`  and ${not.length - mostPrinted} more, all of them with -o report.json`] : []),
    ...(notRead.length === 0 ? [] : [`  not asked, for nothing here can hold data against it:`, ...notRead.slice(0, mostPrinted).map(({ place, why }) => `    ${place}  ${why}`), ...(notRead.length > mostPrinted ? [`    and ${notRead.length - mostPrinted} more`] : [])]),
    ...quarantined.map((path) => `  broken rows  ${path}`), "",
  ].join("\n");
};
