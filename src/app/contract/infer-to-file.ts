import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import type { ContractLogFlags } from "./contract-options.ts";
import { inferContract } from "./infer-contract.ts";
import { withPopulation } from "./with-population.ts";
import { writeOdcs } from "./write-odcs.ts";

/** A draft contract from a log; on stdout when no file is named. LS118 for a file that exists. */
export const inferToFile = async (source: string, flags: ContractLogFlags & { readonly output?: string; readonly owner?: string }, io: CommandIo): Promise<void> => {
  const path = flags.output === undefined ? null : resolve(io.cwd, flags.output);
  if (path !== null && existsSync(path)) throw new LockstepError("LS118", { message: `${flags.output ?? ""} exists already`, place: path });
  const text = await withPopulation(source, flags, io, async (engine, { relation, standard }) => {
    const name = flags.name ?? basename(source).replace(/(\.[a-z0-9]+)+$/i, "");
    const inferred = await inferContract(engine, { ...relation, name }, source, new Map(standard.map((each) => [each.standard, each.text])), io.signal);
    return writeOdcs(inferred, flags.owner ?? null);
  });
  if (path === null) io.out(text);
  else {
    await writeFileWhole(path, text);
    io.out(`${flags.output ?? ""}: what was observed, as a draft; go through its bounds with whoever makes the data\n`);
  }
};
