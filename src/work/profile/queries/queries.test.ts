import { expect, it } from "vitest";
import { duckDbDialect as dialect } from "../../../core/sql/dialects/duckdb.ts";
import { profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { blockKey, segmentKey, windowKey } from "./cell-keys.ts";
import type { CountedColumn } from "./counted-column.ts";
import { crossQuery } from "./cross.ts";
import { histogramsQuery, valuesQuery } from "./histograms.ts";
import { classesQuery, regressionQuery, scoreLabelQuery } from "./judged.ts";
import { frequentQuery, referenceQuery, variedQuery } from "./reference.ts";
import { rangesQuery, sumsQuery } from "./sums.ts";

const spec = profileSpecOf([{ name: "x", pivot: 10 }, { name: "p", role: "score", binning: "two-tailed" }, { name: "c", categories: ["it's"] }, { name: "t", kind: "text" }]);
const counted = (name: string, mayBeUnfinite = false): CountedColumn => ({ spec: spec.columns.find((column) => column.name === name) ?? (() => { throw new Error(name); })(), value: `"${name}"`, mayBeUnfinite });
const plain = { from: "log", window: "0", segment: "-1", once: false };
const cut = { from: "log", window: windowKey(dialect, "day"), segment: segmentKey(dialect, '"s"', ["eu", "it's"]), once: false };

it("histograms and values", () => {
  expect(histogramsQuery(dialect, plain, [counted("x"), counted("p")], Math.E)).toMatchInlineSnapshot(`
    "SELECT 0 AS "column", 0 AS w, -1 AS s, CASE WHEN ("x" - '10'::DOUBLE) > 0 THEN 100000 + ceil(ln(("x" - '10'::DOUBLE)) / '1'::DOUBLE) WHEN ("x" - '10'::DOUBLE) < 0 THEN -(100000 + ceil(ln(-("x" - '10'::DOUBLE)) / '1'::DOUBLE)) WHEN ("x" - '10'::DOUBLE) = 0 THEN 0.5 END AS code, count(*)::DOUBLE AS "rows" FROM log GROUP BY ALL
    UNION ALL SELECT 1 AS "column", 0 AS w, -1 AS s, CASE WHEN "p" > 0 AND "p" < 0.5 THEN -(100000 + ceil(ln("p") / '1'::DOUBLE)) WHEN "p" >= 0.5 AND "p" < 1 THEN 100000 + ceil(ln(1 - "p") / '1'::DOUBLE) WHEN "p" = 0 THEN 0.5 WHEN "p" = 1 THEN 1.5 WHEN NOT isfinite("p") THEN "p" WHEN "p" < 0 THEN 2.5 WHEN "p" > 1 THEN 3.5 END AS code, count(*)::DOUBLE AS "rows" FROM log GROUP BY ALL"
  `);
  expect(valuesQuery(dialect, cut, [counted("c")])).toMatchInlineSnapshot(`"SELECT 0 AS "column", floor(((epoch_us(("ts")::TIMESTAMP) / 1000000) + 0) / 86400) AS w, CASE "s" WHEN 'eu' THEN 0 WHEN 'it''s' THEN 1 ELSE -1 END AS s, "c" AS value, count(*)::DOUBLE AS "rows" FROM log GROUP BY ALL"`);
  expect(valuesQuery(dialect, { ...cut, once: true }, [counted("c"), counted("t")])).toMatchInlineSnapshot(`
    "WITH read AS MATERIALIZED (SELECT floor(((epoch_us(("ts")::TIMESTAMP) / 1000000) + 0) / 86400) AS w, CASE "s" WHEN 'eu' THEN 0 WHEN 'it''s' THEN 1 ELSE -1 END AS s, "c" AS v0, "t" AS v1 FROM log)
    SELECT 0 AS "column", w, s, v0 AS value, count(*)::DOUBLE AS "rows" FROM read GROUP BY ALL
    UNION ALL SELECT 1 AS "column", w, s, v1 AS value, count(*)::DOUBLE AS "rows" FROM read GROUP BY ALL"
  `);
});
it("sums", () => {
  expect(sumsQuery(dialect, plain, blockKey(dialect, "all", { by: "time", seconds: 64 }), [counted("x", true), counted("c"), counted("t")], [])).toMatchInlineSnapshot(`
    "SELECT w, s, b, count(*)::DOUBLE AS "rows", count(x0)::DOUBLE AS n0, fsum((x0 - '10'::DOUBLE)) AS sum0, sum((x0 - '10'::DOUBLE) * (x0 - '10'::DOUBLE)) AS squares0, count(x1)::DOUBLE AS n1, count(CASE WHEN x1 = 'it''s' THEN 1 END)::DOUBLE AS first1, count(x2)::DOUBLE AS n2, sum(x2)::DOUBLE AS sum2, sum(x2 * x2)::DOUBLE AS squares2, min(x2) AS min2, max(x2) AS max2, count(CASE WHEN x2 = 0 THEN 1 END)::DOUBLE AS empty2
    FROM (SELECT 0 AS w, -1 AS s, floor((epoch_us(("ts")::TIMESTAMP) / 1000000) / 64) AS b, CASE WHEN isfinite("x") THEN "x" END AS x0, "c" AS x1, length("t")::DOUBLE AS x2 FROM log) GROUP BY w, s, b"
  `);
  expect(sumsQuery(dialect, cut, blockKey(dialect, "day", { by: "place", rows: 100, blocks: 8 }), [counted("x")], [{ name: "errors", value: '"error" IS NOT NULL', aggregate: "sum(errors)" }])).toMatchInlineSnapshot(`
    "SELECT w, s, b, count(*)::DOUBLE AS "rows", count(x0)::DOUBLE AS n0, fsum((x0 - '10'::DOUBLE)) AS sum0, sum((x0 - '10'::DOUBLE) * (x0 - '10'::DOUBLE)) AS squares0, min(x0) AS min0, max(x0) AS max0, sum(errors) AS errors
    FROM (SELECT floor(((epoch_us(("ts")::TIMESTAMP) / 1000000) + 0) / 86400) AS w, CASE "s" WHEN 'eu' THEN 0 WHEN 'it''s' THEN 1 ELSE -1 END AS s, floor((row_number() OVER () - 1) * 8.0 / 100) AS b, "x" AS x0, "error" IS NOT NULL AS errors FROM log) GROUP BY w, s, b"
  `);
  expect(rangesQuery(dialect, plain, [counted("x"), counted("c")])).toMatchInlineSnapshot(`"SELECT 0 AS w, -1 AS s, min("x") AS min0, max("x") AS max0 FROM log"`);
});
it("what is judged", () => {
  expect(scoreLabelQuery(dialect, plain, counted("p"), '"y"', "1", Math.E)).toMatchInlineSnapshot(`
    "SELECT w, s, code, positive, count(*)::DOUBLE AS "rows", fsum(x) AS sum, sum(x * x) AS squares, sum(CASE WHEN positive THEN -ln(greatest(1e-15, least(1 - 1e-15, x))) WHEN NOT positive THEN -ln(1 - greatest(1e-15, least(1 - 1e-15, x))) END) AS loss
    FROM (SELECT 0 AS w, -1 AS s, "p" AS x, CASE WHEN "p" > 0 AND "p" < 0.5 THEN -(100000 + ceil(ln("p") / '1'::DOUBLE)) WHEN "p" >= 0.5 AND "p" < 1 THEN 100000 + ceil(ln(1 - "p") / '1'::DOUBLE) WHEN "p" = 0 THEN 0.5 WHEN "p" = 1 THEN 1.5 WHEN NOT isfinite("p") THEN "p" WHEN "p" < 0 THEN 2.5 WHEN "p" > 1 THEN 3.5 END AS code, "y" = '1' AS positive FROM log)
    WHERE x IS NOT NULL GROUP BY w, s, code, positive"
  `);
  expect(regressionQuery(dialect, plain, counted("p"), counted("x"))).toMatchInlineSnapshot(`
    "SELECT w, s, count(y)::DOUBLE AS labelled, (count(*) - count(y))::DOUBLE AS unlabelled, fsum(CASE WHEN y IS NOT NULL THEN x - y END) AS "sumError", fsum(CASE WHEN y IS NOT NULL THEN (x - y) * (x - y) END) AS "sumSquaredError", fsum(CASE WHEN y IS NOT NULL THEN abs(x - y) END) AS "sumAbsoluteError", fsum(CASE WHEN y IS NOT NULL THEN (x - y) * (x - y) * (x - y) * (x - y) END) AS "sumFourthError", fsum(CASE WHEN y IS NOT NULL THEN y END) AS "sumLabel", fsum(CASE WHEN y IS NOT NULL THEN y * y END) AS "sumSquaredLabel", fsum(CASE WHEN y IS NOT NULL THEN x END) AS "sumOutput", fsum(CASE WHEN y IS NOT NULL THEN x * x END) AS "sumSquaredOutput", fsum(CASE WHEN y IS NOT NULL THEN x * y END) AS "sumProduct"
    FROM (SELECT 0 AS w, -1 AS s, "p" AS x, "x" AS y FROM log) WHERE x IS NOT NULL GROUP BY w, s"
  `);
  expect(classesQuery(plain, '"c"', '"y"')).toMatchInlineSnapshot(`"SELECT 0 AS w, -1 AS s, "c" AS output, "y" AS label, count(*)::DOUBLE AS "rows" FROM log WHERE "c" IS NOT NULL GROUP BY ALL"`);
});
it("cross moments and the reference", () => {
  expect(crossQuery(dialect, "log", "0", [counted("x"), counted("p", true)], 0.25, '"id"')).toMatchInlineSnapshot(`
    "SELECT w, count(*)::DOUBLE AS n, fsum(x0) AS s0, fsum(x1) AS s1, sum(x0 * x0) AS p0, sum(x0 * x1) AS p1, sum(x1 * x1) AS p2
    FROM (SELECT 0 AS w, "x" - '10'::DOUBLE AS x0, CASE WHEN isfinite("p") THEN "p" END AS x1 FROM log WHERE hash("id") % 1048576 < 262144) WHERE x0 IS NOT NULL AND x1 IS NOT NULL GROUP BY w"
  `);
  expect(referenceQuery(dialect, "log", [{ column: counted("x"), about: 3 }, { column: counted("p"), about: 0 }])).toMatchInlineSnapshot(`"SELECT count(*)::DOUBLE AS "rows", count("x")::DOUBLE AS n0, sum(("x" - '3'::DOUBLE)) AS sum0, sum(("x" - '3'::DOUBLE) * ("x" - '3'::DOUBLE)) AS squares0, count(CASE WHEN "x" <> trunc("x") THEN 1 END)::DOUBLE AS fraction0, count("p")::DOUBLE AS n1, sum("p") AS sum1, sum("p" * "p") AS squares1, count(CASE WHEN "p" <> trunc("p") THEN 1 END)::DOUBLE AS fraction1, min("p") AS min1, max("p") AS max1 FROM log"`);
  expect(variedQuery(dialect, "log", [counted("c")], 1000)).toMatchInlineSnapshot(`"SELECT approx_count_distinct(x0)::DOUBLE AS distinct0 FROM (SELECT "c" AS x0 FROM log LIMIT 1000)"`);
  expect(frequentQuery("log", [counted("c")], 1000)).toMatchInlineSnapshot(`"(SELECT 0 AS "column", value, count(*)::DOUBLE AS "rows", (count(*) OVER ())::DOUBLE AS "distinct" FROM (SELECT "c" AS value FROM log) WHERE value IS NOT NULL GROUP BY value ORDER BY "rows" DESC, value LIMIT 1000)"`);
});
