import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import type { PopulationColumn, PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { OutputRow, OutputValue } from "../../ports/serving.ts";
import { countSeries } from "../../work/series/count-series.ts";
import { isLive, type LiveSide } from "../check/check-side.ts";
import { newRunId } from "../check/new-run-id.ts";
import { openSide } from "../check/open-side.ts";
import type { CommandIo } from "../command-io.ts";
import { parseTarget } from "../connect/parse-target.ts";
import { refuseWrittenSecrets } from "../connect/resolve-secret.ts";
import { offlineEstimateOf } from "../validate/offline-estimate-of.ts";
import { askRows } from "./ask-rows.ts";
import { type BacktestRows, backtestRows, place } from "./backtest-rows.ts";
import { type BacktestQuestion, type ChangedBacktest, featureOf, openBacktest } from "./missing-in-backtest.ts";
import type { WhatIfDocument } from "./what-if-document.ts";
import type { WhatIfOptions } from "./what-if-options.ts";

export interface AskQuestion extends BacktestQuestion {
  readonly ask: NonNullable<WhatIfOptions["ask"]>;
  /** A folder for what comes in while asking. */
  readonly folder: string;
}

/** Asks the model rows of the backtest as they are and with the change, and estimates from both: the difference is the change's, not the asking's. Rows without an answer are left out of both. */
export const askBacktest = async (engine: Engine, question: AskQuestion, io: CommandIo): Promise<ChangedBacktest & { readonly asked: NonNullable<WhatIfDocument["asked"]> }> => {
  const { plan, measure, hypothesis, change, ask, folder } = question;
  const relation = await openBacktest(engine, question, io);
  const column = featureOf(relation, change);
  const output = outputOf(relation, hypothesis.metric.output);
  const side = await connect(engine, question, relation, io);
  try {
    const signature = side.description.inputs?.map(({ name }) => name) ?? null;
    const rows = await backtestRows(engine, { relation, where: plan.where, column, change, rows: ask.rows, seed: ask.seed, entity: ask.entity, signature });
    io.progress({ kind: "note", message: `${countOf(rows.places.length, "row")} of the backtest's ${rows.of.toLocaleString("en-US")}, as they are and changed` });
    await mkdir(folder, { recursive: true });
    const answers = await askRows(side, [...rows.asTheyAre, ...rows.changed], { check: ask.check, seed: ask.seed, path: join(folder, "what-if.sqlite") }, io);
    const name = answerName(answers, ask.answer, output);
    const pairs = rows.places.flatMap((at, index) => {
      const [one, other] = [answers[index]?.get(name), answers[index + rows.places.length]?.get(name)];
      return one === undefined || other === undefined ? [] : [{ at, one, other }];
    });
    const estimate = async (of: "one" | "other"): Promise<OfflineEstimate> => {
      const series = await countSeries(engine, await answered(engine, relation, rows, output, pairs.map((pair) => ({ at: pair.at, value: pair[of] })), `what_if_${of}`), plan, io.signal);
      return offlineEstimateOf(hypothesis, measure, { series, digest: "" }, []);
    };
    const [before, after] = [await estimate("one"), await estimate("other")];
    return {
      before, after, asked: { address: side.client.address, rows: pairs.length, moved: pairs.filter(({ one, other }) => !Object.is(one.value, other.value)).length },
      assumptions: [
        `The model at ${side.client.address} is the one that the backtest was made with, or stands for it; both estimates rest on its answers now, to ${countOf(pairs.length, "row")}.`,
        ...(pairs.length < rows.places.length ? [`${countOf(rows.places.length - pairs.length, "row")} had no answer to both, and are left out.`] : []),
        "What came true stays as it was: labels are of the rows as they were.",
        ...(change.kind === "delay" ? [`${change.feature} is the latest value that a row of the same entity had at least ${change.written} before, within the backtest; missing where there was none.`] : []),
      ],
    };
  } finally {
    await side.close();
  }
};

const connect = async (engine: Engine, { ask: { check } }: AskQuestion, { columns }: PopulationRelation, io: CommandIo): Promise<LiveSide> => {
  const target = parseTarget(check.reference.target, { cwd: io.cwd, env: io.env });
  if (target.kind !== "endpoint" && target.kind !== "command") throw new LockstepError("LS106", { message: `${check.reference.target} cannot be asked`, place: "--ask", todo: "Give a URL, or a command in quotes." });
  refuseWrittenSecrets(check.reference.header);
  const names = columns.filter(({ role }) => role === "feature" || role === "segment").map(({ name }) => name);
  const side = await openSide({ side: "reference", name: check.reference.name ?? "model", target }, { engine, options: check, io, runId: newRunId(systemClock.now()), columns: names });
  if (!isLive(side)) throw new Error("an endpoint or a command can be asked");
  return side;
};

/** The column whose values the model's answers take the place of: the metric's output, or the only one there is. */
const outputOf = ({ columns }: PopulationRelation, named: string | undefined): PopulationColumn => {
  const outputs = columns.filter(({ role }) => role === "score" || role === "decision");
  const found = named === undefined ? (outputs.length === 1 ? outputs[0] : undefined) : columns.find(({ name }) => name === named);
  if (found !== undefined) return found;
  throw new LockstepError("LS207", { message: `which of ${listOf(outputs.map(({ name }) => name))} the model answers is not said`, place: "--ask", todo: "Write output: NAME under the hypothesis' metric." });
};

const answerName = (answers: readonly (OutputRow | null)[], asked: string | null, output: PopulationColumn): string => {
  const given = [...new Set(answers.flatMap((row) => [...(row?.keys() ?? [])]))];
  const [only] = given;
  if (given.length === 0) throw new LockstepError("LS401", { message: "the model answered no row", place: "--ask" });
  const found = asked === null ? (given.includes(output.name) ? output.name : given.length === 1 ? only : undefined) : given.find((name) => name === asked);
  if (found !== undefined) return found;
  throw new LockstepError("LS207", { message: asked === null ? `the model gives ${listOf(given)}, none of which is called ${output.name}` : `the model gives no ${asked}; it gives ${listOf(given)}`, place: "--answer", todo: "Name the one that is meant with --answer." });
};

/** The asked rows of the backtest with the model's answers in place of the output that was logged. */
const answered = async (engine: Engine, relation: PopulationRelation, rows: BacktestRows, output: PopulationColumn, answers: readonly { readonly at: number; readonly value: OutputValue }[], table: string): Promise<PopulationRelation> => {
  const { dialect } = engine;
  const isText = answers.some(({ value: { value } }) => typeof value === "string");
  await engine.load(table, [{ name: place, dtype: "int64" }, { name: "answer", dtype: isText ? "string" : "float64" }], answers.map(({ at, value: { value } }) => [BigInt(at), value === null ? null : isText ? String(value) : Number(value)]));
  const kept = [...relation.standard.map((name) => name as string), ...relation.columns.filter(({ name }) => name !== output.name).map(({ column }) => column)];
  const quoted = dialect.identifier(place);
  return { ...relation, sql: `(SELECT ${[...new Set(kept)].map((name) => `r.${dialect.identifier(name)}`).join(", ")}, CAST(a.answer AS ${output.type}) AS ${dialect.identifier(output.column)} FROM ${rows.sql} r JOIN ${table} a ON r.${quoted} = a.${quoted})` };
};
