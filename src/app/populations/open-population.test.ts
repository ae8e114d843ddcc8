import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../../ports/engine.ts";
import type { OpenedPopulation } from "./open-population.ts";
import { type LogsForTests, logsForTests } from "./populations.fixture.ts";

let logs: LogsForTests;
beforeAll(async () => { logs = await logsForTests(); });
afterAll(() => logs.close());

const rowsOf = ({ relation }: OpenedPopulation, order = "ALL"): Promise<readonly Row[]> => logs.engine.query(`SELECT * FROM ${relation.sql} ORDER BY ${order}`);
const rolesOf = ({ side }: OpenedPopulation): Record<string, string> => Object.fromEntries(side.columns.map(({ name, role, kind }) => [name, `${role} ${kind}`]));
const failure = (work: Promise<unknown>): Promise<{ code?: string; message?: string; todo?: string; place?: string }> => work.then(() => ({}), (error: unknown) => error as { code: string });
const gapOf = ({ side }: OpenedPopulation, what: string): string | undefined => side.gaps.find((gap) => gap.what === what)?.why;

/** Rows of a credit model's log. */
const credit = (rows: number, from = 0): string =>
  `request_id,timestamp,income,region,vip,customer_id,probability,decision,defaulted_label,latency_ms,status_code\n${Array.from({ length: rows }, (_, at) => {
    const i = at + from;
    return `r${i},2026-10-0${1 + (i % 7)}T10:00:00Z,${1000.5 + i},${["north", "south"][i % 2]},${i % 2},c${i},${(i % 100) / 100},${i % 3 === 0 ? "yes" : "no"},${i % 5 === 0 ? 1 : 0},${10 + (i % 40)},${i % 10 === 0 ? 500 : 200}`;
  }).join("\n")}\n`;

