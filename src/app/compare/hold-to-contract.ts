import { qualityFindings } from "../../checks/quality/quality-findings.ts";
import { runQuality } from "../../checks/quality/run-quality.ts";
import type { QualityResult } from "../../core/domain/quality.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { CommandIo } from "../command-io.ts";
import { readContract } from "../contract/read-contract.ts";
import type { HeldToContract } from "./held-to-contract.ts";
import type { OpenedSide } from "./open-sides.ts";

/** Both sides against one contract, before anything is compared. A profile holds no rows to be held to anything: LS232. */
export const holdToContract = async (engine: Engine, sides: readonly OpenedSide[], path: string, now: string, io: CommandIo): Promise<HeldToContract> => {
  const contract = await readContract(path, null, io);
  for (const { place, why } of contract.notRead) io.note(`${place}: ${why}`);
  const results: QualityResult[] = [];
  for (const side of sides) {
    if (side.kind === "profile") throw new LockstepError("LS232", { message: `${side.side.source} is a profile, and holds no rows that could be held to a contract`, place: "--contract", todo: "Hold the data to the contract where their profile is taken: lockstep contract check LOG --contract FILE" });
    results.push(...(await runQuality(engine, side.opened.relation, contract, { environment: side.side.name, now, digest: side.side.digest, sources: [side.side.source] })));
  }
  // What could not be asked is no less reason to keep data out than what was broken.
  return { results, findings: qualityFindings(results), keptOut: results.some(({ verdict }) => verdict === "fail" || verdict === "error") };
};
