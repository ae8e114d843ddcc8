import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The server that both loops ask, in a process of its own: the Open Inference Protocol with one model of ten columns and three
 * outputs, answering as fast as Node can. Prints its port. It reads the request as a model would have to.
 */
const columns = Array.from({ length: 10 }, (_, index) => `x${index}`);
const metadata = JSON.stringify({
  name: "model", versions: ["1"], platform: "bench",
  inputs: columns.map((name) => ({ name, datatype: "FP64", shape: [-1, 1] })),
  outputs: [{ name: "score", datatype: "FP64", shape: [-1] }, { name: "proba", datatype: "FP64", shape: [-1, 2] }],
});

const answerTo = (body: string): string => {
  const { id, inputs } = JSON.parse(body) as { id?: string; inputs: { data: unknown[] }[] };
  let sum = 0;
  for (const input of inputs) sum += Number(input.data.flat(Infinity)[0]);
  const score = 1 / (1 + Math.exp(-sum / 10));
  return JSON.stringify({ model_name: "model", id, outputs: [{ name: "score", datatype: "FP64", shape: [1], data: [score] }, { name: "proba", datatype: "FP64", shape: [1, 2], data: [1 - score, score] }] });
};

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (text: string) => { body += text; });
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(request.method === "GET" ? metadata : answerTo(body));
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
