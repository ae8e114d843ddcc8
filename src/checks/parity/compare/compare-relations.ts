import type { Coverage, OutputComparison, WorstPair } from "../../../core/domain/comparison.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { ProgressListener } from "../../../ports/progress.ts";
import { alignRelations } from "./align-relations.ts";
import { compareOutput } from "./compare-output.ts";
import type { OutputSpec } from "./output-spec.ts";
import { columnGroups, groupBytes, outputPairs, pairTableSql } from "./pair-table.ts";
import { pairOutput } from "./pairs-sql.ts";
import { rankSampleSql } from "./rank-agreement.ts";
import { type PlacedPair, withKeys } from "./worst-pairs.ts";

export interface ComparisonRequest {
  readonly reference: PredictionRelation;
  readonly candidate: PredictionRelation;
  readonly outputs: readonly OutputSpec[];
  /** The share of pairs that may be outside; only `smallestTolerance` depends on it. */
  readonly allowedShare: number;
  readonly worstPerOutput: number;
  readonly signal?: AbortSignal;
  /** Bytes of pairs held at a time; `groupBytes` when left out. */
  readonly groupBytes?: number;
}

export interface RelationComparison {
  readonly coverage: Coverage;
  readonly outputs: readonly OutputComparison[];
  readonly worst: readonly WorstPair[];
}

/** Comparisons may overlap on one engine, so each has a table of its own. */
let comparisons = 0;

/**
 * Compares two relations pair by pair, output by output, inside the engine. Outputs are joined in groups that fit into memory;
 * each is then read a few times from there, and only aggregates and the worst pairs come back.
 */
export const compareRelations = async (engine: Engine, request: ComparisonRequest, onProgress?: ProgressListener): Promise<RelationComparison> => {
  const { reference, candidate, signal } = request;
  const alignment = await alignRelations(engine, reference, candidate, signal);
  const coverage: Coverage = {
    rowsReference: reference.rows,
    rowsCandidate: candidate.rows,
    pairs: alignment.pairs,
    onlyReference: reference.rows - alignment.pairs,
    onlyCandidate: candidate.rows - alignment.pairs,
    errorsReference: alignment.errorsReference,
    errorsCandidate: alignment.errorsCandidate,
    dropped: [],
  };
  const paired = request.outputs.map((spec) => pairOutput(spec, reference, candidate));
  const extra = { columns: [{ expression: rankSampleSql(engine.dialect, "r.key", alignment.pairs), name: "sampled" }], join: "" };
  const pairTable = `lockstep_pairs_${comparisons++}`;
  const outputs: OutputComparison[] = [];
  const worst: PlacedPair[] = [];
  try {
    for (const group of columnGroups(paired, alignment.pairs, request.groupBytes ?? groupBytes)) {
      await engine.execute(pairTableSql(engine, pairTable, request, alignment, group, extra), [], signal);
      for (const [index, output] of group.entries()) {
        const options = { allowedShare: request.allowedShare, worst: request.worstPerOutput, ...(signal === undefined ? {} : { signal }) };
        const result = await compareOutput(engine, outputPairs(engine, pairTable, alignment, output, index, extra), options);
        outputs.push(result.comparison);
        worst.push(...result.worst);
        onProgress?.({ kind: "count", step: "compare", done: outputs.length, total: paired.length, etaSeconds: null, detail: output.output });
      }
    }
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${engine.dialect.identifier(pairTable)}`);
  }
  return { coverage, outputs, worst: await withKeys(engine, reference, worst, signal) };
};