describe("a plain table", () => {
  it("is read by names, types and values, and says why", async () => {
    const opened = await logs.open(logs.write("plain.csv", credit(100)));
    expect(rolesOf(opened)).toEqual({
      request_id: "ignored text", timestamp: "ignored time", income: "feature numeric", region: "feature category", vip: "feature category", customer_id: "ignored text",
      probability: "score numeric", decision: "decision category", defaulted_label: "label category", latency_ms: "ignored numeric", status_code: "ignored numeric",
    });
    expect(opened.side.columns.every(({ why }) => why.length > 5)).toBe(true);
    expect(opened.side.standard.toSorted()).toEqual(["id", "latency_ms", "status", "ts"]);
    expect(opened.side).toMatchObject({ format: "table", rows: 100, coverage: { files: 1, recordsRead: 100, rowsParsed: 100, dropped: [], nonSuccess: { records: 10, of: 100 }, duplicates: 0, firstTs: "2026-10-01T10:00:00.000Z", lastTs: "2026-10-07T10:00:00.000Z", labels: { labelled: 100 } } });
    const types = Object.fromEntries((await logs.engine.describe(`SELECT * FROM ${opened.relation.sql}`)).map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({ id: "VARCHAR", ts: "TIMESTAMP", latency_ms: "DOUBLE", status: "INTEGER", income: "DOUBLE", column_latency_ms: "BIGINT" });
  });

  it("is read as people say, and the rest of a purpose that was named is left alone", async () => {
    const opened = await logs.open(logs.write("said.csv", credit(50)), { roles: { feature: ["income"], segment: ["region"], id: "customer_id", ignore: ["decision"] } });
    expect(rolesOf(opened)).toMatchObject({ income: "feature numeric", region: "segment category", vip: "ignored category", customer_id: "ignored text", decision: "ignored category" });
    expect((await rowsOf(opened, "id"))[0]).toMatchObject({ id: "c0" });
  });

  it("names what may have been meant, and refuses two purposes", async () => {
    const path = logs.write("typo.csv", credit(5));
    expect(await failure(logs.open(path, { roles: { score: ["probabilty"] } }))).toMatchObject({ code: "LS207", place: "--score", todo: "Did you mean probability?" });
    expect(await failure(logs.open(path, { roles: { score: ["income"], label: ["income"] } }))).toMatchObject({ code: "LS105" });
    expect(await failure(logs.open(path, { format: "sagemakr" }))).toMatchObject({ code: "LS102", todo: "Did you mean sagemaker?" });
    expect(await failure(logs.open(path, { zone: "Europe/Berln" }))).toMatchObject({ code: "LS102", todo: "Did you mean Europe/Berlin?" });
  });

  it("is read like the other side where both have a column", async () => {
    const reference = await logs.open(logs.write("like-a.csv", "id,code,x\n1,0,1.5\n2,1,2.5\n"), { roles: { decision: ["code"] } });
    const candidate = await logs.open(logs.write("like-b.csv", "id,code,x,y\n1,7,,a\n2,9,,b\n"), { like: reference.side.columns });
    expect(rolesOf(candidate)).toMatchObject({ code: "decision category", x: "feature numeric", y: "label category" });
    expect((await logs.engine.describe(`SELECT x FROM ${candidate.relation.sql}`))[0]?.type).toBe("DOUBLE");
  });

  it("keeps a feature whose name is a standard column's apart from it", async () => {
    const opened = await logs.open(logs.write("weight.csv", "id,weight,status,score\n1,70.5,married,0.5\n2,80.5,single,0.6\n"));
    expect(rolesOf(opened)).toMatchObject({ weight: "feature numeric", status: "feature category" });
    expect(opened.side.standard).toEqual(["id"]);
    expect((await rowsOf(opened))[0]).toMatchObject({ column_weight: 70.5, column_status: "married" });
  });

  it("takes nested columns apart", async () => {
    const opened = await logs.open(logs.write("nested.jsonl", '{"id":1,"input":{"a":1.5},"probabilities":[0.2,0.8]}\n{"id":2,"input":{"a":2.5},"probabilities":[0.6,0.4]}\n'));
    expect(rolesOf(opened)).toMatchObject({ "input.a": "feature numeric", "probabilities[0]": "score numeric", "probabilities[1]": "score numeric" });
  });
});

describe("times", () => {
  const read = async (name: string, values: readonly string[], zone: string | null = null): Promise<{ opened: OpenedPopulation; times: unknown[] }> => {
    const opened = await logs.open(logs.write(name, `id,ts,x\n${values.map((value, index) => `${index},${value},1`).join("\n")}\n`), { zone, roles: { ts: "ts" } });
    return { opened, times: (await rowsOf(opened, "id")).map((row) => row["ts"]) };
  };

  it("are told by their magnitude when they are numbers", async () => {
    for (const [name, value] of [["s", "1791000000"], ["ms", "1791000000000"], ["us", "1791000000000000"], ["ns", "1791000000000000000"], ["fraction", "1791000000.0"]]) {
      expect((await read(`epoch-${name}.csv`, [value as string])).times).toEqual(["2026-10-03 04:00:00"]);
    }
  });

  it("keep their own zone, and are given the named one only where they have none", async () => {
    const { opened, times } = await read("mixed.csv", ["2026-07-01T12:00:00+02:00", "2026-07-01T12:00:00", "2026-07-01 10:00:00Z", "2026-07-01T12:00+0200"], "Europe/Berlin");
    expect(times).toEqual(Array(4).fill("2026-07-01 10:00:00"));
    expect(gapOf(opened, "time zone")).toContain("3 with a zone, 1 without");
    const bare = await read("naive.csv", ["2026-07-01T12:00:00"]);
    expect(bare.times).toEqual(["2026-07-01 12:00:00"]);
    // A zone that nobody named moves rows in and out of a window, and where none is cut it moves all alike.
    expect(bare.opened.side.gaps).toContainEqual(expect.objectContaining({ what: "time zone", bends: false }));
    const cut = await logs.open("naive.csv", { window: { from: "2026-07-01T00:00:00.000Z", to: null } });
    expect(cut.side.gaps).toContainEqual(expect.objectContaining({ what: "time zone", bends: true }));
    expect((await read("zoned.csv", ["2026-07-01T12:00:00Z"])).opened.side.gaps.filter(({ bends }) => bends)).toEqual([]);
  });

  it("leave out, count and describe what is no time; a missing time stays", async () => {
    const { opened, times } = await read("broken.csv", ["2026-07-01T12:00:00Z", "31/12/2026 Bob", ""]);
    expect(times).toEqual(["2026-07-01 12:00:00", null]);
    expect(opened.side.coverage.dropped).toEqual([{ reason: "ts is no time that can be read", rows: 1, example: "99/99/9999 aaa" }]);
    expect(await failure(read("hopeless.csv", ["soon", "later"]))).toMatchObject({ code: "LS237" });
    expect(await failure(read("small.csv", ["1", "2"]))).toMatchObject({ code: "LS237" });
  });

  it("cut windows, from included and to not; an empty one is LS238", async () => {
    const path = logs.write("window.csv", credit(70));
    const opened = await logs.open(path, { window: { from: "2026-10-02T10:00:00.000Z", to: "2026-10-04T10:00:00.000Z" } });
    expect(opened.side).toMatchObject({ rows: 20, coverage: { recordsRead: 70, rowsParsed: 20, firstTs: "2026-10-02T10:00:00.000Z", lastTs: "2026-10-03T10:00:00.000Z" } });
    expect(await failure(logs.open(path, { window: { from: "2027-01-01T00:00:00.000Z", to: null } }))).toMatchObject({ code: "LS238" });
    expect(await failure(logs.open(logs.write("timeless.csv", "id,x\n1,2\n"), { window: { from: "2027-01-01T00:00:00.000Z", to: null } }))).toMatchObject({ code: "LS238" });
  });

  it("that lie after the file was written show a clock that is off", async () => {
    const opened = await logs.open(logs.write("future.csv", "id,ts,x\n1,2999-01-01T00:00:00Z,1\n"));
    expect(opened.side.coverage.clockSkewSeconds).toBeGreaterThan(1e9);
  });
});

describe("late labels", () => {
  it("are joined by key: one per prediction, the youngest of several, and all that is odd is counted", async () => {
    const path = logs.write("late.csv", "id,ts,score\n1,2026-10-01T00:00:00Z,0.1\n2,2026-10-01T00:00:00Z,0.2\n3,2026-10-02T00:00:00Z,0.3\n");
    const source = logs.write("labels.csv", "id,paid,at\n1,1,2026-10-03T00:00:00Z\n1,0,2026-10-04T00:00:00Z\n3,1,2026-10-01T00:00:00Z\n9,1,2026-10-09T00:00:00Z\n");
    const opened = await logs.open(path, { labels: { source, key: null, label: "paid", ts: "at" } });
    expect((await rowsOf(opened, "id")).map((row) => row["paid"])).toEqual([0n, null, 1n]);
    expect(opened.side.coverage.labels).toEqual({ labelled: 2, beforePrediction: 1, orphans: 1, delayQuantiles: expect.arrayContaining([{ q: 0.5, seconds: 86_400 }]) });
    expect(opened.side.standard).toContain("label_ts");
    expect(gapOf(opened, "labels")).toContain("the youngest holds");
    expect(rolesOf(opened)["paid"]).toBe("label category");
  });

  it("without a time that contradict each other label nothing", async () => {
    const path = logs.write("late2.csv", "id,score\n1,0.1\n2,0.2\n");
    const opened = await logs.open(path, { labels: { source: logs.write("labels2.csv", "id,label\n1,1\n1,0\n2,1\n2,1\n"), key: null, label: null, ts: null } });
    expect((await rowsOf(opened, "id")).map((row) => row["label"])).toEqual([null, 1n]);
    expect(opened.side.gaps).toContainEqual(expect.objectContaining({ what: "labels", bends: true }));
  });

  it("of a day without a zone move no prediction into another window", async () => {
    const opened = await logs.open(logs.write("dated.csv", "id,ts,score\n1,2026-07-01T12:00:00Z,0.25\n2,2026-07-02T12:00:00Z,0.75\n"), { labels: { source: logs.write("labels-of-days.csv", "id,label,known_on\n1,1,2026-08-01\n2,0,2026-08-02\n"), key: null, label: null, ts: "known_on" } });
    expect(opened.side.gaps.filter(({ what }) => what === "time zone")).toEqual([{ what: "time zone", why: expect.stringMatching(/^of labels, 2 times are written without a zone/) as string, bends: false }]);
  });

  it("take the place of a column of the same name, and say so", async () => {
    const path = logs.write("own-label.csv", "id,score,label\n1,0.1,0\n2,0.2,0\n");
    const opened = await logs.open(path, { labels: { source: logs.write("labels4.csv", "id,label\n1,1\n"), key: null, label: null, ts: null } });
    expect((await rowsOf(opened, "id")).map((row) => row["label"])).toEqual([1n, null]);
    expect(gapOf(opened, "labels")).toContain("gave way");
    expect(opened.side.columns.filter(({ name }) => name === "label")).toHaveLength(1);
  });

  it("need a key on both sides", async () => {
    const labels = { source: logs.write("labels3.csv", "a,b\n1,1\n"), key: null, label: null, ts: null };
    expect(await failure(logs.open(logs.write("keyless.csv", "x,score\n1.5,0.1\n"), { labels }))).toMatchObject({ code: "LS204" });
    expect(await failure(logs.open(logs.write("keyed.csv", "id,score\n1,0.1\n"), { labels }))).toMatchObject({ code: "LS204", todo: expect.stringContaining("a and b") });
    expect(await failure(logs.open("keyed.csv", { labels: { ...labels, key: "A" } }))).toMatchObject({ code: "LS207", todo: "Did you mean a?" });
  });
});

describe("a mapping", () => {
  const map = (text: string): string => logs.write("mapping.yaml", text);

  it("says what columns are, by name or by SQL, and what it does not name is ignored", async () => {
    const path = logs.write("mapped.csv", "k,t,a,b,secs\n1,1791000000,10,yes,0.5\n2,1791000060,20,no,0.25\n");
    const opened = await logs.open(path, { map: map("standard: {id: k, ts: t, latency_ms: secs * 1000}\nsampling: 0.1\npositive: yes\ncolumns:\n  ratio: {from: a / 10, role: score}\n  b: {role: label}\n") });
    expect(rolesOf(opened)).toEqual({ k: "ignored text".replace("text", "numeric"), t: "ignored numeric", a: "ignored numeric", b: "label category", secs: "ignored numeric", ratio: "score numeric" });
    expect((await rowsOf(opened, "id"))[0]).toMatchObject({ id: "1", ts: "2026-10-03 04:00:00", latency_ms: 500, weight: 10, ratio: 1, b: "yes" });
    expect(opened.positive).toBe("yes");
    expect(opened.side.coverage.sampling).toEqual({ low: 0.1, high: 0.1 });
  });

  it("tells every mistake with its line", async () => {
    const path = logs.write("m.csv", "id,score\n1,0.5\n");
    const wrong = (text: string) => failure(logs.open(path, { map: map(text) }));
    expect(await wrong("zone: UTC\ncolums: {}\n")).toMatchObject({ code: "LS231", place: "mapping.yaml:2:1", todo: "Did you mean columns?" });
    expect(await wrong("standard:\n  idd: id\n")).toMatchObject({ code: "LS231", place: "mapping.yaml:2:3", todo: "Did you mean id?" });
    expect(await wrong("columns:\n  scor: {role: score}\n")).toMatchObject({ code: "LS231", place: "mapping.yaml:2:3", todo: "Did you mean score?" });
    expect(await wrong("columns:\n  score: {role: scores}\n")).toMatchObject({ code: "LS231", place: "mapping.yaml:2:11" });
    expect(await wrong("columns:\n  x: {from: sqrt(scoer), role: score}\n")).toMatchObject({ code: "LS231", message: expect.stringContaining("scoer") });
    expect(await wrong("columns:\n  x: {from: \"(select 1)\", role: score}\n")).toMatchObject({ code: "LS231", message: expect.stringContaining("more than an expression") });
    expect(await wrong("a: [\n")).toMatchObject({ place: expect.stringContaining("mapping.yaml:") });
    expect(await wrong("")).toMatchObject({ code: "LS231", message: expect.stringContaining("empty") });
    expect(await wrong("anonymise: {scor: drop}\n")).toMatchObject({ code: "LS231", todo: "Did you mean score?" });
    expect(await wrong("anonymise: {score: hash}\n")).toMatchObject({ code: "LS231", todo: expect.stringContaining("anonymiseKey") });
    expect(await wrong("anonymise: {score: hash}\nanonymiseKey: secret\n")).toMatchObject({ code: "LS231" });
    expect(await wrong("featureNames: [a]\n")).toMatchObject({ code: "LS231" });
    for (const text of ["anonymiseKey: tops3cret, all of it\n", "{anonymiseKey: tops3cret}\n", "{\"anonymiseKey\":\"tops3cret\"}\n", "{'anonymiseKey':'tops3cret'}\n", "anonymiseKey: tops3cret\nanonymiseKey: tops3cret\n", "{anonymiseKey: tops3cret, zone: [}\n"]) {
      const { message } = (await wrong(text)) as { message: string };
      expect(message).toContain("nonymiseKey");
      expect(message).not.toContain("s3cret");
    }
    expect(await failure(logs.open(path, { map: "nowhere.yaml" }))).toMatchObject({ code: "LS201" });
  });

  it("takes people out before anything is counted, and labels still find their prediction", async () => {
    const path = logs.write("people.csv", "id,name,age,zip,pay,score\nann,Ann A,33,10115,1234.56,0.5\nbob,Bob B,47,80331,99.9,0.25\n");
    const labels = logs.write("people-labels.csv", "id,label\nbob,1\n");
    const text = `anonymise: {id: hash, name: drop, age: {bucket: 10}, zip: {prefix: 2}, pay: {round: 0}}\nanonymiseKey: env:HASH_KEY\nlabels: {source: ${labels}}\n`;
    const opened = await logs.open(path, { map: map(text), env: { HASH_KEY: "Jefe" } });
    const rows = await rowsOf(opened, "score");
    const { createHmac } = await import("node:crypto");
    expect(rows.map((row) => [row["id"], row["age"], row["zip"], row["pay"], row["label"]])).toEqual(["bob", "ann"].map((id, at) => [createHmac("sha256", "Jefe").update(id).digest("hex").slice(0, 32), [40, 30][at], ["80", "10"][at], [100, 1235][at], [1n, null][at]]));
    expect(opened.side.columns.map(({ name }) => name)).not.toContain("name");
    expect(JSON.stringify([opened.side, opened.relation, opened.parts, opened.mapping])).not.toMatch(/Jefe|4a656665|Ann|bob/);
    expect(await failure(logs.open(path, { map: map(text), env: {} }))).toMatchObject({ code: "LS104" });
  });
});

describe("a foreign log", () => {
  it("is recognised by its records, is mapped further, and is joined with labels of another format", async () => {
    const lines = (make: (i: number) => unknown): string => Array.from({ length: 20 }, (_, i) => `${JSON.stringify(make(i))}\n`).join("");
    const event = (i: number) => ({ eventMetadata: { eventId: `e${i}`, inferenceTime: "2026-10-01T10:00:00Z" }, eventVersion: "0" });
    logs.write("capture/endpoint/v1/2026/10/01/10/a.jsonl", lines((i) => ({ captureData: { endpointInput: { observedContentType: "text/csv", mode: "INPUT", data: `${i},${i * 2}`, encoding: "CSV" }, endpointOutput: { observedContentType: "application/json", mode: "OUTPUT", data: JSON.stringify({ predictions: [{ score: i / 20 }] }), encoding: "JSON" } }, ...event(i) })));
    const source = logs.write("truth.jsonl", lines((i) => ({ groundTruthData: { data: String(i % 2), encoding: "CSV" }, ...event(i) })));
    const map = logs.write("foreign.yaml", `featureNames: [age, income]\nsampling: 0.2\nanonymise: {id: hash}\nanonymiseKey: env:KEY\nlabels: {source: ${source}}\n`);
    const opened = await logs.open("capture", { map, zone: "Asia/Tokyo", env: { KEY: "a key" }, like: null });
    expect(opened.side).toMatchObject({ format: "sagemaker", rows: 20, coverage: { sampling: { low: 0.2, high: 0.2 }, labels: { labelled: 20, orphans: 0 }, firstTs: "2026-10-01T10:00:00.000Z" } });
    expect(rolesOf(opened)).toEqual({ age: "feature numeric", income: "feature numeric", score: "score numeric", label: "label category" });
    expect(opened.side.gaps.map(({ what }) => what)).not.toContain("weight");
    expect((await rowsOf(opened, "age"))[3]).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), age: 3n, income: 6n, weight: 5, model: "endpoint", variant: "v1" });
  });
});

