import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import type { InputRow, ModelClient } from "../../../ports/serving.ts";
import { type CommandOptions, createCommandClient } from "./index.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

/** A Node program in which `row` is the line that came in and `say` writes a line. */
const program = (body: string): string =>
  `${JSON.stringify(process.execPath)} -e '${`const say = (text) => process.stdout.write(text + "\\n"); require("readline").createInterface({ input: process.stdin }).on("line", (line) => { ${body} });`.replaceAll("'", `'\\''`)}'`;
function open(command: string, options: Partial<CommandOptions> = {}): ModelClient {
  const client = createCommandClient({ command, ...options });
  closing.push(() => client.close());
  return client;
}
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const failure = (promise: Promise<unknown>): Promise<LockstepError> => promise.then(() => { throw new Error("should have failed"); }, (error: LockstepError) => error);
const values = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { value }]) => [name, value])));
const accepts = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect(port, "127.0.0.1");
  socket.once("connect", () => { socket.destroy(); resolve(true); });
  socket.once("error", () => resolve(false));
});

it("gives each row as one line and reads one line back", async () => {
  const client = open(program("say(JSON.stringify({ line }))"));
  expect(await values(client, rowsOf({ a: 9007199254740993n, b: "x\ny", c: 1 }, { a: null }))).toEqual([{ line: '{"a":9007199254740993,"b":"x\\ny","c":1.0}' }, { line: '{"a":null}' }]);
});

it("keeps answers with their rows over several processes, and uses no more than it may", async () => {
  const client = open(program("const { n } = JSON.parse(line); setTimeout(() => say(JSON.stringify({ n, pid: process.pid })), n % 3)"), { processes: 3 });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => values(client, rowsOf({ n: BigInt(n) }))));
  expect(answers.map(([answer]) => answer?.["n"])).toEqual(Array.from({ length: 60 }, (_, n) => BigInt(n)));
  expect(new Set(answers.map(([answer]) => answer?.["pid"])).size).toBe(3);
});

it("ends everything it started, also what ignores the end of its input", async () => {
  const client = createCommandClient({ command: program('const server = require("net").createServer().listen(0, "127.0.0.1", () => say(JSON.stringify(server.address()))); process.on("SIGTERM", () => {})') });
  const [answer] = await values(client, rowsOf({ a: 1n }));
  const port = Number(answer?.["port"]);
  expect(await accepts(port)).toBe(true);
  await client.close();
  expect(await accepts(port)).toBe(false);
});

it("starts anew after a process died, and says how it died", async () => {
  const client = open(program('if (line.includes("die")) { console.error("out of memory"); process.exit(9); } say("1")'), { processes: 1 });
  expect(await values(client, rowsOf({ a: 1n }))).toEqual([{ output: 1n }]);
  const error = await failure(client.predict(rowsOf({ a: "die" })));
  expect([error.code, error.message]).toEqual(["LS308", "the command ended with exit code 9; it said: out of memory"]);
  expect(await values(client, rowsOf({ a: 1n }))).toEqual([{ output: 1n }]);
});

it("does not let waiting rows hang when the process before them dies", async () => {
  const client = open(program("process.exit(1)"), { processes: 1 });
  const errors = await Promise.all(Array.from({ length: 5 }, () => failure(client.predict(rowsOf({ a: 1n })))));
  expect(errors.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => "LS308"));
});

it("says that a command is not there", async () => {
  const error = await failure(open("no-such-program-at-all --x").predict(rowsOf({ a: 1n })));
  expect(error.code).toBe("LS308");
  expect(error.message).toMatch(/exit code 127; it said: .*no-such-program-at-all.*not found/);
});

it("reads an error object as a failed row, and goes on with the same process", async () => {
  const client = open(program('say(line.includes("bad") ? JSON.stringify({ error: "no such category" }) : String(process.pid))'), { processes: 1 });
  const [before] = await values(client, rowsOf({ a: 1n }));
  expect((await failure(client.predict(rowsOf({ a: "bad" })))).message).toContain("no such category");
  expect((await values(client, rowsOf({ a: 1n })))[0]).toEqual(before);
});

it("does not take a line that nobody asked for as the next row's answer", async () => {
  const client = open(program('say("1\\n2")'), { processes: 1 });
  await client.predict(rowsOf({ a: 1n }));
  const error = await failure(client.predict(rowsOf({ a: 1n })));
  expect([error.code, error.message]).toEqual(["LS401", "the command wrote a line that no row had asked for: 2"]);
});

it("kills a process that is too slow, and ends on abort", async () => {
  const client = open(program(""), { timeoutMs: 50, startTimeoutMs: 50 });
  const error = await failure(client.predict(rowsOf({ a: 1n })));
  expect([error.code, error.todo.includes("flushes")]).toEqual(["LS302", true]);
  const controller = new AbortController();
  const pending = open(program("")).predict(rowsOf({ a: 1n }), controller.signal);
  controller.abort(new Error("interrupted"));
  await expect(pending).rejects.toThrow("interrupted");
});

describe("conformance", () => {
  const body = (planned: PlannedAnswer): string => {
    if (planned.kind === "literals") return `say(${JSON.stringify(`{"score":${planned.literals[0]}}`)})`;
    if (planned.kind === "text") return `say(${JSON.stringify(planned.text)})`;
    if (planned.kind === "no-outputs") return 'say("{}")';
    if (planned.kind === "cut") return "process.stdout.write('{\"sco', () => process.exit(0))";
    if (planned.kind === "endless") return 'const more = () => { while (process.stdout.write("x".repeat(10000))); }; process.stdout.on("drain", more); more()';
    return "";
  };
  const harness = {
    http: false,
    batches: false,
    codes: { cut: ["LS308"] as const },
    open: async (planned: PlannedAnswer) => {
      const client = createCommandClient({ command: program(body(planned)), timeoutMs: 150, startTimeoutMs: planned.kind === "silent" ? 150 : 10_000, maxAnswerBytes: 100_000 });
      return { client, close: () => client.close() };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
