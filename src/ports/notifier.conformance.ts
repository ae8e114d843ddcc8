import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exampleAlert, exampleDelivery } from "../core/alert/alert.fixture.ts";
import { failureOf } from "../core/alert/receipt-of-answer.ts";
import type { Notifier } from "./notifier.ts";

/** What a receiver got of one request. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly json: unknown;
}

/** A channel to a receiver at an origin, and what that receiver knows a repetition by. */
export interface NotifierUnderTest {
  open(origin: string): Notifier;
  keysOf(request: ReceivedRequest): readonly string[];
}

const hostile = '"}\r\nBcc: x\u0000\u2028<!channel> & <script>\u202E\uD800';

/** What every channel that speaks HTTP must do, at a real receiver. */
export const testNotifier = (name: string, { open, keysOf }: NotifierUnderTest): void => {
  describe(`${name} as a channel`, () => {
    let server: Server;
    let notifier: Notifier;
    let got: ReceivedRequest[] = [];
    let status = 200;
    let headers: Readonly<Record<string, string>> = {};
    beforeEach(async () => {
      [got, status, headers] = [[], 200, {}];
      server = createServer((request, response) => {
        let text = "";
        request.setEncoding("utf8").on("data", (part: string) => { text += part; }).on("end", () => {
          got.push({ path: request.url ?? "", headers: request.headers, json: JSON.parse(text) });
          response.writeHead(status, headers).end("said");
        });
      });
      await new Promise<void>((done) => { server.listen(0, "127.0.0.1", () => done()); });
      notifier = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
    afterEach(async () => {
      await notifier.close();
      server.closeAllConnections();
      await new Promise((done) => { server.close(done); });
    });
    const { signal } = new AbortController();
    const keys = (): string[] => got.flatMap(keysOf);
    const failure = (delivery = exampleDelivery("a")) => notifier.send(delivery, signal).then(() => "taken", failureOf);

    test("hands every alert over, and a repetition as the same", async () => {
      const delivery = exampleDelivery("a", { alerts: [exampleAlert(), exampleAlert({ key: "INC-2/1", incident: "INC-2", thread: "INC-2" })] });
      expect((await notifier.send(delivery, signal)).said).toBe("200 said");
      const first = keys();
      expect(new Set(first).size).toBe(2);
      await notifier.send({ ...delivery, attempts: 3 }, signal);
      expect(keys().slice(first.length)).toEqual(first);
    });

    test("what others wrote breaks nothing, and what nobody knows is left out", async () => {
      await notifier.send(exampleDelivery("a", { alerts: [exampleAlert({ title: hostile, sentence: hostile.repeat(500), subject: hostile, owner: hostile, environment: hostile })] }), signal);
      await notifier.send(exampleDelivery("b", { alerts: [exampleAlert({ kind: "test", model: null, environment: null, owner: null, since: null, run: null, url: null })] }), signal);
      await notifier.send(exampleDelivery("c", { alerts: [exampleAlert({ kind: "closed" }), exampleAlert({ kind: "escalated", escalatedTo: hostile }), exampleAlert({ kind: "reopened", impact: { perDay: 12_345, unit: "CHF" } })] }), signal);
      expect(got.length).toBeGreaterThanOrEqual(3);
    });

    test("says whether another try can help, and when; follows no redirect", async () => {
      const outcomes: unknown[] = [];
      for (const [code, more] of [[500, {}], [429, { "retry-after": "7" }], [400, {}], [401, {}], [307, { location: "/elsewhere" }]] as const) {
        [status, headers] = [code, more];
        outcomes.push(await failure());
      }
      expect(outcomes).toEqual([[true, null], [true, 7000], [false, null], [false, null], [false, null]].map(([retry, retryAfterMs]) => ({ retry, retryAfterMs })));
      expect(got.filter(({ path }) => path.includes("elsewhere"))).toEqual([]);
      server.closeAllConnections();
      await new Promise((done) => { server.close(done); });
      expect(await failure()).toEqual({ retry: true, retryAfterMs: null });
    });

    test("stops when it is told to", async () => {
      const stop = new AbortController();
      stop.abort(new Error("enough"));
      await expect(notifier.send(exampleDelivery("a"), stop.signal)).rejects.toThrow("enough");
      expect(got).toEqual([]);
    });
  });
};
