import { expect, test } from "vitest";
import type { Look } from "../../core/incident/look.ts";
import { recordLook } from "../../app/incident/record-look.ts";
import { incidentPolicyOf } from "../../app/incident/incident-policy-of.ts";
import { newServerWorld } from "../server-world.fixture.ts";

const look: Look = {
  run: "r1", at: "2026-11-01T00:00:00.000Z",
  findings: [{ subject: "credit/precision", kind: "departure", title: "precision holds", verdict: "fail", mode: "enforce", severity: "high", owner: null, consequence: "pause", since: null, estimate: null, interval: null, sentence: "It left." }],
};

test("whoever turns the pages of actions goes on where they were, though what they saw last was done meanwhile", async () => {
  const server = await newServerWorld();
  try {
    const [incident] = recordLook(server.world.store, look, incidentPolicyOf({}), "ada");
    const [operator, reader] = [server.as("operator"), server.token("read")];
    const post = (path: string, body: unknown): Promise<Response> => server.fetch(`/api/v1/incidents/${incident?.id}/${path}`, { method: "POST", headers: { ...operator, "content-type": "application/json" }, body: JSON.stringify(body) });
    for (const day of [1, 2, 3]) await post("actions", { title: `due on day ${day}`, owner: "Ada", due: `2026-12-0${day}` });
    const page = async (after: string | null): Promise<{ items: { id: string }[]; next: string | null; total: number }> =>
      (await (await server.fetch(`/api/v1/actions?limit=1${after === null ? "" : `&after=${encodeURIComponent(after)}`}`, { headers: reader })).json()) as { items: { id: string }[]; next: string | null; total: number };
    const first = await page(null);
    expect((await post("actions/A1/done", {})).status).toBe(200);
    const second = await page(first.next);
    const third = await page(second.next);
    expect([first, second, third].map(({ items, total }) => [items.map(({ id }) => id), total])).toEqual([[["A1"], 3], [["A2"], 2], [["A3"], 2]]);
    expect(third.next).toBeNull();
  } finally {
    server.close();
  }
});
