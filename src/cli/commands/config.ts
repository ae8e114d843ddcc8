import { relative } from "node:path";
import type { CommandIo } from "../../app/command-io.ts";
import { findManifest, manifestNames } from "../../app/manifest/find-manifest.ts";
import { inspectManifest, loadManifest } from "../../app/manifest/load-manifest.ts";
import { manifestSchema } from "../../app/manifest/manifest-schema.ts";
import { printValues } from "../../app/manifest/print-values.ts";
import { chooseEnvironment, chooseModel } from "../../app/manifest/resolve-model.ts";
import { resolvedValues } from "../../app/manifest/resolved-values.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { DefineCommand } from "../cli-command.ts";

interface PrintFlags {
  readonly model?: string;
  readonly environment?: string;
  readonly manifest?: string;
  readonly store?: string;
  readonly json?: boolean;
}

/** `lockstep config print | check | schema`: what holds, where it comes from, and whether it holds together. */
export const defineConfig: DefineCommand = (command, context) => {
  command
    .command("print")
    .description("Print every value in force with where it came from: file:line:column, an override, a default, or a flag. Secrets stay references.")
    .option("--model <name>", "only this model")
    .option("--environment <name>", "as it holds in this environment, overrides applied")
    .option("--manifest <file>", `the manifest; ${manifestNames[0]} here or further up when not given`)
    .option("--store <dir>", "as a check would be given it, to see that it goes before the manifest")
    .option("--json", "as JSON on stdout")
    .action((flags: PrintFlags) => {
      const io = context.io({});
      return context.finish(print(flags, io));
    });
  command
    .command("check")
    .description("Look whether a manifest holds together. Exit 0, or 2 with every mistake, its place and how to mend it.")
    .argument("[file]", `the manifest; ${manifestNames[0]} here or further up when not given`)
    .action((file: string | undefined) => {
      const io = context.io({});
      return context.finish(check(file, io));
    });
  command
    .command("schema")
    .description("Print the JSON Schema of lockstep.yaml, by which editors complete and check it.")
    .action(() => {
      const io = context.io({});
      return context.finish(
        (async () => {
          io.out(await manifestSchema());
          return ExitCode.proceed;
        })(),
      );
    });
};

const print = async (flags: PrintFlags, io: CommandIo): Promise<ExitCode> => {
  const loaded = await loadManifest(manifestPath(flags.manifest, io), { cwd: io.cwd, env: io.env });
  const model = flags.model === undefined ? undefined : chooseModel(loaded, flags.model);
  if (flags.environment !== undefined) chooseEnvironment(loaded, model ?? Object.keys(loaded.manifest.models ?? {})[0] ?? "", flags.environment);
  const values = resolvedValues(loaded, {
    ...(model === undefined ? {} : { model }),
    ...(flags.environment === undefined ? {} : { environment: flags.environment }),
    ...(flags.store === undefined ? {} : { flags: { "--store": flags.store } }),
  });
  io.out(flags.json === true ? `${JSON.stringify(values, null, 2)}\n` : printValues(values));
  return ExitCode.proceed;
};

const check = async (file: string | undefined, io: CommandIo): Promise<ExitCode> => {
  const path = manifestPath(file, io);
  const { loaded, error } = await inspectManifest(path, { cwd: io.cwd, env: io.env });
  if (error !== null) throw error;
  const { models = {}, environments = {} } = loaded?.manifest ?? {};
  io.out(`${relative(io.cwd, path) || path} holds together: ${countOf(Object.keys(models).length, "model")}, ${countOf(Object.keys(environments).length, "environment")}\n`);
  return ExitCode.proceed;
};

const manifestPath = (named: string | undefined, { cwd }: CommandIo): string => {
  const path = named ?? findManifest(cwd);
  if (path === null) throw new LockstepError("LS117", { message: `there is no ${manifestNames.join(", ")} in ${cwd} or above it in its repository`, place: cwd });
  return path;
};
