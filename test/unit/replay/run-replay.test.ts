import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/adapters/clock/system/system-clock.ts";
import { openSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { Journal, JournalEntry } from "../../../src/ports/journal.ts";
import type { ProgressEvent } from "../../../src/ports/progress.ts";
import type { ReplaySide } from "../../../src/work/replay/asked-side.ts";
import { callAt, type CallPlan, evidenceCalls } from "../../../src/work/replay/call-plan.ts";
import { planCalls, type PlanOptions } from "../../../src/work/replay/plan-calls.ts";
import { plainRows, plainSide, planOptions } from "../../../src/work/replay/replay-plan.fixture.ts";
import { PROBE_TRIAL_CALLS } from "../../../src/work/replay/replay-defaults.ts";
import { type ReplayFacts, runReplay } from "../../../src/work/replay/run-replay.ts";
import type { PerSide } from "../../../src/work/replay/side.ts";
import { endpointSide } from "./endpoint-side.ts";
import { type Answering, linearModel, type ModelServer, startModelServer } from "./model-server.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-replay-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const close of closing.splice(0).reverse()) await close(); });

let journals = 0;
const newJournal = (): Journal => {
  journals += 1;
  const journal = openSqliteJournal(join(folder, `${journals}.journal`));
  journal.begin("a test's plan");
  closing.push(() => journal.close());
  return journal;
};
const serve = async (answering?: Answering, shared?: { now: number; most: number }): Promise<ModelServer> => {
  const server = await startModelServer(answering, shared);
  closing.push(() => server.close());
  return server;
};
const side = (name: string, url: string, extra: Partial<ReplaySide> = {}): ReplaySide => {
  const asked = endpointSide(name, url, extra);
  closing.push(() => asked.client.close());
  return asked;
};

interface Scene {
  readonly sides: PerSide<ReplaySide>;
  readonly plan?: Partial<PlanOptions>;
  readonly journal?: Journal;
  readonly signal?: AbortSignal;
  readonly progress?: (event: ProgressEvent) => void;
}
const replay = async ({ sides, plan: extra, journal = newJournal(), signal = new AbortController().signal, progress = () => undefined }: Scene): Promise<{ facts: ReplayFacts; entries: JournalEntry[]; plan: CallPlan }> => {
  const options = planOptions({ sides: Object.fromEntries(Object.keys(sides).map((name) => [name, plainSide])), ...extra });
  const plan = planCalls(options);
  const facts = await runReplay({ plan, rows: options.rows, sides, journal, clock: systemClock, progress, signal });
  return { facts, entries: [...journal.entries()], plan };
};
const failureOf = (scene: Scene): Promise<{ code?: string; name: string; message: string }> =>
  replay(scene).then(() => { throw new Error("the replay came to its end"); }, (error: unknown) => error as { code?: string; name: string; message: string });
const mainOnly = { probes: [], warmUpCalls: 0 } as const;
const later = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

describe("runReplay", () => {
  it("asks every call once and keeps what each row was answered", async () => {
    const [one, two] = [await serve(), await serve()];
    const events: ProgressEvent[] = [];
    const { facts, entries, plan } = await replay({ sides: { reference: side("staging", one.url), candidate: side("production", two.url) }, progress: (event) => events.push(event) });
    expect(facts).toMatchObject({ calls: evidenceCalls(plan), resumed: 0, errors: { reference: 0, candidate: 0 } });
    expect(entries.map(({ call }) => call)).toEqual(Array.from({ length: facts.calls }, (_, index) => index + 20));
    for (const entry of entries) {
      const call = callAt(plan, entry.call);
      expect(entry).toMatchObject({ status: 200, errorCode: null });
      expect(entry.latencyMs).toBeGreaterThan(0);
      expect(entry.rows.length).toBe(call.rows.length);
      for (const [place, row] of call.rows.entries()) {
        const answer = entry.rows[place];
        expect(answer?.get("code")?.value).toBe(BigInt(row));
        const score = answer?.get("score")?.value as number;
        const exact = 2 * (row + 0.1) + 1;
        if (call.phase === "rounded") expect(score !== exact && Math.abs(score - exact) < 1e-4).toBe(true);
        else expect(score).toBe(exact);
      }
    }
    expect(one.requests.length + two.requests.length).toBe(plan.calls);
    expect(one.bodies.some((body) => body.startsWith('{"rows": [{"code"'))).toBe(true);
    const counts = events.filter((event) => event.kind === "count");
    expect(counts.at(-1)).toMatchObject({ step: "asking", done: facts.calls, total: facts.calls, etaSeconds: 0 });
    expect(counts.length).toBeLessThan(30);
  });

  it("keeps to the concurrency of each side, uses it, and is alone in the serial arm", async () => {
    const answering: Answering = async (rows) => {
      await later(4);
      return linearModel(rows, 0);
    };
    const [one, two] = [await serve(answering), await serve(answering)];
    const sides = { reference: side("a", one.url, { concurrency: 3 }), candidate: side("b", two.url, { concurrency: 6 }) };
    await replay({ sides, plan: { probes: ["serial"] } });
    expect(one.busiest()).toBe(3);
    expect(two.busiest()).toBeGreaterThanOrEqual(3);
    expect(two.busiest()).toBeLessThanOrEqual(6);
    const alone = { now: 0, most: 0 };
    const [three, four] = [await serve(answering, alone), await serve(answering, alone)];
    const options = planOptions({ rows: plainRows(30), probes: ["serial"] });
    const plan = planCalls(options);
    const journal = newJournal();
    for (const phase of plan.phases.filter(({ name }) => name === "main")) {
      for (let call = phase.first; call < phase.first + phase.order.length; call += 1) journal.append({ call, sentAt: 0, latencyMs: 1, status: 200, replica: null, errorCode: null, errorMessage: null, rows: [] });
    }
    const warm = { ...plan, phases: plan.phases.filter(({ name }) => name !== "warm-up") };
    await runReplay({ plan: warm, rows: options.rows, sides: { reference: side("a", three.url), candidate: side("b", four.url) }, journal, clock: systemClock, progress: () => undefined, signal: new AbortController().signal });
    expect(three.requests.length + four.requests.length).toBe(60);
    expect(alone.most).toBe(1);
  });

  it("records failures as answers and goes on", async () => {
    const broken: Answering = (rows, request) => {
      const code = rows[0]?.["code"] as number;
      if (code % 10 === 3) return 500;
      return code % 10 === 4 ? [...(linearModel(rows, request) as unknown[]), { score: 0 }] : linearModel(rows, request);
    };
    const [one, two] = [await serve(), await serve(broken)];
    const { facts, entries, plan } = await replay({ sides: { reference: side("a", one.url), candidate: side("b", two.url) }, plan: mainOnly });
    expect(facts.errors).toEqual({ reference: 0, candidate: 20 });
    const failed = entries.filter(({ errorCode }) => errorCode !== null);
    expect(failed.map((entry) => `${callAt(plan, entry.call).side} ${callAt(plan, entry.call).rows[0] as number % 10} ${entry.errorCode} ${entry.rows.length} ${entry.latencyMs}`).filter((text, at, all) => all.indexOf(text) === at).toSorted())
      .toEqual(["candidate 3 LS405 0 null", "candidate 4 LS404 0 null"]);
    expect(failed.every(({ errorMessage }) => (errorMessage ?? "").length > 0)).toBe(true);
    expect(entries.length).toBe(200);
  });

  it("gives up one call that takes too long, and no other", async () => {
    const hanging: Answering = async (rows) => {
      if (rows[0]?.["code"] === 7) await later(2000);
      return linearModel(rows, 0);
    };
    const server = await serve(hanging);
    const began = performance.now();
    const { entries, plan } = await replay({ sides: { candidate: side("b", server.url, { timeoutMs: 150 }) }, plan: mainOnly });
    expect(performance.now() - began).toBeLessThan(1900);
    const late = entries.filter(({ errorCode }) => errorCode !== null);
    expect(late.map(({ errorCode, call }) => [errorCode, callAt(plan, call).rows])).toEqual([["LS302", [7]], ["LS302", [7]]]);
    expect(late[0]?.errorMessage).toBe("b did not answer within 0.15 s.");
  });

  it("finds out early that nobody answers, and keeps no failure of a dead server", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => { gone.listen(0, "127.0.0.1", resolve); });
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => { gone.close(resolve); });
    const one = await serve();
    const journal = newJournal();
    const dead = side("staging", `http://127.0.0.1:${port}`);
    const error = await failureOf({ sides: { reference: side("a", one.url), candidate: dead }, plan: { rows: plainRows(2000), ...mainOnly }, journal });
    expect(error).toMatchObject({ code: "LS310" });
    expect(error.message).toMatch(/^staging failed 10 of 10 calls\. The first: LS301 /);
    expect(one.requests.length).toBeLessThan(40);
    expect([...journal.entries()].filter(({ errorCode }) => errorCode !== null)).toEqual([]);
    expect(await failureOf({ sides: { candidate: dead }, plan: { rows: plainRows(2), ...mainOnly } })).toMatchObject({ code: "LS310" });
  });

  it("keeps the failures of a server that was only slow to start", async () => {
    const starting: Answering = (rows, request) => (request <= 6 ? 503 : linearModel(rows, request));
    const { entries } = await replay({ sides: { candidate: side("b", (await serve(starting)).url) }, plan: mainOnly });
    expect(entries.length).toBe(100);
    expect(entries.filter(({ errorCode }) => errorCode === "LS405").length).toBe(6);
  });

  it("asks production slowly and stops when its errors rise", async () => {
    const slow = await serve();
    const began = performance.now();
    await replay({ sides: { candidate: side("production", slow.url, { production: true, ratePerSecond: 100 }) }, plan: { ...mainOnly, rows: plainRows(15) } });
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThan(0.28);
    expect(seconds).toBeLessThan(2);
    const breaking = await serve((rows, request) => (request > 60 ? 500 : linearModel(rows, request)));
    const journal = newJournal();
    const error = await failureOf({ sides: { candidate: side("production", breaking.url, { production: true, ratePerSecond: 100_000 }) }, plan: { ...mainOnly, rows: plainRows(500) }, journal });
    expect(error).toMatchObject({ code: "LS309" });
    expect(error.message).toContain("against 0 of the 60 calls before");
    expect(breaking.requests.length).toBeLessThan(75);
    expect(journal.answered().size).toBeGreaterThanOrEqual(60);
    const patient = await serve((rows, request) => (request > 60 ? 500 : linearModel(rows, request)));
    expect((await replay({ sides: { candidate: side("b", patient.url) }, plan: mainOnly })).facts.errors).toEqual({ candidate: 40 });
  });

  it("gives up a probe that a side refuses, with production unharmed, and asks it no more when continued", async () => {
    let shuffled = 0;
    const strict: Answering = (rows, request) => {
      if (Object.keys(rows[0] ?? {})[0] !== "code") return linearModel(rows, request);
      shuffled += 1;
      return 500;
    };
    const [one, two] = [await serve(), await serve(strict)];
    const journal = newJournal();
    const events: ProgressEvent[] = [];
    const sides = { reference: side("staging", one.url), candidate: side("production", two.url, { production: true, ratePerSecond: 100_000, concurrency: 8 }) };
    const scene = { sides, plan: { rows: plainRows(200), repeats: 1, probes: ["shuffled", "serial"] }, journal, progress: (event: ProgressEvent) => events.push(event) } as const;
    const { facts, entries, plan } = await replay(scene);
    const refused = entries.filter(({ call }) => callAt(plan, call).side === "candidate" && callAt(plan, call).phase === "shuffled");
    expect([shuffled, refused.length, refused.every(({ errorCode }) => errorCode === "LS405")]).toEqual([PROBE_TRIAL_CALLS, PROBE_TRIAL_CALLS, true]);
    expect(entries.length).toBe(facts.calls - 195);
    expect(entries.filter(({ call }) => callAt(plan, call).phase === "serial").length).toBe(400);
    expect(entries.filter(({ errorCode }) => errorCode !== null).length).toBe(PROBE_TRIAL_CALLS);
    expect(facts.errors).toEqual({ reference: 0, candidate: 0 });
    expect(events.filter((event) => event.kind === "note")).toEqual([{ kind: "note", message: "production refuses shuffled columns: answered 500: no; the other checks go on" }]);
    expect(events.findLast((event) => event.kind === "count")).toMatchObject({ done: facts.calls, total: facts.calls });
    const before = two.requests.length;
    expect((await replay(scene)).facts.resumed).toBe(entries.length);
    expect(two.requests.length).toBe(before);
  });

  it("continues a probe's trial where it was interrupted", async () => {
    let shuffled = 0;
    const strict: Answering = (rows, request) => {
      if (Object.keys(rows[0] ?? {})[0] !== "code") return linearModel(rows, request);
      shuffled += 1;
      return 500;
    };
    const server = await serve(strict);
    const journal = newJournal();
    const options = planOptions({ sides: { candidate: plainSide }, probes: ["shuffled"] });
    const plan = planCalls(options);
    const first = plan.phases.find(({ name }) => name === "shuffled")?.first as number;
    for (let call = first; call < first + 3; call += 1) journal.append({ call, sentAt: 0, latencyMs: null, status: null, replica: null, errorCode: "LS405", errorMessage: "earlier", rows: [] });
    const { entries } = await replay({ sides: { candidate: side("b", server.url) }, plan: { probes: ["shuffled"] }, journal });
    expect([shuffled, entries.length]).toEqual([PROBE_TRIAL_CALLS - 3, 100 + PROBE_TRIAL_CALLS]);
  });

  it("goes on with a probe that was answered once, whose failures then count", async () => {
    let shuffled = 0;
    const server = await serve((rows, request) => {
      if (Object.keys(rows[0] ?? {})[0] !== "code") return linearModel(rows, request);
      shuffled += 1;
      return shuffled === 3 ? linearModel(rows, request) : 500;
    });
    const { facts, entries } = await replay({ sides: { candidate: side("b", server.url, { concurrency: 1 }) }, plan: { probes: ["shuffled"] } });
    const failed = entries.filter(({ errorCode }) => errorCode !== null).length;
    expect([shuffled, entries.length, failed]).toEqual([failed + 1, 100 + shuffled, shuffled - 1]);
    expect(failed).toBeGreaterThan(PROBE_TRIAL_CALLS);
    expect(facts.errors).toEqual({ candidate: failed - 2 });
  });

  it("stops at once when interrupted, keeps what was answered, and later asks only the rest", async () => {
    const server = await serve(async (rows) => {
      await later(2);
      return linearModel(rows, 0);
    });
    const journal = newJournal();
    const controller = new AbortController();
    const error = await failureOf({ sides: { candidate: side("b", server.url) }, plan: { rows: plainRows(400), ...mainOnly }, journal, signal: controller.signal, progress: (event) => { if (event.kind === "count" && event.done > 50) controller.abort(); } });
    expect(error.name).toBe("AbortError");
    const kept = journal.answered().size;
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThan(800);
    const before = server.requests.length;
    const notes: string[] = [];
    const { facts, entries } = await replay({ sides: { candidate: side("b", server.url) }, plan: { rows: plainRows(400), ...mainOnly }, journal, progress: (event) => { if (event.kind === "note") notes.push(event.message); } });
    expect(facts).toMatchObject({ calls: 800, resumed: kept });
    expect(server.requests.length - before).toBe(800 - kept);
    expect(entries.length).toBe(800);
    expect(notes).toEqual([`${kept} of 800 calls were answered in an earlier run and are not asked again`]);
    const asked = server.requests.length;
    await replay({ sides: { candidate: side("b", server.url) }, plan: { rows: plainRows(400), probes: [] }, journal: newJournal(), signal: AbortSignal.abort() }).catch(() => undefined);
    expect(server.requests.length).toBe(asked);
  });

  it("takes anything but an expected failure for a bug, and hands it up", async () => {
    const server = await serve();
    const asked = side("b", server.url);
    const odd: ReplaySide = { ...asked, client: { ...asked.client, predict: () => Promise.reject(new TypeError("not expected")) } };
    expect(await failureOf({ sides: { candidate: odd } })).toMatchObject({ name: "TypeError", message: "not expected" });
  });
});
