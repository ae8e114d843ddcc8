import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadDecisions } from "../../../src/app/governance/load-decisions.ts";
import { loadRequests } from "../../../src/app/governance/load-requests.ts";
import { loadReviews } from "../../../src/app/governance/reviews.ts";
import { loadHolds } from "../../../src/app/retention/holds.ts";
import type { Role } from "../../../src/core/domain/access.ts";
import { validateExamples } from "../../../src/report/example-runs/example-runs.ts";
import { type Receiver, startReceiver } from "../alerts/receivers.ts";
import { barriers, beyondTheSide, complaints, longestWait } from "../dashboard/looked-at.ts";
import { type ServedDashboard, serveDashboard } from "../dashboard/served-dashboard.ts";
import { ana, ben, cem, fillPeople, peopleManifest, runOf } from "./people-store.ts";

const run = "run-20261103-000512-left";
let browser: Browser;
let server: ServedDashboard;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await serveDashboard({ manifest: `${peopleManifest}  retention: { keep: 365d }\n  singlePerson: true\n`, env: { SLACK_URL: `${receiver.url}/hook` } });
  fillPeople(server.world);
  server.world.store.save({ ...validateExamples.holds(), id: "run-20240101-000000-old", startedAt: "2024-01-01T00:00:00.000Z", finishedAt: "2024-01-01T00:01:00.000Z" }, "nightly");
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await receiver?.close();
});

const contextOf = async ({ who = ben, role = "approver" }: { who?: string; role?: Role } = {}): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(longestWait);
  const [name = "", value = ""] = (server.as(role, { name: who })["cookie"] ?? "").split("=", 2);
  await context.addCookies([{ name, value, url: server.url }]);
  return context;
};
const open = async (address: string, options: Parameters<typeof contextOf>[0] = {}): Promise<Page> => {
  const page = await (await contextOf(options)).newPage();
  await page.goto(`${server.url}${address}`);
  return page;
};

test("a run is decided about on its page: what policy says at once, anything else by a request; a failing finding is asked to be accepted there, and one that is says until when", async () => {
  const page = await open(`/runs/${run}`, { who: cem });
  const dialog = page.getByRole("dialog");
  await page.getByText("asks for another decision and waits for a yes").waitFor();
  await page.getByText("Nobody has signed loan-risk off in production.").waitFor();
  await page.getByText(`lockstep evidence sign ${run}.zip --key file:keys/cem.private.pem`).waitFor();
  const decide = async (action: string, reason: string): Promise<void> => {
    await page.getByRole("button", { name: "Decide about this run" }).click();
    await dialog.getByText("Policy alone says roll back: money is lost every day. Rule 1 of the policy.").waitFor();
    await dialog.getByText("2 people (1 of engineering, 1 of compliance) must say yes").waitFor();
    await dialog.getByLabel("What is to be done").selectOption(action);
    await dialog.getByLabel("Why").fill(reason);
    await dialog.getByRole("button", { name: "Put it down" }).click();
  };
  await decide("roll-back", "agreed with the desk");
  await page.getByRole("status").getByText("is put down: roll back, as policy says.").waitFor();
  expect(loadDecisions(server.world.store).at(-1)).toMatchObject({ run, action: "roll-back", request: null, said: { by: cem, text: "agreed with the desk" } });
  await decide("pause", "the bureau answers today");
  await page.getByRole("heading", { name: "Pause: loan-risk in production" }).waitFor();
  const [asked] = loadRequests(server.world.store, Date.now()).toReversed();
  expect([asked?.subject, asked?.askedBy]).toEqual([{ kind: "decision", run, model: "loan-risk", environment: "production", action: "pause" }, cem]);
  expect(page.url()).toContain(asked?.id);

  await page.goBack();
  await page.getByText("REQ-2026-0002").first().waitFor();
  await page.getByText("waiver asked for").waitFor();
  await page.getByRole("button", { name: "Ask for a waiver", exact: true }).first().click();
  expect(await dialog.getByLabel("Finding").inputValue()).toBe("hypothesis/loan-risk/precision");
  expect(await barriers(page)).toEqual([]);
  await dialog.getByLabel("Until the end of").fill(new Date(Date.now() + 5 * 864e5).toISOString().slice(0, 10));
  await dialog.getByLabel("Why it can be accepted").fill("known, and small");
  await dialog.getByRole("button", { name: "Ask for it" }).click();
  await page.getByRole("heading", { name: "Accept that hypothesis/loan-risk/precision fails for loan-risk in production" }).waitFor();
  await page.getByRole("button", { name: "Approve" }).click();
  await dialog.getByRole("button", { name: "Approve" }).click();
  await page.getByText("is approved and carried out").waitFor();
  await page.goto(`${server.url}/runs/${run}`);
  await page.getByText(/Accepted by WVR-\d+-\d+ until/).first().waitFor();
  await page.setViewportSize({ width: 360, height: 900 });
  await page.emulateMedia({ colorScheme: "dark" });
  expect([await barriers(page), await beyondTheSide(page)]).toEqual([[], 0]);
});

