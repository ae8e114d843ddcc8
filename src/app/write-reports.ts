import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Run } from "../core/domain/run.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import type { ReportContext } from "../report/reporter.ts";
import type { CommandIo } from "./command-io.ts";
import { postToGithub } from "./ci/post-to-github.ts";
import { reportLocation } from "./ci/report-location.ts";
import { isStdout, type ReportDestination, reportDestination } from "./report-destination.ts";
import { writeFileWhole } from "./write-file-whole.ts";

/** Refuses, before any work is done, what could not be written after it: LS102 for an unknown format, LS506 for a folder. */
export const refuseUnwritableReports = async (outputs: readonly string[], cwd: string): Promise<void> => {
  for (const { path } of outputs.map(reportDestination)) if (path !== null) await refuseUnwritable(resolve(cwd, path), path);
};

/** Which shape of the results goes to stdout when no `-o` claims it. */
export interface StdoutShape {
  readonly json: boolean;
}

/**
 * Every `-o` of the run, each file wholly or not at all, then the results on stdout, then GitHub's job summary and annotations
 * where it runs there. A file that cannot be written keeps no other from being written; the first failure is thrown at the end.
 */
export const writeReports = async (run: Run, outputs: readonly string[], io: CommandIo, { json }: StdoutShape): Promise<void> => {
  const destinations = outputs.map(reportDestination);
  const location = await reportLocation(run, io);
  const context: ReportContext = { loadViewer, ...(location === null ? {} : { location }) };
  const failures: unknown[] = [];
  const written: string[] = [];
  for (const { path, format } of destinations) {
    if (path === null) continue;
    try {
      const render = await format.load();
      await writeFileWhole(resolve(io.cwd, path), await render(run, context));
      written.push(path);
    } catch (cause) {
      failures.push(cause);
    }
  }
  io.out(await stdoutText(run, destinations, io, json, written, context));
  await postToGithub(run, io, location);
  if (failures.length > 0) throw failures[0];
};

const loadViewer: ReportContext["loadViewer"] = async () => (await import("./load-viewer.ts")).loadViewer();

const stdoutText = async (run: Run, destinations: readonly ReportDestination[], io: CommandIo, json: boolean, written: readonly string[], context: ReportContext): Promise<string> => {
  const claimed = json ? reportDestination("-") : destinations.find(({ typed }) => isStdout(typed));
  if (claimed !== undefined) {
    const render = await claimed.format.load();
    return render(run, context);
  }
  const { renderTerminal } = await import("../report/terminal.ts");
  const report = written.find((path) => /\.html?$/i.test(path)) ?? written[0];
  return renderTerminal(run, { color: io.colour, ascii: io.ascii, width: io.width, ...(report === undefined ? {} : { report }) });
};

/** The place must not be a folder; the nearest folder that is there must be one, and writable: the missing ones are made in it. */
const refuseUnwritable = async (path: string, typed: string): Promise<void> => {
  const refused = (why: string): LockstepError => new LockstepError("LS506", { message: `${typed} could not be written: ${why}`, place: typed });
  if ((await stat(path).catch(() => null))?.isDirectory() === true) throw refused("it is a folder");
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const there = await stat(folder).catch(() => null);
    if (there === null && dirname(folder) !== folder) continue;
    if (there?.isDirectory() !== true) throw refused(`${folder} is not a folder`);
    await access(folder, constants.W_OK).catch(() => {
      throw refused(`${folder} may not be written by this user`);
    });
    return;
  }
};
