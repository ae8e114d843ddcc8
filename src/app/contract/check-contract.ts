import { resolve } from "node:path";
import { qualityFindings } from "../../checks/quality/quality-findings.ts";
import { runQuality } from "../../checks/quality/run-quality.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { QualityContract, QualityResult } from "../../core/domain/quality.ts";
import { type Verdict, worstVerdict } from "../../core/domain/verdict.ts";
import type { CommandIo } from "../command-io.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import type { ContractLogFlags } from "./contract-options.ts";
import { quarantineList } from "./quarantine-list.ts";
import { readContract } from "./read-contract.ts";
import { withPopulation } from "./with-population.ts";

export interface CheckContractRequest extends ContractLogFlags {
  readonly source: string;
  readonly contract: string;
  /** Which of several tables of the contract the data are. */
  readonly object?: string;
  /** A JSON file for the report. */
  readonly output?: string;
  /** A folder for the places of broken rows. */
  readonly quarantine?: string;
}

/** What of it came out, as it is printed and written. */
export interface ContractReport {
  readonly contract: Pick<QualityContract, "name" | "version" | "source" | "owner">;
  readonly source: string;
  readonly digest: string;
  readonly rows: number;
  readonly verdict: Verdict;
  /** When it was asked, ISO 8601 UTC; freshness was told from it. */
  readonly at: string;
  readonly results: readonly QualityResult[];
  readonly findings: readonly Finding[];
  readonly notRead: QualityContract["notRead"];
  /** Files with the places of broken rows. */
  readonly quarantined: readonly string[];
}

/** A log against its contract. Files are written whole or not at all; what fails is in the report and not an error of this function. */
export const checkContract = async (request: CheckContractRequest, io: CommandIo): Promise<ContractReport> => {
  // A contract that cannot be read is told before the data are.
  const contract = await readContract(request.contract, request.object ?? null, io);
  const report = await withPopulation(request.source, request, io, async (engine, { side, relation }): Promise<ContractReport> => {
    io.progress({ kind: "step", step: "holding them to their contract", detail: `${contract.rules.length} rules` });
    const at = new Date().toISOString();
    const context = { environment: side.name, now: at, digest: side.digest, sources: [request.source], signal: io.signal };
    const results = await runQuality(engine, relation, contract, context);
    const quarantined: string[] = [];
    if (request.quarantine !== undefined) {
      const list = await quarantineList(engine, relation, contract, results, context);
      const path = resolve(io.cwd, request.quarantine, `${side.digest.slice(0, 12)}.broken-rows.csv`);
      if (list.rows > 0) {
        await writeFileWhole(path, list.text);
        quarantined.push(path);
      }
    }
    const { name, version, source, owner } = contract;
    return { contract: { name, version, source, owner }, source: request.source, digest: side.digest, rows: side.rows, verdict: worstVerdict(results.map(({ verdict }) => verdict)), at, results, findings: qualityFindings(results), notRead: contract.notRead, quarantined };
  });
  if (request.output !== undefined) await writeFileWhole(resolve(io.cwd, request.output), `${JSON.stringify(report, null, 2)}\n`);
  return report;
};
