import { LockstepError } from "../core/errors/lockstep-error.ts";
import type { ErrorCode } from "../core/errors/error-catalogue.ts";
import type { InputRow, ModelClient, OutputValue } from "./serving.ts";

/** What the model behind the client is to answer to predictions. */
export type PlannedAnswer =
  /** Row i is answered by the i-th JSON literal, as the one output of that row. */
  | { readonly kind: "literals"; readonly literals: readonly string[] }
  /** The text as it is, whatever was asked. */
  | { readonly kind: "text"; readonly status: number; readonly contentType: string; readonly text: string }
  /** One row too few. */
  | { readonly kind: "fewer-rows" }
  /** A well-formed answer without any output. */
  | { readonly kind: "no-outputs" }
  | { readonly kind: "cut" | "endless" | "silent" };

/** What a protocol's test gives: a client whose model answers as planned, over a real connection. */
export interface ServingHarness {
  /** A timeout of at most 200 ms and a largest answer of at most 100 kB are expected of the transport. */
  open(answer: PlannedAnswer): Promise<{ readonly client: ModelClient; close(): Promise<void> }>;
  /** Whether the protocol is spoken over HTTP, so that statuses and web pages can occur. */
  readonly http: boolean;
  /** Whether the model written in the harness takes several rows at once. */
  readonly batches: boolean;
  /** How this protocol reports what others report differently: a process that ends is not a cut answer. */
  readonly codes?: Readonly<Partial<Record<"cut" | "endless" | "silent" | "no-outputs" | "fewer-rows", readonly ErrorCode[]>>>;
}

/** One thing every protocol must do; `run` throws when it does not. */
export interface ServingCase {
  readonly name: string;
  run(): Promise<void>;
}

const row = (i: number): InputRow => new Map<string, bigint | number | string>([["age", BigInt(40 + i)], ["income", 1234.5 + i]]);
const rows = (count: number): readonly InputRow[] => Array.from({ length: count }, (_, i) => row(i));