it("a transform computes columns before anybody asks what they are for", async () => {
  const opened = await logs.open(logs.write("transform.csv", "id,amount\n1,10\n2,1000\n"), {
    transform: async (engine, raw) => ({ ...raw, sql: `(SELECT id, log10(amount) AS score FROM ${raw.sql})`, fields: [...raw.fields.filter(({ name }) => name === "id"), { name: "score", expression: engine.dialect.identifier("score"), type: "DOUBLE" }] }),
  });
  expect((await rowsOf(opened, "id")).map((row) => row["score"])).toEqual([1, 3]);
});

describe("several files", () => {
  it("are one log, in the order of their names; markers, checksums and hidden files are left out and told", async () => {
    logs.write("parts/b.csv", "id,x,score\n3,1,0.5\n");
    logs.write("parts/a.csv", "id,x,score\n1,1.5,0.25\n2,2.5,0.75\n");
    logs.write("parts/_SUCCESS", "");
    logs.write("parts/a.csv.crc", "x");
    logs.write("parts/.hidden", "x");
    for (const source of ["parts", "parts/*.csv"]) {
      const opened = await logs.open(source);
      expect(opened.parts.map(({ path }) => path.slice(-5))).toEqual(["a.csv", "b.csv"]);
      expect(await rowsOf(opened, "id")).toMatchObject([{ id: "1", x: 1.5 }, { id: "2", x: 2.5 }, { id: "3", x: 1 }]);
      if (source === "parts") expect(gapOf(opened, "files")).toContain("_SUCCESS (a marker)");
      const counts = await Promise.all(opened.parts.map(async ({ sql }) => Number((await logs.engine.query(`SELECT count(*) AS n FROM ${sql ?? ""}`))[0]?.["n"])));
      expect(counts).toEqual([2, 1]);
    }
  });

  it("that differ: a type is LS209 with file and column, a missing column is a gap, an empty part is said", async () => {
    logs.write("types/a.csv", "id,x\n1,one\n");
    logs.write("types/b.csv", "id,x\n2,2\n");
    expect(await failure(logs.open("types"))).toMatchObject({ code: "LS209", message: expect.stringMatching(/"x" is BIGINT in .*b\.csv and VARCHAR in .*a\.csv/) });
    logs.write("columns/a.csv", "id,x\n1,2\n");
    logs.write("columns/b.csv", "id\n2\n");
    logs.write("columns/c.csv", "id,x\n");
    const opened = await logs.open("columns");
    expect(gapOf(opened, "x")).toContain("1 file of 2");
    expect(gapOf(opened, "c.csv")).toContain("no rows");
    logs.write("twins/a.csv", "id,x\n1,2\n");
    logs.write("twins/b.csv", "id,x\n1,2\n");
    const twins = await logs.open("twins");
    expect(gapOf(twins, "files")).toContain("same bytes");
    expect(twins.side.coverage.duplicates).toBe(1);
  });

  it("give the relation that one file gives, wherever it is cut", async () => {
    // A whole number beyond 64 bits is text where nothing in its file says that it is a measured one; a part may then say another type than the whole.
    const row = fc.record({ x: fc.option(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), { nil: null }), n: fc.option(fc.integer(), { nil: null }), word: fc.option(fc.constantFrom("ab", "cd", "e f"), { nil: null }), score: fc.double({ min: 0, max: 1, noNaN: true }) });
    let turn = 0;
    await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), fc.array(fc.nat(11), { maxLength: 3 }), async (rows, cuts) => {
      turn += 1;
      const lines = rows.map(({ x, n, word, score }, index) => `r${index},${x ?? ""},${n ?? ""},${word ?? ""},${score}`);
      const header = "id,x,n,word,score";
      const whole = await logs.open(logs.write(`law-${turn}/whole.csv`, `${header}\n${lines.join("\n")}\n`));
      const places = [0, ...new Set(cuts.filter((cut) => cut > 0 && cut < lines.length).toSorted((a, b) => a - b)), lines.length];
      places.slice(1).forEach((to, index) => logs.write(`law-${turn}/parts/${index}.csv`, `${header}\n${lines.slice(places[index], to).join("\n")}\n`));
      const parts = await logs.open(`law-${turn}/parts`);
      expect(parts.side.columns.map(({ name, role, kind }) => [name, role, kind])).toEqual(whole.side.columns.map(({ name, role, kind }) => [name, role, kind]));
      const plain = (found: readonly Row[]): unknown => found.map((each) => Object.fromEntries(Object.entries(each).map(([name, value]) => [name, value === null ? null : typeof value === "bigint" ? Number(value) : value])));
      expect(plain(await rowsOf(parts, "id"))).toEqual(plain(await rowsOf(whole, "id")));
      expect(parts.side.coverage).toMatchObject({ rowsParsed: whole.side.coverage.rowsParsed, duplicates: whole.side.coverage.duplicates });
    }), { numRuns: 8 });
  }, 60_000);
});

