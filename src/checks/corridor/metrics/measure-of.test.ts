import { describe, expect, test } from "vitest";
import { type Metric, metricNames } from "../../../core/domain/metric.ts";
import type { PopulationColumn, PopulationRelation } from "../../../core/domain/population.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { duckDbDialect } from "../../../core/sql/dialects/duckdb.ts";
import { measureOf } from "./measure-of.ts";

const column = (name: string, role: PopulationColumn["role"], type: string, kind: PopulationColumn["kind"] = /INT|DOUBLE/.test(type) ? "numeric" : "category"): PopulationColumn =>
  ({ name, column: name, role, kind, type, origin: "agreed", why: "" });
const relation = (...columns: PopulationColumn[]): Pick<PopulationRelation, "columns" | "standard"> => ({ columns, standard: ["id", "ts", "latency_ms"] });
const plain = relation(column("p", "score", "DOUBLE"), column("approved", "decision", "BOOLEAN"), column("y", "label", "BIGINT"), column("list", "segment", "VARCHAR"));
const refusal = (metric: Metric, over = plain): string => {
  try {
    measureOf(metric, over, duckDbDialect, { place: "lockstep.yaml:3:7" });
  } catch (cause) {
    if (cause instanceof LockstepError && cause.code === "LS250" && cause.place === "lockstep.yaml:3:7") return `${cause.message} | ${cause.todo}`;
    throw cause;
  }
  return "counted";
};

describe("a metric becomes a measure", () => {
  test("every metric there is", () => {
    const needs: Partial<Record<Metric["name"], Partial<Metric>>> = {
      ndcg: { group: "list" }, "reciprocal-rank": { group: "list" }, "precision-at-k": { group: "list" }, "hit-rate": { group: "list" }, "latency-quantile": { quantile: 0.9 }, ratio: { numerator: "p" }, sql: { sql: "max(p)" }, prometheus: { query: "up" },
    };
    const withStatus = { ...plain, standard: [...plain.standard, "status"] } as const;
    const shapes = metricNames.map((name) => measureOf({ name, ...needs[name] }, withStatus, duckDbDialect)).map(({ metric, shape, labelled }) => `${metric.name} ${shape}${labelled ? " labelled" : ""}`);
    expect(shapes).toMatchInlineSnapshot(`
      [
        "accuracy ratio labelled",
        "precision ratio labelled",
        "recall ratio labelled",
        "specificity ratio labelled",
        "f1 ratio labelled",
        "false-positive-rate ratio labelled",
        "auc scored labelled",
        "brier ratio labelled",
        "log-loss ratio labelled",
        "mae ratio labelled",
        "mse ratio labelled",
        "rmse ratio labelled",
        "bias ratio labelled",
        "ndcg ratio labelled",
        "reciprocal-rank ratio labelled",
        "precision-at-k ratio labelled",
        "hit-rate ratio labelled",
        "calibration-error scored labelled",
        "calibration-in-the-large ratio labelled",
        "rate ratio",
        "mean ratio",
        "missing-rate ratio",
        "latency-mean ratio",
        "latency-quantile quantile",
        "throughput count",
        "error-rate ratio",
        "total count",
        "ratio ratio",
        "sql value",
        "prometheus value",
      ]
    `);
  });

  test("with an id of all that makes it", () => {
    const id = (metric: Metric, edges: readonly number[] | null = null): string => measureOf(metric, plain, duckDbDialect, { edges }).id;
    expect(id({ name: "auc" }, [0.5])).toBe(id({ name: "auc" }, [0.5]));
    expect(new Set([id({ name: "auc" }, [0.5]), id({ name: "auc" }, [0.6]), id({ name: "auc" }), id({ name: "auc", where: "p > 0" }), id({ name: "brier" })]).size).toBe(5);
  });

  test("with the SQL of its rows", () => {
    const sql = (metric: Metric, over = plain) => measureOf(metric, over, duckDbDialect).sql;
    expect(sql({ name: "precision", threshold: 0.5 })).toMatchInlineSnapshot(`
      {
        "d": "CASE WHEN (CASE WHEN isfinite("p") THEN "p" END >= '0.5'::DOUBLE) IS NOT NULL AND ("y" = 1) IS NOT NULL THEN ((CASE WHEN isfinite("p") THEN "p" END >= '0.5'::DOUBLE))::INTEGER END",
        "label": ""y"",
        "m": "((CASE WHEN isfinite("p") THEN "p" END >= '0.5'::DOUBLE) AND ("y" = 1))::INTEGER",
      }
    `);
    expect(sql({ name: "accuracy", output: "approved", positive: 1 })).toMatchInlineSnapshot(`
      {
        "d": "1",
        "label": ""y"",
        "m": "(("approved")::INTEGER = "y")::INTEGER",
      }
    `);
    expect(sql({ name: "recall", positive: "it's" }, relation(column("d", "decision", "VARCHAR"), column("y", "label", "VARCHAR")))).toMatchInlineSnapshot(`
      {
        "d": "CASE WHEN ("d" = 'it''s') IS NOT NULL AND ("y" = 'it''s') IS NOT NULL THEN (("y" = 'it''s'))::INTEGER END",
        "label": ""y"",
        "m": "(("d" = 'it''s') AND ("y" = 'it''s'))::INTEGER",
      }
    `);
    // A named decision is its own score; beside a score the only decision is kept, unless nobody knows which of its values is positive.
    expect(sql({ name: "auc", output: "approved" })).toMatchInlineSnapshot(`
      {
        "decision": "(("approved")::INTEGER)::DOUBLE",
        "label": "("y" = 1)::INTEGER",
        "score": "(("approved")::INTEGER)::DOUBLE",
      }
    `);
    expect(sql({ name: "auc" })["decision"]).toBe('("approved")::INTEGER');
    expect(sql({ name: "auc" }, relation(column("p", "score", "DOUBLE"), column("d", "decision", "VARCHAR"), column("y", "label", "BIGINT")))["decision"]).toBeUndefined();
    // A category of real numbers is text in the relation.
    expect(sql({ name: "rate", equals: 3 }, relation(column("d", "decision", "DOUBLE", "category")))).toMatchInlineSnapshot(`
      {
        "d": "1",
        "m": "("d" = '3')::INTEGER",
      }
    `);
  });
});

