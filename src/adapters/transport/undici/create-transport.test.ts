import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Transport } from "../../../ports/transport.ts";
import { createTransport } from "./create-transport.ts";
import type { TransportOptions } from "./transport-options.ts";

const pem = (name: string): string => readFileSync(new URL(`certificates/${name}`, import.meta.url), "utf8");
const closing: (() => unknown)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => { if ("closeAllConnections" in server) server.closeAllConnections(); server.close(); });
  return (server.address() as AddressInfo).port;
}
const serve = async (listener: RequestListener): Promise<string> => `http://127.0.0.1:${await listen(createServer(listener))}`;
function transportTo(url: string, options: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({ url, ...options });
  closing.push(() => transport.close());
  return transport;
}
async function failure(transport: Transport, signal?: AbortSignal): Promise<LockstepError> {
  const error = await transport.send({ method: "POST", url: "/ask", body: "{}", ...(signal === undefined ? {} : { signal }) }).then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LockstepError);
  return error as LockstepError;
}

describe("what is sent", () => {
  it("carries method, path, body, headers, the Host override and the marking", async () => {
    let seen: IncomingMessage | undefined;
    let body = "";
    const url = await serve((request, response) => { seen = request; request.on("data", (chunk) => (body += String(chunk))); request.on("end", () => response.setHeader("X-Pod-Name", "a").end("[1]")); });
    const transport = transportTo(`${url}/ignored?x=1`, { headers: { Authorization: "Bearer t", "x-lockstep": "no" }, host: "model.internal", marking: { runId: "r1" } });
    const answer = await transport.send({ method: "POST", url: "/v1/ask?q=2", body: "{}", headers: { "content-type": "application/json" } });
    expect([seen?.method, seen?.url, body]).toEqual(["POST", "/v1/ask?q=2", "{}"]);
    expect(seen?.headers).toMatchObject({ authorization: "Bearer t", host: "model.internal", "content-type": "application/json", "x-lockstep-run": "r1", "x-lockstep": "replay" });
    expect([answer.status, answer.headers["x-pod-name"], Buffer.from(answer.body).toString()]).toEqual([200, "a", "[1]"]);
    expect(answer.latencyMs).toBeGreaterThan(0);
    expect(transport.address).toBe(url);
  });

  it("opens no more connections than it may, and keeps them", async () => {
    const server = createServer((request, response) => { request.resume(); setImmediate(() => response.end("1")); });
    let opened = 0;
    server.on("connection", () => (opened += 1));
    const transport = transportTo(`http://127.0.0.1:${await listen(server)}`, { connections: 3 });
    await Promise.all(Array.from({ length: 60 }, () => transport.send({ method: "POST", url: "/", body: "{}" })));
    expect(opened).toBe(3);
  });

  it("refuses credentials in the URL without repeating them", () => {
    const error = (() => { try { createTransport({ url: "http://me:hunter2@host/" }); return null; } catch (thrown) { return thrown as LockstepError; } })();
    expect(error?.code).toBe("LS103");
    expect(`${error?.message}${error?.place}${error?.todo}`).not.toContain("hunter2");
  });
});