test("a waiver tells what it covers now, a review is said to be done, and the policy tells how it came about", async () => {
  const page = await open("/decisions", { who: ana });
  await page.locator("#waivers").getByText("What it covers now").last().click();
  await page.locator("#waivers .covered, #waivers details p").first().waitFor();
  await page.locator("#reviews").getByRole("button", { name: "Done" }).first().click();
  await page.getByRole("dialog").getByLabel("What was found").fill("two packages raised");
  await page.getByRole("dialog").getByRole("button", { name: "Say so" }).click();
  await page.getByText(/^✓ Done\. The next one is/).waitFor();
  expect(loadReviews(server.world.store, server.world.loaded?.manifest.policy ?? null, Date.now()).some(({ last }) => last?.note === "two packages raised" && last.by === ana)).toBe(true);
});

test("a hold is placed and released, and what retention would take is told before: the hold keeps it", async () => {
  const page = await open("/admin/holds", { role: "admin" });
  const dialog = page.getByRole("dialog");
  await page.getByText("Documents of runs are kept for 365 days").waitFor();
  await page.getByRole("button", { name: "See what would go now" }).click();
  await page.getByText("1 run would go.").waitFor();
  await page.getByRole("button", { name: "Place a hold" }).click();
  await dialog.getByLabel("Reason").fill("case 7");
  await dialog.getByRole("button", { name: "Place it" }).click();
  await page.getByText(/^HLD-\d+-0001 holds it: case 7\.$/i).waitFor();
  await page.getByText("Nothing would go.").waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Release" }).click();
  await dialog.getByRole("button", { name: "Release it" }).click();
  await page.getByText("is released: retention may take what it kept.").waitFor();
  await page.getByText("1 run would go.").waitFor();
  expect(loadHolds(server.world.store)).toMatchObject([{ status: "released", reason: "case 7", releasedBy: ben }]);
  expect(server.world.store.get("run-20240101-000000-old")).not.toBeNull();
  expect((await server.fetch("/api/v1/retention/preview", { headers: server.as("approver") })).status).toBe(403);
});

test("a channel is tested at a real receiver, and a delivery that failed is tried again", async () => {
  const page = await open("/alerts", { role: "operator" });
  const dialog = page.getByRole("dialog");
  await page.locator("#channels li", { hasText: "lending" }).getByRole("button", { name: "Test" }).click();
  await dialog.getByRole("button", { name: "Send a test" }).click();
  await page.getByText("The test over lending arrived.").waitFor();
  expect(receiver.got).toMatchObject([{ path: "/hook" }]);
  await page.locator("#deliveries li", { hasText: "the webhook is known no longer" }).getByRole("button", { name: "Try again" }).click();
  await dialog.getByRole("button", { name: "Try again" }).click();
  await page.getByText("It is tried again over lending.").waitFor();
  expect(server.world.deliveries.get("c3d4".repeat(16))).toMatchObject({ status: "waiting" });
});

test("an incident whose claim nobody looks at any longer asks for none; its owner's are found by name, what comes again says so, and its post-mortem prints", async () => {
  const page = await (await contextOf()).newPage();
  const heard = complaints(page);
  await page.goto(`${server.url}/incidents?status=all&owner=reyes`);
  await page.getByText("Between 900 and 1,600 applications a day").waitFor();
  expect(await page.getByText("99 of 100 answers come within 120 ms").count()).toBe(0);
  await page.goto(`${server.url}/incidents/INC-2026-0001`);
  await page.getByText("overdue").waitFor();
  await page.goto(`${server.url}/incidents/INC-2026-0004`);
  await page.getByRole("link", { name: "As a page to print" }).click();
  await page.getByRole("heading", { name: "Post-mortem: Between 900" }).waitFor();
  const lessons = page.getByRole("paragraph").filter({ hasText: "Files are now named by their digest" });
  await lessons.waitFor();
  await page.emulateMedia({ media: "print" });
  expect([await page.getByRole("button", { name: "Print it" }).isVisible(), await lessons.isVisible()]).toEqual([false, true]);
  expect([heard, await barriers(page)]).toEqual([[], []]);
});

test("the one page says what got worse since a week ago, and what waits for whom", async () => {
  // By their places in the examples: the one that holds, and the one that left its corridor.
  for (const [days, example] of [[20, 0], [1, 4]] as const) {
    const at = new Date(Date.now() - days * 864e5).toISOString();
    server.world.store.save({ ...runOf("drifting", example), startedAt: at, finishedAt: at }, "nightly");
  }
  const page = await open("/executive");
  await page.getByText("Worse than a week ago: drifting.").waitFor();
  await page.getByText(/Waits for an approval: \d+, Ana Reyes: \d+/).waitFor();
  expect(await barriers(page)).toEqual([]);
});
