import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { canonicalRow } from "./canonical-row.ts";
import type { RecordedService } from "./recorded-service.ts";

export interface RecordedServer {
  readonly url: string;
  /** How many predictions it has given. */
  answered(): number;
  close(): Promise<void>;
}

/**
 * Latencies are played back so many times faster than they were measured, alike for all: their ratios are what a comparison looks at,
 * and a demo that takes seconds is one that people run.
 */
const playbackSpeed = 8;

/** No row of the demo comes near this. */
const largestBodyBytes = 64 * 1024;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBodyBytes) throw new RangeError("body too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const parseRow = (text: string): Record<string, unknown> | null => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

/**
 * A real HTTP server on a free loopback port that answers as the recorded one did: the same paths and bodies, its latencies sped up, its
 * replicas in turn, each naming itself when there are several.
 */
export const startRecordedServer = async (service: RecordedService): Promise<RecordedServer> => {
  let answered = 0;

  const predict = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = performance.now();
    const row = parseRow(await readBody(request));
    if (row === null) return send(response, 422, { detail: "the body is not a JSON object" });
    const turn = answered++;
    const replica = service.replicas[turn % service.replicas.length] as RecordedService["replicas"][number];
    const body = replica.answers[canonicalRow(row, service.fields)];
    if (body === undefined) return send(response, 404, { detail: "this server answers from a recording, and this row was not recorded" });
    const latency = replica.latencies[Math.floor(turn / service.replicas.length) % replica.latencies.length] as number;
    await wait(Math.max(0, latency / playbackSpeed - (performance.now() - received)));
    send(response, 200, body, service.replicas.length > 1 ? { "x-replica": replica.name } : {});
  };

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://demo").pathname;
    if (request.method === "POST" && path === "/predict") {
      predict(request, response).catch(() => response.destroy());
      return;
    }
    request.resume();
    if (request.method === "GET" && path === "/openapi.json") send(response, 200, service.openapi);
    else if (request.method === "GET" && path === "/health") send(response, 200, { status: "ok" });
    else send(response, path === "/predict" ? 405 : 404, { detail: path === "/predict" ? "Method Not Allowed" : "Not Found" });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered: () => answered,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

const send = (response: ServerResponse, status: number, body: string | object, headers: Readonly<Record<string, string>> = {}): void => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text), ...headers });
  response.end(text);
};