describe("what can go wrong", () => {
  it("nobody listens, or the name does not exist: LS301", async () => {
    const port = await listen(createTcpServer());
    await closing.pop()?.();
    const refused = await failure(transportTo(`http://localhost:${port}`));
    expect([refused.code, refused.exitCode]).toEqual(["LS301", 4]);
    expect(refused.message).toContain("refused");
    expect((await failure(transportTo("http://no-such-host.invalid"))).code).toBe("LS301");
  });

  it("the connection is closed without an answer, or it is not HTTP: LS301", async () => {
    const closes = await listen(createTcpServer((socket) => socket.once("data", () => socket.destroy())));
    expect((await failure(transportTo(`http://127.0.0.1:${closes}`))).code).toBe("LS301");
    const ssh = await listen(createTcpServer((socket) => { socket.on("error", () => {}); socket.write("SSH-2.0-OpenSSH_9.6\r\n"); }));
    expect((await failure(transportTo(`http://127.0.0.1:${ssh}`))).message).toContain("does not speak HTTP");
  });

  it("no answer, or one that never ends, within the time: LS302", async () => {
    const silent = await serve(() => {});
    const none = await failure(transportTo(silent, { timeoutMs: 60 }));
    expect([none.code, none.message, none.place]).toEqual(["LS302", "no answer came within 0.06 s", `${silent}/ask`]);
    const dripping = await serve((_request, response) => {
      const timer = setInterval(() => response.write("1"), 10);
      response.on("close", () => clearInterval(timer));
    });
    const begun = await failure(transportTo(dripping, { timeoutMs: 120 }));
    expect([begun.code, /had begun/.test(begun.message)]).toEqual(["LS302", true]);
  });

  it("an answer cut off: LS402, with and without an announced length", async () => {
    const announced = await serve((_request, response) => { response.writeHead(200, { "content-length": "100" }); response.write("[1,"); setImmediate(() => response.destroy()); });
    const chunked = await serve((_request, response) => { response.write("[1,"); setImmediate(() => response.destroy()); });
    for (const url of [announced, chunked]) {
      const error = await failure(transportTo(url));
      expect([error.code, error.message.includes("after 3 bytes")]).toEqual(["LS402", true]);
    }
  });

  it("an endless answer is stopped at the limit: LS403", async () => {
    let written = 0;
    let stopped: () => void = () => {};
    const closed = new Promise<void>((resolve) => (stopped = resolve));
    const url = await serve((_request, response) => {
      const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384; };
      response.on("drain", more).on("close", () => stopped());
      more();
    });
    const error = await failure(transportTo(url, { maxAnswerBytes: 100_000 }));
    expect(error.code).toBe("LS403");
    await closed;
    expect(written).toBeLessThan(64 * 1024 * 1024);
    const announced = await serve((_request, response) => response.writeHead(200, { "content-length": "200000" }).end("x"));
    expect((await failure(transportTo(announced, { maxAnswerBytes: 100_000 }))).message).toContain("announces 200000 bytes");
  });

  it("a compressed answer is unpacked, up to the limit", async () => {
    const packed = gzipSync("[" + "1,".repeat(500_000) + "1]");
    const url = await serve((_request, response) => response.setHeader("content-encoding", "gzip").end(packed));
    expect((await transportTo(url).send({ method: "GET", url: "/" })).body.length).toBe(1_000_003);
    expect((await failure(transportTo(url, { maxAnswerBytes: 100_000 }))).code).toBe("LS403");
  });

  it("a caller's abort ends the request with its own reason", async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort(new Error("interrupted")));
    await expect(transportTo(url).send({ method: "GET", url: "/", signal: controller.signal })).rejects.toThrow("interrupted");
  });

  it("a header that comes twice is joined, as HTTP has it", async () => {
    const answer = await transportTo(await serve((_request, response) => response.setHeader("x-served-by", ["edge", "pod-1"]).setHeader("x-other", "o").end("1"))).send({ method: "GET", url: "/" });
    expect([answer.headers["x-served-by"], answer.headers["x-other"]]).toEqual(["edge, pod-1", "o"]);
  });

  it("a redirect is handed back, not followed", async () => {
    const answer = await transportTo(await serve((_request, response) => response.writeHead(302, { location: "https://login/" }).end())).send({ method: "GET", url: "/" });
    expect([answer.status, answer.headers["location"]]).toEqual([302, "https://login/"]);
  });
});

describe("TLS", () => {
  const tlsServer = async (mutual = false): Promise<number> =>
    listen(createTlsServer({ key: pem("server.key"), cert: pem("server.pem"), ca: pem("authority.pem"), requestCert: mutual, rejectUnauthorized: mutual }, (request, response) => {
      response.setHeader("x-sni", String((request.socket as TLSSocket).servername)).setHeader("x-host", String(request.headers.host)).end("1");
    }) as unknown as Server);

  it("trusts --ca and nobody else: LS303", async () => {
    const url = `https://localhost:${await tlsServer()}`;
    expect((await transportTo(url, { ca: pem("authority.pem") }).send({ method: "GET", url: "/" })).status).toBe(200);
    const unknown = await failure(transportTo(url));
    expect([unknown.code, unknown.todo]).toEqual(["LS303", "Give its authority with --ca FILE."]);
  });

  it("checks the certificate's name against the Host override, and sends it as SNI", async () => {
    const url = `https://127.0.0.1:${await tlsServer()}`;
    const answer = await transportTo(url, { ca: pem("authority.pem"), host: "model.test:8443" }).send({ method: "GET", url: "/" });
    expect([answer.headers["x-sni"], answer.headers["x-host"]]).toEqual(["model.test", "model.test:8443"]);
    expect((await failure(transportTo(url, { ca: pem("authority.pem"), host: "other.test" }))).message).toContain("another name");
  });

  it("reaches another place under the URL's own name", async () => {
    const port = await tlsServer();
    const answer = await transportTo("https://model.test:9999/x", { ca: pem("authority.pem"), connectTo: `https://127.0.0.1:${port}` }).send({ method: "GET", url: "/" });
    expect([answer.headers["x-sni"], answer.headers["x-host"]]).toEqual(["model.test", "model.test:9999"]);
  });

  it("shows a client certificate, and says when one is wanted", async () => {
    const url = `https://localhost:${await tlsServer(true)}`;
    expect((await transportTo(url, { ca: pem("authority.pem"), cert: pem("client.pem"), certKey: pem("client.key") }).send({ method: "GET", url: "/" })).status).toBe(200);
    expect((await failure(transportTo(url, { ca: pem("authority.pem") }))).todo).toContain("--cert FILE");
  });

  it("names the mix-up of http and https, and an unusable key", async () => {
    expect((await failure(transportTo((await serve((_request, response) => response.end())).replace("http:", "https:")))).code).toBe("LS303");
    const url = `https://localhost:${await tlsServer()}`;
    expect((await failure(transportTo(url, { ca: pem("authority.pem"), cert: "x", certKey: "y" }))).code).toBe("LS303");
  });
});
