import { Command, CommanderError } from "commander";
import type { CommandIo } from "../app/command-io.ts";
import { ExitCode } from "../core/domain/exit-code.ts";
import type { CommandContext, DefineCommand } from "./cli-command.ts";
import type { Presentation } from "./create-command-io.ts";
import { toolVersion } from "../app/tool-version.ts";
import { usageError } from "./usage-error.ts";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<DefineCommand>;
}

/** Every command with the module that holds it; only the one that was asked for is loaded. */
const commands: readonly CommandEntry[] = [
  { name: "check", summary: "compare two environments: a verdict, a report and an exit code", load: async () => (await import("./commands/check.ts")).defineCheck },
  { name: "compare", summary: "compare two populations of predictions: files, folders, logs or profiles", load: async () => (await import("./commands/compare.ts")).defineCompare },
  { name: "validate", summary: "hold production against what offline estimates promised", load: async () => (await import("./commands/validate.ts")).defineValidate },
  { name: "what-if", summary: "what would have been expected, and held, if one thing were otherwise", load: async () => (await import("./commands/what-if.ts")).defineWhatIf },
  { name: "corridor", summary: "what thresholds would do: false alarms, the smallest effect found, days to find it", load: async () => (await import("./commands/corridor.ts")).defineCorridor },
  { name: "features", summary: "hold an online feature store against its offline history", load: async () => (await import("./commands/features.ts")).defineFeatures },
  { name: "importance", summary: "which features each environment's answers hang on, and whether they are the same", load: async () => (await import("./commands/importance.ts")).defineImportance },
  { name: "hypothesis", summary: "claims about production: register, amend, list and show them, or draft some from a backtest", load: async () => (await import("./commands/hypothesis.ts")).defineHypothesis },
  { name: "source", summary: "what is in a log of predictions, and how it would be read", load: async () => (await import("./commands/source.ts")).defineSource },
  { name: "profile", summary: "count a population into a profile that holds no row; merge and show profiles", load: async () => (await import("./commands/profile.ts")).defineProfile },
  { name: "synth", summary: "make inputs from a profile: rows like those it counted, and edge cases", load: async () => (await import("./commands/synth.ts")).defineSynth },
  { name: "contract", summary: "hold data against their contract, or draft one from what they are", load: async () => (await import("./commands/contract.ts")).defineContract },
  { name: "serve", summary: "the server with its dashboard: look, decide, be woken; one process on this store", load: async () => (await import("./commands/serve.ts")).defineServe },
  { name: "watch", summary: "validate, check and take fingerprints when they are due; open and close incidents", load: async () => (await import("./commands/watch.ts")).defineWatch },
  { name: "incident", summary: "what is open, what happened to it, and what people say of it", load: async () => (await import("./commands/incident.ts")).defineIncident },
  { name: "alert", summary: "whether channels work, what was sent to whom, and another try", load: async () => (await import("./commands/alert.ts")).defineAlert },
  { name: "request", summary: "what people are asked to approve, and what they say to it", load: async () => (await import("./commands/request.ts")).defineRequest },
  { name: "waiver", summary: "failing findings that people accept for a time", load: async () => (await import("./commands/waiver.ts")).defineWaiver },
  { name: "decide", summary: "how a run stands now, and what is to be done with it", load: async () => (await import("./commands/decide.ts")).defineDecide },
  { name: "review", summary: "what is looked at again and again, and whose turn it is", load: async () => (await import("./commands/review.ts")).defineReview },
  { name: "baseline", summary: "approve, show, compare and revert a model's reference behaviour", load: async () => (await import("./commands/baseline.ts")).defineBaseline },
  { name: "golden", summary: "add the worst rows of a run to the golden set", load: async () => (await import("./commands/golden.ts")).defineGolden },
  { name: "rerun", summary: "repeat a run from its own document", load: async () => (await import("./commands/rerun.ts")).defineRerun },
  { name: "runs", summary: "list the runs of this store, or restore what one was made from", load: async () => (await import("./commands/runs.ts")).defineRuns },
  { name: "report", summary: "render a stored run again, in any format", load: async () => (await import("./commands/report.ts")).defineReport },
  { name: "ledger", summary: "what was recorded, and that nothing of it was changed, dropped or added", load: async () => (await import("./commands/ledger.ts")).defineLedger },
  { name: "evidence", summary: "one archive for an auditor, further signatures, and the record of a run", load: async () => (await import("./commands/evidence.ts")).defineEvidence },
  { name: "verify", summary: "whether an archive of evidence is what was exported, and who says so", load: async () => (await import("./commands/verify.ts")).defineVerify },
  { name: "retention", summary: "remove what is older than agreed and what nothing keeps; the ledger names it", load: async () => (await import("./commands/retention.ts")).defineRetention },
  { name: "hold", summary: "legal holds: what is kept however old it is", load: async () => (await import("./commands/hold.ts")).defineHold },
  { name: "gate", summary: "hold a sign-off against what is deployed now", load: async () => (await import("./commands/gate.ts")).defineGate },
  { name: "keys", summary: "make and name the keys that sign-offs are signed with", load: async () => (await import("./commands/keys.ts")).defineKeys },
  { name: "token", summary: "what machines ask a server with: issue, list and revoke tokens", load: async () => (await import("./commands/token.ts")).defineToken },
  { name: "init", summary: "write a first lockstep.yaml from what is in this folder", load: async () => (await import("./commands/init.ts")).defineInit },
  { name: "config", summary: "what the manifest says: every value with its origin, and whether it holds together", load: async () => (await import("./commands/config.ts")).defineConfig },
  { name: "fingerprint", summary: "what an environment is, and in what two of them differ", load: async () => (await import("./commands/fingerprint.ts")).defineFingerprint },
  { name: "doctor", summary: "look whether this machine is fit, and say what to do where it is not", load: async () => (await import("./commands/doctor.ts")).defineDoctor },
  { name: "demo", summary: "three recorded environments, two verdicts, one report", load: async () => (await import("./commands/demo.ts")).defineDemo },
];