describe("bad logs", () => {
  it("are told with a code", async () => {
    logs.write("nothing/.keep", "");
    expect(await failure(logs.open("nothing"))).toMatchObject({ code: "LS201", message: expect.stringContaining(".keep (hidden)") });
    expect(await failure(logs.open("absent.csv"))).toMatchObject({ code: "LS201" });
    expect(await failure(logs.open("absent-*.csv"))).toMatchObject({ code: "LS201" });
    expect(await failure(logs.open(logs.write("zero.csv", "")))).toMatchObject({ code: "LS202" });
    expect(await failure(logs.open(logs.write("header.csv", "id,x\n")))).toMatchObject({ code: "LS202" });
    expect(await failure(logs.open(logs.write("strange.bin", "abc")))).toMatchObject({ code: "LS230" });
    await logs.engine.execute(`COPY (SELECT range AS id, random() AS score FROM range(3000)) TO '${logs.folder}/torn.parquet'`);
    const { readFileSync } = await import("node:fs");
    logs.write("torn.parquet", readFileSync(`${logs.folder}/torn.parquet`).subarray(0, 2000));
    expect(await failure(logs.open("torn.parquet"))).toMatchObject({ code: "LS203" });
  });

  it("of one row, or of nothing but nulls, are populations with gaps", async () => {
    const one = await logs.open(logs.write("one.csv", "id,score\nx,0.5\n"));
    expect(one.side).toMatchObject({ rows: 1, coverage: { duplicates: 0 } });
    const empty = await logs.open(logs.write("null.jsonl", '{"a":null,"b":null}\n{"a":null,"b":null}\n'));
    expect(empty.side).toMatchObject({ rows: 2, standard: [], coverage: { duplicates: null, clockSkewSeconds: null } });
    expect(empty.side.gaps.map(({ what }) => what)).toEqual(expect.arrayContaining(["id", "ts", "outputs", "labels"]));
  });

  it("with rows that were written twice have that counted exactly", async () => {
    const opened = await logs.open(logs.write("twice.csv", `id,score\n${Array.from({ length: 300 }, (_, i) => `r${i % 297},0.5`).join("\n")}\n`));
    expect(opened.side.coverage.duplicates).toBe(3);
  });
});
