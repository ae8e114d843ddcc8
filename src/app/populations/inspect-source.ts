import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { withEngine } from "../baseline/with-engine.ts";
import { defaultStore } from "../check/check-defaults.ts";
import type { CommandIo } from "../command-io.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { mappingYaml } from "./mapping-yaml.ts";
import { openPopulation } from "./open-population.ts";
import { printInspection } from "./print-inspection.ts";

export interface InspectRequest {
  readonly source: string;
  readonly format: string | null;
  readonly zone: string | null;
  /** A mapping that is to be looked at with the log. */
  readonly map: string | null;
  /** Where the proposed mapping goes. */
  readonly output: string | null;
  readonly json: boolean;
}

/** Says what is in a log and proposes how to read it. LS118 when the mapping's file exists already; as `openPopulation` otherwise. */
export const inspectSource = async ({ source, format, zone, map, output, json }: InspectRequest, io: CommandIo): Promise<void> => {
  const path = output === null ? null : resolve(io.cwd, output);
  if (path !== null && existsSync(path)) throw new LockstepError("LS118", { message: `${output ?? ""} exists already`, place: "--output" });
  await withEngine(resolve(io.cwd, defaultStore), async (engine) => {
    const opened = await openPopulation(engine, {
      name: source, source, format, map, zone, labels: null, window: { from: null, to: null }, like: null, cwd: io.cwd, env: io.env,
      roles: { id: null, ts: null, score: [], decision: [], label: [], segment: [], feature: [], ignore: [] }, keepSecret: io.keepSecret,
    });
    const { side, proof, standard, mapping } = opened;
    if (path !== null) await writeFileWhole(path, mappingYaml(opened));
    if (json) {
      const columns = standard.map(({ standard: name, text, origin, why }) => ({ standard: name, from: text, origin, why }));
      io.out(`${JSON.stringify({ source, format: side.format, proof, standard: columns, columns: side.columns, gaps: side.gaps, coverage: side.coverage, mapping }, null, 2)}\n`);
    } else io.out(printInspection(opened));
    if (output !== null) io.note(`wrote ${output}`);
    else if (!json) io.note("the mapping can be written with -o mapping.yaml, mended, and given to lockstep compare with --map");
  });
};
