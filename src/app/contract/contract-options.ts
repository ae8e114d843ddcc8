import type { LabelsRequest, PopulationRequest } from "../populations/population-request.ts";
import { readWindow } from "../compare/read-window.ts";

/** How a log is opened to be held against a contract, as typed. */
export interface ContractLogFlags {
  readonly format?: string;
  readonly map?: string;
  readonly zone?: string;
  readonly window?: string;
  readonly id?: string;
  readonly time?: string;
  readonly labels?: string;
  readonly labelsKey?: string;
  readonly labelsColumn?: string;
  readonly labelsTime?: string;
  readonly name?: string;
}

/** The request that opens it; roles beside id and time do not matter to a contract. LS102 for a window that is none. */
export const populationRequest = (source: string, flags: ContractLogFlags, cwd: string): PopulationRequest => {
  const labels: LabelsRequest | null = flags.labels === undefined ? null : { source: flags.labels, key: flags.labelsKey ?? null, label: flags.labelsColumn ?? null, ts: flags.labelsTime ?? null };
  return {
    name: flags.name ?? "data", source, format: flags.format ?? null, map: flags.map ?? null, zone: flags.zone ?? null, labels, like: null, cwd, window: readWindow(flags.window ?? null, "--window"),
    roles: { id: flags.id ?? null, ts: flags.time ?? null, score: [], decision: [], label: [], segment: [], feature: [], ignore: [] },
  };
};
