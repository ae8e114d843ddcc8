import { resolve } from "node:path";
import { Option } from "commander";
import { readHeader } from "../../app/check/connection-options.ts";
import type { CommandIo } from "../../app/command-io.ts";
import type { HeaderReference } from "../../app/connect/resolve-secret.ts";
import { compareSources } from "../../app/fingerprint/compare-sources.ts";
import type { FingerprintDependencies } from "../../app/fingerprint/probe-registry.ts";
import { takeFingerprint } from "../../app/fingerprint/take-fingerprint.ts";
import { toolVersion } from "../../app/tool-version.ts";
import { writeFileWhole } from "../../app/write-file-whole.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type ExportFormat, exportFormats } from "../../report/fingerprint/export-formats.ts";
import { renderDifferences } from "../../report/fingerprint/render-differences.ts";
import { renderFingerprint } from "../../report/fingerprint/render-fingerprint.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { colourOption } from "../colour-option.ts";
import type { ColourChoice } from "../wants-colour.ts";

interface ReadingFlags {
  readonly header: readonly string[];
  readonly model: readonly string[];
}

const sources = "a URL of the SDK's endpoint, pid:NUMBER, a file, or a folder of capture_training";

const headerOf = (text: string): HeaderReference => {
  const header = readHeader(text);
  if (header === undefined) throw new LockstepError("LS102", { message: `--header: "${text.split(":")[0] ?? ""}" is not a header such as 'Name: value'`, place: "--header" });
  return header;
};

/** What reading needs; LS105 for an option that none of the sources has a use for, which would otherwise be dropped in silence. */
const depsOf = ({ cwd, env, keepSecret, signal }: CommandIo, { header, model }: ReadingFlags, named: readonly string[]): FingerprintDependencies => {
  const useless = header.length > 0 && !named.some((source) => /^https?:/i.test(source)) ? "--header is for a URL" : model.length > 0 && !named.some((source) => /^pid:/i.test(source)) ? "--model is for pid:NUMBER" : null;
  if (useless !== null) throw new LockstepError("LS105", { message: `${useless}, and none of ${named.join(", ")} is one`, place: useless.split(" ")[0] ?? "" });
  return { cwd, env, keepSecret, signal, headers: header.map(headerOf), folders: model };
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** To the file, wholly or not at all, or to stdout; `-` is stdout too. */
const write = async (text: string, output: string | undefined, io: CommandIo): Promise<void> => {
  if (output === undefined || output === "-") io.out(text);
  else await writeFileWhole(resolve(io.cwd, output), text);
};

const headerOption = (): Option => new Option("--header <'Name: value'>", "header of a request (repeatable); secrets as env:NAME or file:PATH").argParser(collect).default([], "none");
const modelOption = (): Option => new Option("--model <path>", "folder of model files, looked for among what a process has opened (repeatable; pid: only)").argParser(collect).default([], "none");

/** `lockstep fingerprint`: what an environment is, and in what two differ. */
export const defineFingerprint: DefineCommand = (command, context) => {
  command
    .command("take")
    .description("Read what an environment is, as JSON.")
    .argument("[source]", sources)
    .option("-o, --output <file>", "write it there instead of to stdout")
    .addOption(headerOption())
    .addOption(modelOption())
    .action((source: string | undefined, flags: ReadingFlags & { readonly output?: string }) => {
      const io = context.io({});
      return context.finish((async () => {
        if (source === undefined) throw new LockstepError("LS102", { message: "no source was named", place: "SOURCE", todo: `Name ${sources}; inside a Python environment, run: python -m lockstep.probe -o FILE` });
        const fingerprint = await takeFingerprint(source, depsOf(io, flags, [source]));
        await write(json(fingerprint), flags.output, io);
        if (flags.output !== undefined && flags.output !== "-") io.note(`${Object.keys(fingerprint.fields).length} fields read, ${Object.keys(fingerprint.unread).length} could not be: ${flags.output}`);
        return ExitCode.proceed;
      })());
    });
  command
    .command("diff")
    .description("Say in what two environments differ, the worst first. Exit 0, or 1 with --exit-code when something weighs high or more.")
    .argument("<a>", sources)
    .argument("<b>", "the other one")
    .option("--all", "the harmless differences too, each with its reason")
    .option("--json", "every difference as JSON on stdout")
    .option("--exit-code", "exit 1 when a difference that is not harmless weighs high or block")
    .addOption(headerOption())
    .addOption(modelOption())
    .addOption(colourOption())
    .action((a: string, b: string, flags: ReadingFlags & { readonly all?: boolean; readonly json?: boolean; readonly exitCode?: boolean; readonly color: ColourChoice }) => {
      const io = context.io({ color: flags.color });
      return context.finish((async () => {
        const { reference, candidate, differences } = await compareSources(a, b, depsOf(io, flags, [a, b]));
        const about = ({ source, name, fingerprint: { probe, method, takenAt } }: typeof reference): unknown => ({ source, name, probe, method, takenAt });
        if (flags.json === true) io.out(json({ reference: about(reference), candidate: about(candidate), differences }));
        else io.out(renderDifferences(differences, { names: { reference: reference.name, candidate: candidate.name }, all: flags.all === true, color: io.colour, ascii: io.ascii, width: io.width }));
        const heavy = differences.some(({ quiet, weight }) => quiet === null && (weight === "high" || weight === "block"));
        return flags.exitCode === true && heavy ? ExitCode.fail : ExitCode.proceed;
      })());
    });
  command
    .command("show")
    .description("Show a fingerprint for people: its fields by group, and what could not be read.")
    .argument("<file>", "a fingerprint, or any other source")
    .addOption(colourOption())
    .action((file: string, flags: { readonly color: ColourChoice }) => {
      const io = context.io({ color: flags.color });
      return context.finish((async () => {
        io.out(renderFingerprint(await takeFingerprint(file, depsOf(io, { header: [], model: [] }, [file])), { color: io.colour, ascii: io.ascii }));
        return ExitCode.proceed;
      })());
    });
  command
    .command("export")
    .description("Write a fingerprint in a format that other tools read.")
    .argument("<file>", "a fingerprint, or any other source")
    .addOption(new Option("--format <format>", "cyclonedx: bill of materials; pip-inspect: what is installed; otel-resource: OpenTelemetry attributes").choices(Object.keys(exportFormats)).makeOptionMandatory())
    .option("-o, --output <file>", "write it there instead of to stdout")
    .option("--environment <name>", "the environment's name, for otel-resource")
    .option("--service-version <version>", "the version that is served, for otel-resource")
    .action((file: string, flags: { readonly format: ExportFormat; readonly output?: string; readonly environment?: string; readonly serviceVersion?: string }) => {
      const io = context.io({});
      return context.finish((async () => {
        const unused = flags.format === "otel-resource" ? undefined : flags.environment !== undefined ? "--environment" : flags.serviceVersion !== undefined ? "--service-version" : undefined;
        if (unused !== undefined) throw new LockstepError("LS105", { message: `${unused} is for --format otel-resource; ${flags.format} has no place for it`, place: unused });
        const fingerprint = await takeFingerprint(file, depsOf(io, { header: [], model: [] }, [file]));
        await write(json(exportFormats[flags.format](fingerprint, { toolVersion: toolVersion(), environment: flags.environment ?? null, version: flags.serviceVersion ?? null })), flags.output, io);
        return ExitCode.proceed;
      })());
    });
};