describe("LS250 says what is missing, and where", () => {
  test.each<[string, Metric, Pick<PopulationRelation, "columns" | "standard">, RegExp]>([
    ["a score that decides nothing", { name: "precision", output: "p" }, plain, /p is a score, and nobody said from which value on it decides for positive \| Write it under threshold:/],
    ["the same where there is no decision", { name: "f1" }, relation(column("p", "score", "DOUBLE"), column("y", "label", "BIGINT")), /p is a score/],
    ["several scores", { name: "brier" }, relation(column("p", "score", "DOUBLE"), column("q", "score", "DOUBLE"), column("y", "label", "BIGINT")), /several columns could be meant: p and q \| Name one of them under output:/],
    ["no label", { name: "brier" }, relation(column("p", "score", "DOUBLE")), /the log has no label \| Name the column under label:/],
    ["a column that is not there", { name: "mean", column: "amuont" }, plain, /no column is named amuont; there are p, approved, y and list/],
    ["an ignored column", { name: "mean", column: "x" }, relation(column("x", "ignored", "DOUBLE")), /the column x is ignored/],
    ["text that is no number", { name: "mean", column: "list" }, plain, /list is not a number \(VARCHAR\)/],
    ["text without a positive", { name: "auc" }, relation(column("p", "score", "DOUBLE"), column("y", "label", "VARCHAR")), /nobody said which value of y counts \| Write it under positive:/],
    ["a number with a positive that is none", { name: "auc", positive: "fraud" }, plain, /y is a number \(BIGINT\), and positive is fraud/],
    ["a boolean with a positive that is none", { name: "rate", column: "approved", equals: "maybe" }, plain, /approved is true or false, and equals is maybe/],
    ["lists without a group", { name: "ndcg" }, plain, /nobody said which rows were ranked together/],
    ["no quantile", { name: "latency-quantile" }, plain, /nobody said which quantile/],
    ["no latency", { name: "latency-mean" }, { columns: [], standard: [] }, /the log has no latency_ms/],
    ["no errors", { name: "error-rate" }, plain, /neither status nor error/],
    ["no numerator", { name: "ratio" }, plain, /nobody said what is summed/],
    ["no aggregate", { name: "sql" }, plain, /nobody said which aggregate/],
    ["no expression", { name: "prometheus" }, plain, /nobody said which expression/],
  ])("%s", (_, metric, over, said) => {
    expect(refusal(metric, over)).toMatch(said);
  });
});
