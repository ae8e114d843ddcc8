import { deflateSync } from "node:zlib";
import { afterEach, expect, it, test } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer } from "../../../ports/serving.fixture.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { openSdk } from "./open-sdk.ts";
import { readStageHeader } from "./read-stage-header.ts";
import { tapTransport } from "./tapped-transport.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const open = async (respond: (request: ReceivedRequest) => ServedAnswer) => {
  const served = await serveForTest(respond);
  const transport = createTransport({ url: served.url });
  closing.push(() => transport.close(), () => served.close());
  return { served, transport };
};
const greeting = JSON.stringify({ lockstep: "sdk", schemaVersion: 1, sdk: "0.1.0", pid: 7, endpoints: ["fingerprint", "preprocess"] });
const failure = (promise: Promise<unknown>): Promise<LockstepError> => promise.then(() => { throw new Error("should have failed"); }, (error: LockstepError) => error);

test.each<[string, ServedAnswer, string]>([
  ["nothing is there", { status: 404, body: "Not Found" }, "absent"],
  ["a page of another program", { body: "<html>hello</html>" }, "absent"],
  ["another program's JSON", { body: '{"status":"ok"}' }, "absent"],
  ["a gate of another program", { status: 403, body: "forbidden" }, "absent"],
  ["the SDK without our token", { status: 401, body: '{"error":"lockstep: a token is needed"}' }, "refused"],
])("%s", async (_, answer, found) => {
  const { transport } = await open(() => answer);
  expect(await openSdk(transport, { mount: "/lockstep", token: null })).toBe(found);
});

it("sends its token, and knows what is offered", async () => {
  const { transport, served } = await open(({ url }) => (url === "/sdk/" ? { body: greeting } : { status: 404 }));
  const sdk = await openSdk(transport, { mount: "/sdk/", token: "t0ken" });
  expect(typeof sdk === "string" ? sdk : [...sdk.endpoints]).toEqual(["fingerprint", "preprocess"]);
  expect(served.requests[0]?.headers["x-lockstep-token"]).toBe("t0ken");
});

it("reads what the transform made, numbers as they were written, and its refusal", async () => {
  const { transport, served } = await open(({ url, body }) => {
    if (url === "/lockstep/") return { body: greeting };
    return body.includes("income") ? { status: 422, body: '{"error":"income is missing"}' } : { body: '{"name":"p","digest":"x","outputs":[[1.0,9007199254740993]],"names":["a","b"],"dtype":"float64","shape":[1,2]}' };
  });
  const sdk = await openSdk(transport, { mount: "/lockstep", token: null });
  if (typeof sdk === "string") throw new Error(sdk);
  expect(await sdk.preprocess(new Map([["age", 41n]]))).toEqual({ output: [1, 9007199254740993n], names: ["a", "b"], dtype: "float64", shape: [1, 2] });
  expect(served.requests.at(-1)?.body).toBe('{"name":null,"inputs":[{"age":41}]}');
  expect(await failure(sdk.preprocess(new Map([["income", null]])))).toMatchObject({ code: "LS406", message: "income is missing" });
});

it("names the field of a fingerprint that is none", async () => {
  const { transport } = await open(({ url }) => ({ body: url === "/lockstep/" ? greeting : '{"lockstep":"fingerprint","schemaVersion":1,"probe":7}' }));
  const sdk = await openSdk(transport, { mount: "/lockstep", token: null });
  if (typeof sdk === "string") throw new Error(sdk);
  expect((await failure(sdk.fingerprint())).message).toMatch(/probe/);
});

const stage = { name: "scale", index: 0, digest: "ab", shape: "float64[1, 1]", names: null, values: [1.5], note: null };
const header = (stages: unknown): string => deflateSync(JSON.stringify({ id: "r-1", pid: 7, stages })).toString("base64");

it("opens the tap on every request and takes the stages off the answer", async () => {
  const { transport, served } = await open(() => ({ headers: { "x-lockstep-stages": header([stage]) }, body: "{}" }));
  const tap = tapTransport(transport, null);
  tap.open("r-1");
  expect(tap.stages()).toBeNull();
  await tap.transport.send({ method: "POST", url: "/predict", body: "{}" });
  expect(served.requests[0]?.headers["x-lockstep-trace"]).toBe("r-1");
  expect(tap.stages()).toEqual([stage]);
});

test.each([["not base64 of anything", "%%%"], ["another document", header("scale")], ["a bomb", deflateSync(Buffer.alloc(8 * 2 ** 20)).toString("base64")]])("a header that is %s is an error", (_, text) => {
  expect(() => readStageHeader(text, "http://x/predict")).toThrow(expect.objectContaining({ code: "LS404" }));
});
