import { inspectSource } from "../../app/populations/inspect-source.ts";
import { logFormatIds } from "../../app/populations/log-registry.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";

const examples = `
A log is a file, a folder of parts, or a glob in quotes. Formats: ${logFormatIds.join(", ")}

Examples:
  $ lockstep source inspect october.parquet
  $ lockstep source inspect 'capture/**/*.jsonl' --format sagemaker -o mapping.yaml
  $ lockstep compare training.parquet october.parquet --map mapping.yaml`;

interface InspectFlags {
  readonly format?: string;
  readonly zone?: string;
  readonly map?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** `lockstep source inspect PATH`: what is in a log of predictions, and how it would be read. */
export const defineSource: DefineCommand = (command, context) => {
  command
    .command("inspect")
    .description("Say what a log of predictions is, what its columns are taken for and why, what it cannot tell, and propose a mapping. No value of a row is printed.")
    .argument("<path>", "a log of predictions")
    .option("--format <id>", "the log's format; recognised when not given")
    .option("--zone <zone>", "time zone of times that have none, such as Europe/Berlin")
    .option("--map <file>", "a mapping to look at the log with")
    .option("-o, --output <file>", "write the proposed mapping; a file that exists is never overwritten")
    .option("--json", "all of it as JSON on stdout")
    .addHelpText("after", examples)
    .action((path: string, flags: InspectFlags) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          await inspectSource({ source: path, format: flags.format ?? null, zone: flags.zone ?? null, map: flags.map ?? null, output: flags.output ?? null, json: flags.json === true }, io);
          return ExitCode.proceed;
        })(),
      );
    });
};
