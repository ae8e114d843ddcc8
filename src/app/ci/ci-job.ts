import { toolVersion } from "../tool-version.ts";

/** Where a job keeps its reports, within the clone. */
export const reportsFolder = "lockstep-reports";

/** The command that puts this version of Lockstep on the job's path. */
export const installLine = (): string => `npm install --global lockstep@${toolVersion()}`;

/** The command of a job: everything the manifest names, with these reports. */
export const checkLine = (reports: readonly string[]): string => `lockstep check ${reports.map((name) => `-o ${reportsFolder}/${name}`).join(" ")}`;

/** What a runner needs that a developer's machine has by itself, as comment lines at the head of a job. */
export const runnerNeeds = (): string => `# A runner does not reach targets on localhost of another machine: give addresses that it reaches, or commands that start the servers in this job.
# lockstep@${toolVersion()} must be installable here: from npm's registry, or put the registry or the package file that you have in the line that installs it.`;
