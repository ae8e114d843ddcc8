import { toolVersion } from "../tool-version.ts";

/** Where a job keeps its reports, within the clone. */
export const reportsFolder = "lockstep-reports";

/** The command that puts this version of Lockstep on the job's path. */
export const installLine = (): string => `npm install --global lockstep@${toolVersion()}`;

/** The command of a job: everything the manifest names, with these reports. */
export const checkLine = (reports: readonly string[]): string => `lockstep check ${reports.map((name) => `-o ${reportsFolder}/${name}`).join(" ")}`;
