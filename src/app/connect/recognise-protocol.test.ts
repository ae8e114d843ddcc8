import { afterEach, describe, expect, it } from "vitest";
import { createTransport } from "../../adapters/transport/undici/index.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer } from "../../ports/serving.fixture.ts";
import type { ServingOptions } from "../../ports/serving.ts";
import { recogniseProtocol } from "./recognise-protocol.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null };
type Server = (request: ReceivedRequest) => ServedAnswer;
/** Answers by path; a path that is not listed is unknown, and one that takes a POST alone answers 405. */
const paths = (answers: Readonly<Record<string, string | number>>, unknown: (request: ReceivedRequest) => ServedAnswer = () => ({ status: 404, body: '{"error":"not found"}' })): Server => (request) => {
  const answer = answers[request.url];
  return answer === undefined ? unknown(request) : typeof answer === "number" ? { status: answer } : { body: answer };
};

const tensorflowServing = paths({ "/v1/models/m": '{"model_version_status":[{"version":"1","state":"AVAILABLE"}]}' }, ({ method, url }) => ({ status: 400, body: `{ "error": "Malformed request: ${method} ${url}" }` }));
const kserve = { "/": '{"status":"alive"}', "/v1/models": '{"models":["m"]}', "/v1/models/m": '{"name":"m","ready":true}' };
const servers: readonly (readonly [name: string, server: Server, options: Partial<ServingOptions>, protocol: string, evidence: RegExp])[] = [
  ["TensorFlow Serving, model named", tensorflowServing, { model: "m" }, "tensorflow-serving", /GET \/v1\/models\/m answered with the state of the model's versions/],
  ["TensorFlow Serving, model in the URL", tensorflowServing, { path: "/v1/models/m:predict" }, "tensorflow-serving", /state of the model's versions/],
  ["TensorFlow Serving", tensorflowServing, {}, "tensorflow-serving", /GET \/v1\/models answered 400 "Malformed request/],
  ["KServe v1", paths(kserve), {}, "kserve-v1", /GET \/v1\/models lists the models m/],
  ["KServe v1, model named", paths(kserve), { model: "m" }, "kserve-v1", /lists the models m/],
  ["KServe, which speaks both", paths({ ...kserve, "/v2/health/ready": '{"ready":true}' }), {}, "open-inference", /GET \/v2\/health\/ready answered 200/],
  ["KServe, which speaks both, asked for version 1 by the URL", paths({ ...kserve, "/v2/health/ready": '{"ready":true}' }), { path: "/v1/models/m:predict" }, "kserve-v1", /lists the models m/],
  ["MLflow", paths({ "/ping": "\n", "/health": "\n", "/version": "2.14.1", "/invocations": 405 }), {}, "mlflow", /GET \/version 2\.14\.1/],
  ["SageMaker", paths({ "/ping": "\n", "/invocations": 405 }), {}, "sagemaker", /GET \/version 404, so it is no MLflow server/],
  ["SageMaker, at its path", paths({ "/ping": "\n", "/invocations": 405 }), { path: "/invocations" }, "sagemaker", /GET \/ping answered 200, GET \/invocations 405/],
  ["BentoML", paths({ "/readyz": "\n", "/docs.json": '{"info":{"title":"credit"},"paths":{"/predict":{"post":{"x-bentoml-name":"predict"}}}}' }), {}, "bentoml", /GET \/docs\.json describes the BentoML service credit with POST \/predict/],
  ["FastAPI", paths({ "/openapi.json": '{"paths":{"/predict":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object"}}}}}}}}' }), {}, "http-json", /openapi\.json describes POST \/predict/],
  ["FastAPI that keeps SageMaker's contract", paths({ "/ping": '"ok"', "/invocations": 405, "/openapi.json": '{"paths":{"/invocations":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object"}}}}}}}}' }), {}, "http-json", /describes POST \/invocations/],
];

describe("an unknown server", () => {
  it.each(servers)("is recognised: %s", async (_name, server, options, protocol, evidence) => {
    const served = await serveForTest(server);
    const transport = createTransport({ url: served.url });
    closing.push(() => transport.close(), () => served.close());
    const found = await recogniseProtocol(null, transport, { ...plain, ...options });
    expect([found.protocol.id, found.evidence]).toEqual([protocol, expect.stringMatching(evidence)]);
  });

  it("that speaks none says what each protocol saw, and a wrong name which there are", async () => {
    const served = await serveForTest(() => ({ status: 404 }));
    const transport = createTransport({ url: served.url });
    closing.push(() => transport.close(), () => served.close());
    await expect(recogniseProtocol(null, transport, plain)).rejects.toMatchObject({ code: "LS305", message: expect.stringMatching(/TensorFlow Serving: GET \/v1\/models answered 404.*SageMaker container: GET \/ping answered 404.*BentoML: GET \/docs\.json answered 404/) as string });
    await expect(recogniseProtocol("kserve", transport, plain)).rejects.toMatchObject({ code: "LS102", todo: "Give one of: open-inference, mlflow, tensorflow-serving, kserve-v1, sagemaker, bentoml, http-json." });
  });
});
