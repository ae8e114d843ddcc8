import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSdk } from "../../../src/adapters/sdk/http/open-sdk.ts";
import { readStageHeader } from "../../../src/adapters/sdk/http/read-stage-header.ts";
import { createTransport } from "../../../src/adapters/transport/undici/index.ts";
import type { SdkClient } from "../../../src/ports/sdk.ts";
import type { RunningServer } from "../servers/start-server.ts";
import { startMlserverPipeline } from "./start-mlserver-pipeline.ts";
import { type PipelineServer, startPipeline } from "./start-pipeline.ts";

const token = "an-integration-token";
const running: RunningServer[] = [];
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await Promise.all(running.map((server) => server.stop()));
});

const start = async (kind: PipelineServer, env: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
  const server = await startPipeline(kind, env);
  running.push(server);
  return server;
};
const open = async (server: RunningServer, given: string | null): Promise<SdkClient | "absent" | "refused"> => {
  const transport = createTransport({ url: server.url });
  closing.push(() => transport.close());
  return openSdk(transport, { mount: "/lockstep", token: given });
};
const client = async (server: RunningServer, given: string | null = null): Promise<SdkClient> => {
  const sdk = await open(server, given);
  if (typeof sdk === "string") throw new Error(`${sdk}\n${server.logs()}`);
  return sdk;
};
const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
const stagesOf = (answer: Response): ReturnType<typeof readStageHeader> | null => {
  const header = answer.headers.get("x-lockstep-stages");
  return header === null ? null : readStageHeader(header, answer.url);
};
const batchPath: Readonly<Record<string, string>> = { fastapi: "/batch", wsgi: "/predict", flask: "/batch" };

describe.each<PipelineServer>(["fastapi", "wsgi", "flask"])("the SDK in a real server: %s", (kind) => {
  let server: RunningServer;
  let guarded: RunningServer;
  beforeAll(async () => {
    [server, guarded] = await Promise.all([start(kind), start(kind, { LOCKSTEP_TOKEN: token })]);
  });

  it("answers every endpoint as the contract says", async () => {
    const sdk = await client(server);
    expect([...sdk.endpoints].sort()).toEqual(["fingerprint", "preprocess", "resources", "stages"]);
    await (await post(`${server.url}/predict`, { age: 41, income: 1200 })).text();
    const { fields, method, pid } = await sdk.fingerprint();
    expect(method).toBe("in-process");
    expect(fields["decision.value:threshold"]?.value).toBe(0.5);
    expect(fields["preprocessing.digest:prepare"]?.value).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(fields["server.requests"]?.value).toBeGreaterThan(0);
    expect(fields["server.latency:first"]?.value).toBeGreaterThan(0);
    const used = await sdk.resources();
    expect(used).toMatchObject({ processes: 1, gpuMemoryBytes: null, source: "/proc/self/stat" });
    expect(used.memoryBytes).toBeGreaterThan(10 ** 7);
    expect(used.cpuSeconds).toBeGreaterThan(0);
    expect((await (await fetch(`${server.url}/lockstep/resources`)).json()).pid).toBe(pid);
  });

  it("preprocesses a row, and refuses one in its own words", async () => {
    const sdk = await client(server);
    expect(await sdk.preprocess(new Map([["age", 41n], ["income", null]]))).toEqual({ output: [4.1, 1], names: ["age", "income"], dtype: "float64", shape: [1, 2] });
    await expect(sdk.preprocess(new Map([["age", 41n]]))).rejects.toMatchObject({ code: "LS406", message: "ValueError: row 0 has no 'income'; expected age, income" });
    await expect(sdk.preprocess(new Map([["age", "old"], ["income", null]]))).rejects.toMatchObject({ code: "LS406", message: "ValueError: could not convert string to float: 'old'" });
  });

  it("tells the stages of a traced request, and answers it as any other", async () => {
    const row = { age: null, income: 1500 };
    const [plain, traced] = [await post(`${server.url}/predict`, row), await post(`${server.url}/predict`, row, { "x-lockstep-trace": "row-1" })];
    expect(await traced.text()).toBe(await plain.text());
    expect(stagesOf(plain)).toBeNull();
    const names = (answer: Response): string[] => [...answer.headers.keys()].filter((name) => name !== "x-lockstep-stages");
    expect(names(traced)).toEqual(names(plain));
    expect(stagesOf(traced)?.map(({ name, index, shape, names: named, values }) => [name, index, shape, named, values])).toEqual([
      ["imputed", 0, "dict[2]", ["age", "income"], [40, 1500]],
      ["scaled", 1, "list[2]", null, [4, 1.5]],
      ["features", 2, "list[2]", null, [4, 1.5]],
      ["lazy", 3, "generator", null, null],
    ]);
    expect(stagesOf(traced)?.[3]).toMatchObject({ digest: null, note: "not read: a one-shot generator; reading it would use it up" });
  });

  it("traces every row of a batch, in order", async () => {
    const rows = Array.from({ length: 5 }, (_, at) => ({ age: at, income: 0 }));
    const stages = stagesOf(await post(`${server.url}${batchPath[kind] ?? ""}`, rows, { "x-lockstep-trace": "batch" }));
    expect(stages?.filter(({ name }) => name === "features").map(({ values }) => values?.[0])).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(stages?.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  it("gives each of 100 requests at once its own stages", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, async (_, at) => {
      const answer = await post(`${server.url}/predict`, { age: at, income: at * 1000 }, at % 4 === 3 ? {} : { "x-lockstep-trace": `row-${at}` });
      return { at, stages: stagesOf(answer), prediction: ((await answer.json()) as { prediction: number }).prediction };
    }));
    for (const { at, stages, prediction } of answers) {
      expect(prediction).toBeCloseTo(at / 10 + at, 9);
      expect(stages?.map(({ name, values }) => [name, values?.[0] ?? null]) ?? null).toEqual(at % 4 === 3 ? null : [["imputed", at], ["scaled", at / 10], ["features", at / 10], ["lazy", null]]);
    }
  });

  it("asks for its token, and without one is there for this machine alone", async () => {
    expect(await open(guarded, null)).toBe("refused");
    expect(await open(guarded, "another")).toBe("refused");
    expect((await client(guarded, token)).endpoints.has("stages")).toBe(true);
    const traced = async (to: RunningServer, headers: Readonly<Record<string, string>>): Promise<boolean> => {
      const answer = await post(`${to.url}/predict`, { age: 1, income: 1 }, { "x-lockstep-trace": "a", ...headers });
      expect(answer.status).toBe(200);
      return stagesOf(answer) !== null;
    };
    expect(await traced(guarded, {})).toBe(false);
    expect(await traced(guarded, { "x-lockstep-token": token, "x-forwarded-for": "10.0.0.4" })).toBe(true);
    expect(await traced(server, {})).toBe(true);
    expect(await traced(server, { "x-forwarded-for": "10.0.0.4" })).toBe(false);
    expect((await fetch(`${server.url}/lockstep/fingerprint`, { headers: { "x-forwarded-for": "127.0.0.1" } })).status).toBe(403);
    expect(guarded.logs()).not.toContain(token);
  });
});

