import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with a request's rows; a number is an HTTP status without predictions. */
export type Answering = (rows: readonly Record<string, number>[], request: number) => Promise<number | readonly unknown[]> | number | readonly unknown[];

export interface ModelServer {
  readonly url: string;
  /** Rows of every request, in the order of arrival. */
  readonly requests: (readonly Record<string, number>[])[];
  /** Each request's body as it came. */
  readonly bodies: string[];
  /** Most requests that were being answered at one time. */
  readonly busiest: () => number;
  close(): Promise<void>;
}

/** Counts what is being answered on several servers together. */
export interface InFlight {
  now: number;
  most: number;
}

/** score = 2 x + 1, and the row's code back. */
export const linearModel: Answering = (rows) => rows.map(({ x, code }) => ({ score: 2 * (x as number) + 1, code }));

/** A model behind real HTTP that takes `{"rows": [...]}`. */
export const startModelServer = async (answering: Answering = linearModel, shared: InFlight = { now: 0, most: 0 }): Promise<ModelServer> => {
  const requests: (readonly Record<string, number>[])[] = [];
  const bodies: string[] = [];
  const own: InFlight = { now: 0, most: 0 };
  const server: Server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (text: string) => { body += text; });
    request.on("end", () => {
      for (const counter of [own, shared]) {
        counter.now += 1;
        counter.most = Math.max(counter.most, counter.now);
      }
      const { rows } = JSON.parse(body) as { rows: Record<string, number>[] };
      requests.push(rows);
      bodies.push(body);
      void Promise.resolve(answering(rows, requests.length)).then((answer) => {
        for (const counter of [own, shared]) counter.now -= 1;
        response.setHeader("content-type", "application/json");
        response.statusCode = typeof answer === "number" ? answer : 200;
        response.end(typeof answer === "number" ? '{"detail":"no"}' : JSON.stringify({ predictions: answer }));
      });
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests, bodies, busiest: () => own.most,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
};
