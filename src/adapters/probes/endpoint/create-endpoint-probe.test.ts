import { describe, expect, it } from "vitest";
import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Transport, TransportRequest } from "../../../ports/transport.ts";
import { createEndpointProbe } from "./create-endpoint-probe.ts";

const fingerprint: Fingerprint = { lockstep: "fingerprint", schemaVersion: 1, probe: "lockstep-probe 0.1.0", takenAt: "2026-01-01T00:00:10.000Z", method: "in-process", pid: 7, fields: {}, unread: { "time.offset": "not asked" } };
const received = Date.parse("2026-01-01T00:00:08.100Z");

/** A server at the other end of the transport's port that gives one answer. */
const answering = (status: number, body: string): { readonly transport: Transport; readonly asked: TransportRequest[] } => {
  const asked: TransportRequest[] = [];
  return { asked, transport: { address: "http://host:1", close: async () => {}, send: async (request) => { asked.push(request); return { status, headers: {}, body: Buffer.from(body), latencyMs: 200 }; } } };
};
const probe = (transport: Transport, path: string, hasToken = false) => createEndpointProbe(transport, { path, headers: hasToken ? { "x-lockstep-token": "t" } : {}, hasToken, now: () => received });
const failure = (status: number, body: string, hasToken = false): Promise<LockstepError> => probe(answering(status, body).transport, "/lockstep", hasToken).take().then(() => expect.fail("it was accepted"), (error: unknown) => error as LockstepError);

describe("the SDK's endpoint", () => {
  it.each([["/lockstep", "/lockstep/fingerprint"], ["/lockstep/", "/lockstep/fingerprint"], ["/a/fingerprint", "/a/fingerprint"], ["/", "/lockstep/fingerprint"], ["/m?x=1", "/m/fingerprint?x=1"]])("%s is asked at %s", async (path, url) => {
    const { transport, asked } = answering(200, JSON.stringify(fingerprint));
    const one = probe(transport, path, true);
    await one.take();
    expect([asked[0]?.url, asked[0]?.headers?.["x-lockstep-token"], one.place]).toEqual([url, "t", `http://host:1${url}`]);
  });

  it("adds the clock's offset, from the middle of the round trip", async () => {
    const read = await probe(answering(200, JSON.stringify(fingerprint)).transport, "/lockstep").take();
    expect(read.fields["time.offset"]).toEqual({ value: 2, scope: "host", how: "takenAt against our clock, give or take 0.100 s" });
    expect(read.unread).toEqual({});
    const unclear = await probe(answering(200, JSON.stringify({ ...fingerprint, takenAt: "now" })).transport, "/lockstep").take();
    expect([unclear.fields["time.offset"], unclear.unread["time.offset"]]).toEqual([undefined, "takenAt is no time: now"]);
  });

  it.each([
    [404, "Not Found", "LS320", /status 404/],
    [302, "", "LS320", /status 302/],
    [200, "<html>Sign in", "LS320", /not with JSON: <html>Sign in/],
    [200, JSON.stringify({ status: "ok" }), "LS320", /not with a fingerprint: lockstep/],
    [200, JSON.stringify({ ...fingerprint, fields: { "package.version:numpy": { value: {}, scope: "process", how: "" } } }), "LS320", /fields\.package\.version:numpy\.value/],
    [401, "", "LS304", /answers only with its token/],
  ])("status %i with %j is %s", async (status, body, code, message) => {
    const error = await failure(status, body);
    expect([error.code, error.place]).toEqual([code, "http://host:1/lockstep/fingerprint"]);
    expect(error.message).toMatch(message);
  });

  it("says when the token it was given is not the server's", async () => expect((await failure(401, "", true)).message).toContain("does not accept the token"));
});