it("is mounted in MLServer, and sees into the model that runs there", async () => {
  const server = await startMlserverPipeline();
  running.push(server);
  expect((await (await client(server)).fingerprint()).fields["decision.value:threshold"]?.value).toBe(0.5);
  const column = (name: string, ...data: readonly number[]): object => ({ name, datatype: "FP64", shape: [data.length, 1], data });
  const answer = await post(`${server.url}/v2/models/pipeline/infer`, { inputs: [column("age", 41, 17), column("income", 1200, 0)] }, { "x-lockstep-trace": "a" });
  expect(stagesOf(answer)?.filter(({ name }) => name === "features").map(({ values }) => values)).toEqual([[4.1, 1.2], [1.7, 0]]);
  expect(((await answer.json()) as { outputs: { data: number[] }[] }).outputs[0]?.data).toEqual([4.1 + 1.2, 1.7]);
});

describe("FastAPI alone", () => {
  it("threads, streams and failures", async () => {
    const server = await start("fastapi");
    const trace = { "x-lockstep-trace": "a" };
    const rows = await Promise.all(Array.from({ length: 50 }, (_, at) => post(`${server.url}/threaded`, { age: at, income: 0 }, trace)));
    expect(rows.map((answer) => stagesOf(answer)?.[0]?.values?.[0])).toEqual(Array.from({ length: 50 }, (_, at) => at));
    const stream = await fetch(`${server.url}/stream`, { headers: trace });
    expect([await stream.text(), stagesOf(stream)?.map(({ name }) => name)]).toEqual(["ab", ["early"]]);
    expect((await fetch(`${server.url}/broken`, { headers: trace })).status).toBe(500);
    expect((await post(`${server.url}/predict`, { age: 1, income: 1 })).status).toBe(200);
  });

  it("costs next to nothing when nobody traces", async () => {
    const [mounted, bare] = [await start("fastapi"), await start("bare")];
    const once = async (server: RunningServer): Promise<number> => {
      const from = performance.now();
      await (await post(`${server.url}/predict`, { age: 41, income: 1200 })).arrayBuffer();
      return performance.now() - from;
    };
    const times: { readonly bare: number[]; readonly mounted: number[] } = { bare: [], mounted: [] };
    for (let round = 0; round < 600; round++) {
      times.bare.push(await once(bare));
      times.mounted.push(await once(mounted));
    }
    const median = (values: readonly number[]): number => values.slice(100).sort((a, b) => a - b)[250] ?? Number.NaN;
    const ratio = median(times.mounted) / median(times.bare);
    console.log(`a request with the SDK mounted takes ${ratio.toFixed(3)} of one without (medians ${median(times.mounted).toFixed(3)} and ${median(times.bare).toFixed(3)} ms, 500 of each, in turn)`);
    expect(ratio).toBeLessThan(1.5);
  });
});
