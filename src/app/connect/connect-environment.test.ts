import { afterEach, describe, expect, it } from "vitest";
import type { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../ports/serving.fixture.ts";
import { connectEnvironment } from "./connect-environment.ts";
import type { EnvironmentOptions } from "./connection.ts";
import { parseTarget } from "./parse-target.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0).reverse()) await close(); });

const json = (value: unknown): ServedAnswer => ({ body: JSON.stringify(value) });
async function serve(answer: (request: ReceivedRequest) => ServedAnswer): Promise<TestServer> {
  const served = await serveForTest(answer);
  closing.push(() => served.close());
  return served;
}
const dependencies = { cwd: process.cwd(), env: { TOKEN: "tok-12345", LOGIN: "me:pass", PATH: process.env["PATH"] } };
async function connect(text: string, options: EnvironmentOptions = {}) {
  const connected = await connectEnvironment(parseTarget(text), options, dependencies);
  closing.push(() => connected.close());
  return connected;
}
const failure = (promise: Promise<unknown>): Promise<LockstepError> => promise.then(() => { throw new Error("should have failed"); }, (error: LockstepError) => error);
const row = new Map([["age", 41n]]);

const services: Readonly<Record<string, (request: ReceivedRequest) => ServedAnswer>> = {
  "open-inference": ({ url, method }) =>
    url === "/v2/health/ready" ? { body: "" } : url === "/v2/models" ? json({ models: ["m"] }) : url === "/v2/models/m" ? json({ name: "m", inputs: [] }) : method === "POST" ? { body: '{"outputs":[{"name":"y","shape":[1],"datatype":"INT64","data":[7]}]}' } : { status: 404 },
  mlflow: ({ url, method }) => (url === "/ping" ? { body: "\n" } : url === "/version" ? { body: "2.14.1" } : method === "POST" && url === "/invocations" ? { body: '{"predictions":[7]}' } : url === "/invocations" ? { status: 405 } : { status: 404 }),
  "http-json": ({ url, method }) =>
    url === "/openapi.json" ? json({ paths: { "/predict": { post: { requestBody: { content: { "application/json": { schema: { type: "object" } } } } } } } }) : method === "POST" && url === "/predict" ? { body: '{"y":7}' } : { status: 404 },
};

describe("what is asked is found out", () => {
  it.each(Object.entries(services))("%s", async (protocol, answer) => {
    const { client, description } = await connect((await serve(answer)).url);
    expect(client.protocol).toBe(protocol);
    expect(description.detection).toMatch(/GET|openapi/);
    expect([...((await client.predict([row])).rows[0]?.values() ?? [])].map(({ value }) => value)).toEqual([7n]);
  });

  it("a template makes it plain JSON, at the path given", async () => {
    const served = await serve(({ method, url }) => (method === "POST" && url === "/score" ? { body: "[1]" } : { status: 405 }));
    const { client } = await connect(`${served.url}/score`, { template: '{"in": {{rows}}}' });
    await client.predict([row]);
    expect(served.requests.at(-1)).toMatchObject({ url: "/score", body: '{"in": [{"age":41}]}' });
  });

  it("a command is asked by lines", async () => {
    const { client } = await connect(`cmd:${JSON.stringify(process.execPath)} -e 'process.stdin.on("data", () => console.log(7))'`);
    expect([client.protocol, (await client.predict([row])).rows[0]?.get("output")?.value]).toEqual(["command", 7n]);
  });

  it("through a port-forward, under the URL's own name", async () => {
    const served = await serve(services["mlflow"] as (request: ReceivedRequest) => ServedAnswer);
    const port = new URL(served.url).port;
    const via = `${JSON.stringify(process.execPath)} -e 'require("net").createServer((a) => a.pipe(require("net").connect(${port}, "127.0.0.1")).pipe(a)).listen({port}, "127.0.0.1")'`;
    const { client } = await connect("http://model.internal:9000/", { via });
    await client.predict([row]);
    expect(served.requests.at(-1)?.headers["host"]).toBe("model.internal:9000");
    expect(client.address).toBe("http://model.internal:9000/");
  });
});

describe("what is sent along", () => {
  it("headers, resolved; the mark of production", async () => {
    const served = await serve(services["mlflow"] as (request: ReceivedRequest) => ServedAnswer);
    await connect(served.url, { headers: [{ name: "Authorization", value: "Bearer env:TOKEN" }], production: true, runId: "r7" });
    for (const { headers } of served.requests) expect(headers).toMatchObject({ authorization: "Bearer tok-12345", "x-lockstep-run": "r7", "x-lockstep": "replay" });
  });

  it("Basic credentials by reference in the URL", async () => {
    const served = await serve(services["mlflow"] as (request: ReceivedRequest) => ServedAnswer);
    await connect(served.url.replace("//", "//env:LOGIN@"));
    expect(served.requests[0]?.headers["authorization"]).toBe(`Basic ${Buffer.from("me:pass").toString("base64")}`);
  });

  it("no secret comes back in an error", async () => {
    const served = await serve(({ headers }) => ({ status: 401, body: JSON.stringify({ error: `bad header ${String(headers["authorization"])}` }) }));
    const error = await failure(connect(served.url, { headers: [{ name: "Authorization", value: "Bearer env:TOKEN" }] }));
    expect([error.code, error.message]).toEqual(["LS304", "answered 401: bad header Bearer ***"]);
  });
});

describe("what fails says why", () => {
  it("a server that is down: LS301, whatever is known of the protocol", async () => {
    const gone = await serveForTest(() => ({}));
    await gone.close();
    for (const options of [{}, { protocol: "open-inference" }, { protocol: "mlflow" }, { template: "{{row}}" }]) {
      expect((await failure(connect(gone.url, options))).code).toBe("LS301");
    }
  });

  it("an unknown server: LS305 with all that was tried and seen", async () => {
    const error = await failure(connect((await serve(() => ({ status: 200, headers: { "content-type": "text/html" }, body: "<!doctype html><html></html>" }))).url));
    expect(error.code).toBe("LS305");
    expect(error.message).toBe(
      "no protocol was recognised. Open Inference Protocol v2: GET /v2/health/ready answered 200 (text/html), GET /v2 answered 200 (text/html). " +
        "MLflow scoring server: GET /ping answered 200 (text/html). TensorFlow Serving: GET /v1/models answered 200 (text/html). KServe v1: GET /v1/models answered 200 (text/html). SageMaker container: GET /ping answered 200 (text/html). BentoML: GET /docs.json answered 200 (text/html). plain JSON: GET /openapi.json answered 200 (text/html)",
    );
  });

  it("an unknown protocol's name, a file that is not there, an option that a command does not take", async () => {
    const { url } = await serve(() => ({}));
    expect((await failure(connect(url, { protocol: "v2" }))).todo).toContain("open-inference, mlflow, tensorflow-serving, kserve-v1, sagemaker, bentoml, http-json");
    expect((await failure(connect(url, { ca: "/no/such.pem" }))).code).toBe("LS201");
    const command = await failure(connect("cmd:cat", { model: "m", headers: [{ name: "a", value: "b" }] }));
    expect([command.code, command.message]).toEqual(["LS105", "a command takes no --model, --header"]);
    expect((await failure(connect(url, { via: "exit 3 # {port}" }))).code).toBe("LS307");
  });
});
