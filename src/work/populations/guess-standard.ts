import type { StandardColumn } from "../../core/domain/population.ts";
import { keyRank } from "../../checks/parity/relation/column-roles.ts";
import type { SeenField } from "./gather-evidence.ts";
import { isNumberType, typeFamily } from "./type-family.ts";

/** A standard column that some column of the log can fill; `expression` is SQL over the log's columns. */
export interface GuessedStandard {
  readonly standard: StandardColumn;
  readonly name: string;
  readonly expression: string;
  readonly why: string;
}

/** Names of the time of a prediction, surest first; a name of another event's time is none of them. */
const timeNames: readonly RegExp[] = [
  /^(ts|timestamp|timestamp_?(s|ms|us|ns|utc)|event_?time(stamp)?|inference_?time(stamp)?|prediction_?time(stamp)?|predicted_?at|prediction_?ts|event_?ts|ts_?(ms|us|ns|utc))$/i,
  /^(time|datetime|date_?time|request_?time(stamp)?|logged_?at|occurred_?at|logging_?time|scored_?at|decided_?at|served_?at|answered_?at|scoring_?time|request_?ts|time_?(ms|us|ns|utc|stamp))$/i,
  /^(created_?at|created|date|day|event_?date|request_?date|prediction_?date)$/i,
];
const labelTimeName = /^(labels?|labelled|labeled|outcome|truth|ground_?truth|target|actual)_?(ts|time|timestamp|at|date)$/i;
const latencyName = /^(latency|duration|elapsed|response_?time|execution_?time|execution_?duration|inference_?duration|processing_?time|inference_?latency)(_?(ms|millis|milliseconds|s|sec|seconds|us|micros|ns))?$/i;
const statusName = /^(status|status_?code|http_?status(_?code)?|response_?(code|status))$/i;

/** The standard columns that a log fills, by the names, types and values of its columns; the surest candidate of each. */
export const guessStandard = (seen: readonly SeenField[], taken: readonly StandardColumn[]): readonly GuessedStandard[] => {
  const found: GuessedStandard[] = [];
  const isFree = ({ field }: SeenField): boolean => !found.some(({ name }) => name === field.name);
  const take = (standard: StandardColumn, one: SeenField | undefined, why: string, expression = one?.field.expression ?? ""): void => {
    if (one !== undefined && isFree(one) && !taken.includes(standard)) found.push({ standard, name: one.field.name, expression, why });
  };
  take("label_ts", seen.find((one) => labelTimeName.test(one.field.name) && isTime(one)), "the name of a label's time, and times");
  const named = timeNames.flatMap((pattern) => seen.filter((one) => pattern.test(one.field.name) && isTime(one) && isFree(one)));
  const moments = seen.filter((one) => one.field.type.startsWith("TIMESTAMP") && isFree(one));
  take("ts", named[0] ?? (moments.length === 1 ? moments[0] : undefined), named[0] === undefined ? "the only column of times" : "a time's name, and times");
  const keys = seen.filter((one) => keyRank(one.field.name) !== null && isKey(one)).toSorted((a, b) => (keyRank(a.field.name) ?? 0) - (keyRank(b.field.name) ?? 0));
  take("id", keys[0], "an identifier's name, and about one value per row");
  const latency = seen.find((one) => latencyName.test(one.field.name) && isNumberType(one.field.type) && (one.evidence.low ?? 0) >= 0);
  const factor = latency === undefined ? 1 : factorOf(latency.field.name);
  take("latency_ms", latency, factor === 1 ? "a latency's name, and numbers taken as milliseconds" : "a latency's name with its unit", factor === 1 ? latency?.field.expression : `${latency?.field.expression ?? ""} * ${factor}`);
  take("status", seen.find((one) => statusName.test(one.field.name) && isNumberType(one.field.type) && (one.evidence.low ?? 0) >= 100 && (one.evidence.high ?? 1000) < 600), "a status' name, and codes from 100 to 599");
  take("error", seen.find((one) => /^(error|error_?message|exception)$/i.test(one.field.name) && typeFamily(one.field.type) === "text"), "an error's name, and texts");
  take("version", seen.find((one) => /^model_?version$/i.test(one.field.name)), "the name of a model's version");
  take("model", seen.find((one) => /^(model_?(name|id)|served_?model)$/i.test(one.field.name)), "the name of a model");
  take("replica", seen.find((one) => /^(replica|pod|pod_?name|hostname)$/i.test(one.field.name) && typeFamily(one.field.type) === "text"), "the name of a replica");
  const rate = seen.find((one) => /^sampling_?(fraction|rate)$/i.test(one.field.name) && isNumberType(one.field.type) && (one.evidence.low ?? 0) > 0 && (one.evidence.high ?? 2) <= 1);
  take("weight", rate, "a sampling fraction; a row counts one over it", `1.0 / ${rate?.field.expression ?? ""}`);
  return found;
};

const isTime = ({ field, evidence }: SeenField): boolean => {
  const family = typeFamily(field.type);
  if (family === "time") return true;
  if (family === "text") return evidence.filled > 0 && evidence.times >= evidence.filled * 0.5;
  return isNumberType(field.type) && evidence.low !== null && evidence.high !== null && evidence.low >= 1e8 && evidence.high < 9.2e18;
};

const isKey = ({ field, evidence }: SeenField): boolean => (typeFamily(field.type) === "text" || typeFamily(field.type) === "integer") && evidence.filled > 0 && evidence.distinct >= evidence.filled * 0.5;

const factorOf = (name: string): number => (/_?(us|micros)$/i.test(name) ? 0.001 : /_?ns$/i.test(name) ? 0.000001 : /_(s|sec|seconds)$/i.test(name) ? 1000 : 1);
