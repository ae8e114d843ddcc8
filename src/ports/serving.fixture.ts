import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as a test's server received it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body as it came, where it is no text. */
  readonly bytes: Uint8Array;
}

/** What a test's server does with it: an answer, or one of the ways in which answers go wrong on the wire. */
export interface ServedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** `cut` breaks off in the middle, `endless` never stops sending, `silent` never begins. */
  readonly fault?: "cut" | "endless" | "silent";
}

export interface TestServer {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** A real HTTP server on a free local port. */
export async function serveForTest(answer: (request: ReceivedRequest) => ServedAnswer): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const received = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body: bytes.toString("utf8"), bytes };
      requests.push(received);
      const { status = 200, headers = { "content-type": "application/json" }, body = "", fault } = answer(received);
      if (fault === "silent") return;
      if (fault === undefined) {
        response.writeHead(status, headers).end(body);
        return;
      }
      response.writeHead(status, headers);
      if (fault === "cut") {
        response.write('{"outputs":[');
        setImmediate(() => response.destroy());
        return;
      }
      const more = (): void => { while (!response.destroyed && response.write('{"outputs":['.repeat(1000))); };
      response.on("drain", more);
      more();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}