function expectTrue(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

function expectValue(actual: OutputValue | undefined, dtypes: readonly string[], value: OutputValue["value"], literal: string): void {
  expectTrue(actual !== undefined, `${literal}: no value came back`);
  expectTrue(Object.is(actual?.value, value), `${literal}: expected ${typeof value} ${String(value)}, got ${typeof actual?.value} ${String(actual?.value)}`);
  expectTrue(dtypes.includes(actual?.dtype ?? ""), `${literal}: expected dtype ${dtypes.join(" or ")}, got ${actual?.dtype}`);
}

async function opened(harness: ServingHarness, answer: PlannedAnswer, use: (client: ModelClient) => Promise<void>): Promise<void> {
  const { client, close } = await harness.open(answer);
  try {
    await use(client);
  } finally {
    await close();
  }
}

/** Literals with the dtype and value that must reach the comparison. */
const survivors: readonly (readonly [string, readonly string[], OutputValue["value"]])[] = [
  ["0.1", ["float64"], 0.1],
  ["1.0", ["float64"], 1],
  ["1", ["int64"], 1n],
  ["0", ["int64"], 0n],
  ["-0.0", ["float64"], -0],
  ["9007199254740993", ["int64"], 9007199254740993n],
  ["-9223372036854775808", ["int64"], -9223372036854775808n],
  ["1e-320", ["float64"], 1e-320],
  ["NaN", ["float64"], Number.NaN],
  ["Infinity", ["float64"], Number.POSITIVE_INFINITY],
  ["-Infinity", ["float64"], Number.NEGATIVE_INFINITY],
  ["true", ["bool"], true],
  ["false", ["bool"], false],
  ['""', ["string"], ""],
  ['"NA \\u00e9 \\ud83d\\ude00"', ["string"], "NA é 😀"],
];

function failing(harness: ServingHarness, name: string, answer: PlannedAnswer, codes: readonly ErrorCode[], message: RegExp | null, count = 1): ServingCase {
  return {
    name,
    run: () =>
      opened(harness, answer, async (client) => {
        const error = await client.predict(rows(count)).then(() => null, (thrown: unknown) => thrown);
        expectTrue(error instanceof LockstepError, `expected ${codes.join(" or ")}, got ${error === null ? "an answer" : String(error)}`);
        const { code, message: text } = error as LockstepError;
        expectTrue(codes.includes(code), `expected ${codes.join(" or ")}, got ${code}: ${text}`);
        if (message !== null) expectTrue(message.test(text), `the message does not say it: ${text}`);
      }),
  };
}

/** What every way of asking a model has in common, however it is spoken. */
export function servingConformance(harness: ServingHarness): readonly ServingCase[] {
  const { codes = {} } = harness;
  const html = "<!doctype html><html><head><title>Sign in</title></head></html>";
  const text = (status: number, body: string, contentType = "application/json"): PlannedAnswer => ({ kind: "text", status, text: body, contentType });
  const cases: ServingCase[] = survivors.map(([literal, dtypes, value]) => ({
    name: `${literal} reaches the comparison as it was written`,
    run: () =>
      opened(harness, { kind: "literals", literals: [literal] }, async (client) => {
        const { rows: [first], latencyMs } = await client.predict(rows(1));
        expectTrue(first?.size === 1, `one output was written, ${first?.size} came back`);
        expectValue([...(first?.values() ?? [])][0], dtypes, value, literal);
        expectTrue(latencyMs > 0 && Number.isFinite(latencyMs), `latency is ${latencyMs}`);
      }),
  }));
  cases.push(
    {
      name: "the same output has one name, alone and among many requests",
      run: () =>
        opened(harness, { kind: "literals", literals: ["0.5"] }, async (client) => {
          const answers = await Promise.all(rows(20).map((one) => client.predict([one])));
          const names = new Set<string>();
          for (const { rows: [first] } of answers) for (const name of first?.keys() ?? []) names.add(name);
          expectTrue(names.size === 1, `names: ${[...names].join(", ")}`);
        }),
    },
    {
      name: "the description says in a sentence how the model is asked, and is the same twice",
      run: () =>
        opened(harness, { kind: "literals", literals: ["0.5"] }, async (client) => {
          const description = await client.describe();
          expectTrue(description.detection.length > 20, `detection: ${description.detection}`);
          expectTrue(description.batches === harness.batches, `batches: ${description.batches}`);
          expectTrue((await client.describe()).detection === description.detection, "two descriptions differ");
        }),
    },
    failing(harness, "an answer that is cut off is an error", { kind: "cut" }, codes.cut ?? ["LS402"], null),
    failing(harness, "an answer that never ends is an error", { kind: "endless" }, codes.endless ?? ["LS403"], null),
    failing(harness, "no answer in time is an error", { kind: "silent" }, codes.silent ?? ["LS302"], /0\.\d+ s/),
    failing(harness, "an answer that is not JSON is quoted", text(200, "score: 3", "text/plain"), ["LS401"], /score: 3/),
  );
  if (codes["no-outputs"] === undefined || codes["no-outputs"].length > 0) cases.push(failing(harness, "an answer without outputs is an error", { kind: "no-outputs" }, codes["no-outputs"] ?? ["LS404"], null));
  if (harness.batches) {
    cases.push(
      {
        name: "several rows come back in their order, under the name that one row has",
        run: () =>
          opened(harness, { kind: "literals", literals: ["0.25", "0.5", "0.75"] }, async (client) => {
            const { rows: three } = await client.predict(rows(3));
            const [alone] = (await client.predict(rows(1))).rows;
            const [name] = [...(alone?.keys() ?? [])];
            const values = three.map((one) => one.get(name ?? "")?.value);
            expectTrue(values.join() === "0.25,0.5,0.75", `under ${name}: ${values.join()}`);
          }),
      },
      failing(harness, "one row too few is an error", { kind: "fewer-rows" }, codes["fewer-rows"] ?? ["LS404"], /3|2/, 3),
    );
  }
  if (harness.http) {
    cases.push(
      failing(harness, "401 is access refused", text(401, '{"detail":"Not authenticated"}'), ["LS304"], /401.*Not authenticated/),
      failing(harness, "403 is access refused", text(403, ""), ["LS304"], /403/),
      failing(harness, "500 quotes the server", text(500, '{"error":"division by zero"}'), ["LS405"], /500.*division by zero/),
      failing(harness, "a long error is shortened", text(400, "y".repeat(5000), "text/plain"), ["LS405"], /^[^]{0,300}$/),
      failing(harness, "a web page is named by its title", text(200, html, "text/html"), ["LS401"], /web page.*Sign in/),
      failing(harness, "a redirect is not followed", text(302, "", "text/plain"), ["LS405"], /redirect/),
      failing(harness, "an empty answer is an error", text(200, ""), ["LS401"], /no content/),
    );
  }
  return cases;
}
