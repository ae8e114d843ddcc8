import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a model behaves; `rows` are those of the request, in `{"x": 1}` or `{"rows": [{"x": 1}]}`. */
export type Behaviour = (asked: Asked) => void;

export interface Asked {
  readonly rows: readonly { readonly x: number }[];
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Requests to this path before this one. */
  readonly earlier: number;
}

export interface BadEndpoint {
  url(path: string): string;
  /** Bodies asked of a path, in order. */
  asked(path: string): readonly string[];
  close(): Promise<void>;
}

export const json = (response: ServerResponse, body: string, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(body);
};

/** The model where it is well: one score per row. */
export const answerWell: Behaviour = ({ rows, response }) => json(response, rows.length === 1 ? `{"score": ${score(rows[0])}}` : `[${rows.map((row) => `{"score": ${score(row)}}`).join(",")}]`);

export const score = (row: { readonly x: number } | undefined): number => (row?.x ?? 0) / 7 + 0.5;

/** A real server with one behaviour per path; every path it does not know is well. */
export const openBadEndpoint = async (behaviours: Readonly<Record<string, Behaviour>>): Promise<BadEndpoint> => {
  const asked = new Map<string, string[]>();
  const server = createServer((request, response) => {
    const path = (request.url ?? "").slice(1);
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      if (request.method !== "POST") {
        json(response, '{"detail":"Method Not Allowed"}', 405);
        return;
      }
      const before = asked.get(path) ?? [];
      asked.set(path, [...before, body]);
      const sent = JSON.parse(body) as { readonly x: number; readonly rows?: readonly { readonly x: number }[] };
      (behaviours[path] ?? answerWell)({ rows: sent.rows ?? [sent], request, response, earlier: before.length });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}/${path}`,
    asked: (path) => asked.get(path) ?? [],
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
};
