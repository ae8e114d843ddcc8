import type { LogGap, PopulationColumn } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { keyRank } from "../../checks/parity/relation/column-roles.ts";
import { type Composition, sqlColumnOf } from "../../work/populations/compose-relation.ts";
import { gatherEvidence } from "../../work/populations/gather-evidence.ts";
import { guessKind } from "../../work/populations/guess-kind.ts";
import { guessRoles } from "../../work/populations/guess-roles.ts";
import { prepareLabels } from "../../work/populations/join-labels.ts";
import type { PopulationField } from "../../work/populations/population-field.ts";
import { textOf } from "../../work/populations/text-of.ts";
import { typeFamily } from "../../work/populations/type-family.ts";
import { nearest } from "../manifest/nearest.ts";
import { checkTimes } from "./check-times.ts";
import { expandSource } from "./expand-source.ts";
import { openRawLog } from "./open-raw-log.ts";
import type { LabelsRequest } from "./population-request.ts";
import { recogniseLog } from "./recognise-log.ts";

export interface LateLabels {
  readonly labels: NonNullable<Composition["labels"]>;
  readonly hasTime: boolean;
  readonly gaps: readonly LogGap[];
  readonly digests: readonly string[];
  /** What was found or named, as a mapping writes it. */
  readonly chosen: { readonly source: string; readonly key: string; readonly label: string; readonly ts?: string };
}

export interface LabelsWorld {
  readonly cwd: string;
  readonly zone: string | null;
  /** The column of the log that its `id` is read from; null where that is an expression. */
  readonly idName: string | null;
  readonly like: readonly PopulationColumn[] | null;
  /** What was done to the log's id, done to the labels' key. */
  readonly same: (column: string, other: PopulationField) => PopulationField;
}

/** Opens a file of labels that came later and makes it one label per key. LS207 for a column that is not there, LS204 when no key is found. */
export const openLabels = async (engine: Engine, request: LabelsRequest, { cwd, zone, idName, like, same }: LabelsWorld): Promise<LateLabels> => {
  const files = await expandSource(request.source, cwd);
  const raw = await openRawLog(engine, files.paths, await recogniseLog(engine, files.paths), { name: request.source, zone, featureNames: null });
  const isTable = raw.presetStandard.length === 0;
  const own: PopulationField[] = raw.presetStandard.map((name) => ({ name, expression: engine.dialect.identifier(name), type: raw.ownTypes.get(name) ?? "VARCHAR" }));
  const fields = [...raw.fields, ...own];
  const evidence = await gatherEvidence(engine, raw.sql, fields);
  const seen = fields.map((field, index) => ({ field, evidence: evidence[index] as typeof evidence[number] }));
  const named = (name: string, what: string): PopulationField => {
    const field = fields.find((each) => each.name === name);
    if (field !== undefined) return field;
    const meant = nearest(name, fields.map((each) => each.name));
    throw new LockstepError("LS207", { message: `the labels of ${request.source} have no column ${name} for their ${what}`, place: request.source, todo: meant === undefined ? `It has ${listOf(fields.slice(0, 30).map((each) => each.name))}.` : `Did you mean ${meant}?` });
  };
  const key = request.key !== null ? named(request.key, "key") : (fields.find(({ name }) => name === idName) ?? own.find(({ name }) => name === "id") ?? fields.filter(({ name }) => keyRank(name) !== null).toSorted((a, b) => (keyRank(a.name) ?? 0) - (keyRank(b.name) ?? 0))[0]);
  if (key === undefined) throw new LockstepError("LS204", { message: `no column of ${request.source} has the name of a key`, place: request.source, todo: `Name it with --labels-key, one of ${listOf(fields.slice(0, 30).map(({ name }) => name))}.` });
  const guessed = guessRoles(seen.filter(({ field }) => field !== key), ["id"]);
  const ofTime = request.ts !== null ? named(request.ts, "time") : isTable ? fields.find(({ name }) => guessed.standard.some((each) => (each.standard === "label_ts" || each.standard === "ts") && each.name === name)) : own.find(({ name }) => name === "label_ts") ?? own.find(({ name }) => name === "ts");
  const rest = raw.fields.filter((field) => field !== key && field !== ofTime);
  const isLabel = (name: string): boolean => raw.preset.some((column) => column.name === name && column.role === "label") || guessed.columns.some((column) => column.name === name && column.role === "label");
  const label = request.label !== null ? named(request.label, "label") : (rest.find(({ name }) => isLabel(name)) ?? (rest.length === 1 ? rest[0] : undefined));
  if (label === undefined) throw new LockstepError("LS207", { message: `no column of ${request.source} has the name of a label`, place: request.source, todo: `Name it with --labels-column, one of ${listOf(rest.slice(0, 30).map(({ name }) => name))}.` });
  const isReady = !isTable && own.includes(ofTime as PopulationField);
  const times = ofTime === undefined ? { gaps: [] } : await checkTimes(engine, raw.sql, [{ standard: "label_ts", expression: ofTime.expression, type: ofTime.type, isReady, text: ofTime.name, origin: "agreed", why: "" }], zone, request.source);
  const one = seen.find(({ field }) => field === label) as typeof seen[number];
  const column: PopulationColumn = { name: label.name, column: sqlColumnOf(label.name), role: "label", kind: like?.find(({ name }) => name === label.name)?.kind ?? guessKind(one, "label"), type: label.type, origin: request.label === null ? "guessed" : "agreed", why: `joined from ${request.source} by ${key.name}` };
  // 1 and 1.0 are one class.
  const value = column.kind === "category" ? { expression: typeFamily(label.type) === "real" ? textOf(label.expression, label.type) : label.expression } : label;
  const prepared = await prepareLabels(engine, { sql: raw.sql, key: idName === null ? key : same(idName, key), label: { expression: value.expression, type: label.type }, ts: ofTime ?? null, zone: isReady ? null : zone });
  return {
    labels: { prepared, column }, hasTime: prepared.hasTime, digests: raw.parts.map(({ digest }) => digest),
    gaps: [...times.gaps, ...prepared.gaps], chosen: { source: request.source, key: key.name, label: label.name, ...(ofTime === undefined ? {} : { ts: ofTime.name }) },
  };
};
