import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The server that both loops ask, in a process of its own: the Open Inference Protocol with ten inputs, as ten named columns or as
 * one tensor, and three outputs. It reads the request as a model would have to, and answers after as many milliseconds as its
 * argument says, or as fast as Node can when that is 0. Prints its port.
 */
const serviceMs = Number(process.argv[2]);

const inputs = {
  columns: Array.from({ length: 10 }, (_, index) => ({ name: `x${index}`, datatype: "FP64", shape: [-1, 1] })),
  tensor: [{ name: "predict", datatype: "FP64", shape: [-1, 10] }],
};
const outputs = [{ name: "score", datatype: "FP64", shape: [-1] }, { name: "proba", datatype: "FP64", shape: [-1, 2] }];
const metadata = (layout: keyof typeof inputs): string => JSON.stringify({ name: layout, versions: ["1"], platform: "bench", inputs: inputs[layout], outputs });

const answerTo = (body: string): string => {
  const asked = JSON.parse(body) as { id?: string; inputs: { data: number[] }[] };
  let sum = 0;
  for (const input of asked.inputs) for (const value of input.data) sum += value;
  const score = 1 / (1 + Math.exp(-sum / 10));
  return JSON.stringify({ model_name: "model", id: asked.id, outputs: [{ name: "score", datatype: "FP64", shape: [1], data: [score] }, { name: "proba", datatype: "FP64", shape: [1, 2], data: [1 - score, score] }] });
};

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (text: string) => { body += text; });
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    if (request.method === "GET") response.end(metadata(request.url?.includes("columns") === true ? "columns" : "tensor"));
    else if (serviceMs === 0) response.end(answerTo(body));
    else setTimeout(() => response.end(answerTo(body)), serviceMs);
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
