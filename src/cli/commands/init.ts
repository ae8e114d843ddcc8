import { Option } from "commander";
import { type CiKind, writeCi } from "../../app/ci/write-ci.ts";
import { findManifest } from "../../app/manifest/find-manifest.ts";
import { initManifest } from "../../app/init/init.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";

const examples = `
What is asked can be answered beforehand, by --set:
  model=NAME   reference=NAME=TARGET   candidate=NAME=TARGET   golden=FILE   key=COLUMN

Examples:
  $ lockstep init
  $ lockstep init --yes --set reference=staging=http://localhost:8080 --set candidate=production=https://model.example.com --set golden=rows.csv`;

/** `lockstep init`: a first lockstep.yaml from what is in the folder and at most five questions. */
export const defineInit: DefineCommand = (command, context) => {
  command
    .option("-y, --yes", "ask nothing, take what was found")
    .option("--set <key=value>", "answer a question beforehand (repeatable)", collect)
    .addOption(new Option("--ci <forge>", "also write the job that runs a check; the job alone where there is a manifest already").choices(["github", "gitlab"]))
    .addHelpText("after", examples)
    .action((flags: { yes?: boolean; set?: string[]; ci?: CiKind }) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const somebody = flags.yes !== true && process.stdin.isTTY && process.stderr.isTTY && io.env["CI"] === undefined;
          if (flags.ci === undefined || findManifest(io.cwd) === null) await initManifest({ conversation: somebody ? { input: process.stdin, output: process.stderr, signal: io.signal } : null, set: flags.set ?? [] }, io);
          if (flags.ci !== undefined) io.note(`wrote ${await writeCi(flags.ci, io.cwd, io)}`);
          return ExitCode.proceed;
        })(),
      );
    });
};