const exitCodes = `
Exit codes: 0 proceed, also with warnings; 1 pause or roll back; 2 wrong usage or configuration;
            3 not enough evidence; 4 an environment did not answer; 130 interrupted`;

/** Reads the arguments and runs the command they name. Wrong usage rejects with LS101, LS102 or LS105. */
export const runProgram = async (args: readonly string[], io: (presentation: Presentation) => CommandIo, endsBySignal: () => void = () => {}): Promise<ExitCode> => {
  let exitCode: ExitCode = ExitCode.proceed;
  const context: CommandContext = {
    io,
    endsBySignal,
    finish: async (work) => {
      exitCode = await work;
    },
  };
  const program = settings(new Command("lockstep"))
    .description("Proves that a machine-learning model behaves the same in staging, testing and production.")
    .usage("<command> [options]")
    .version(toolVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", exitCodes);
  const asked = args[0] === "help" ? args[1] : args.find((arg) => !arg.startsWith("-"));
  for (const { name, summary, load } of commands) {
    const command = settings(program.command(name)).summary(summary).description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`).helpOption("-h, --help", "print this help");
    if (name === asked) (await load())(command, context);
  }
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return ExitCode.usage;
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode === 0) return ExitCode.proceed;
    // A command that needs a subcommand and got none has printed its help on stderr.
    if (cause.code === "commander.help") return ExitCode.usage;
    throw usageError(cause, asked);
  }
  return exitCode;
};

/** Wrong usage is thrown and told in our own words; help is a result and goes to stdout. */
const settings = (command: Command): Command =>
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: () => {} })
    .configureHelp({ showGlobalOptions: false, helpWidth: Math.min(process.stdout.columns ?? 100, 110) });
