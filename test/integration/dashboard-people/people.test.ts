import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadDecisions } from "../../../src/app/governance/load-decisions.ts";
import { findRequest, loadRequests } from "../../../src/app/governance/load-requests.ts";
import { loadIncidents } from "../../../src/app/incident/load-incidents.ts";
import type { Role } from "../../../src/core/domain/access.ts";
import { barriers, launchBrowser, longestWait } from "../dashboard/looked-at.ts";
import { type ServedDashboard, serveDashboard } from "../dashboard/served-dashboard.ts";
import { ana, ben, cem, fillPeople, peopleManifest, runOf } from "./people-store.ts";

let browser: Browser;
/** Only looked at; one that people change; one with twelve models; one in which nothing was done yet. */
let seen: ServedDashboard;
let used: ServedDashboard;
let many: ServedDashboard;
let empty: ServedDashboard;

const named = (count: number): string[] => Array.from({ length: count }, (_, index) => `model-${String(index).padStart(3, "0")}`);

beforeAll(async () => {
  const options = { manifest: peopleManifest, env: { SLACK_URL: "http://127.0.0.1:9/hook" } };
  [seen, used, many, empty] = await Promise.all([serveDashboard(options), serveDashboard(options), serveDashboard(options), serveDashboard()]);
  fillPeople(seen.world);
  fillPeople(used.world);
  fillPeople(many.world, named(11));
  browser = await launchBrowser(chromium);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([seen, used, many, empty].map((each) => each?.stop()));
});

const contextOf = async (server: ServedDashboard, { who = ben, role = "approver" }: { who?: string; role?: Role } = {}): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(longestWait);
  const [name = "", value = ""] = (server.as(role, { name: who })["cookie"] ?? "").split("=", 2);
  await context.addCookies([{ name, value, url: server.url }]);
  return context;
};

const open = async (server: ServedDashboard, address: string, options: Parameters<typeof contextOf>[1] = {}): Promise<Page> => {
  const page = await (await contextOf(server, options)).newPage();
  await page.goto(`${server.url}${address}`);
  return page;
};

test("a store in which nothing was done says what to do on every page, and somebody who may only read sees no button and who may", async () => {
  const context = await contextOf(empty, { role: "viewer" });
  const page = await context.newPage();
  for (const [address, shows] of [["/hypotheses", "Nothing was promised yet"], ["/incidents", "Nothing stands open"], ["/decisions", "No failure is accepted"], ["/alerts", "Nobody is told of anything"], ["/executive", "No run was made yet"], ["/admin/tokens", "You may not see the tokens"], ["/admin/holds", "one has to be an administrator"], ["/incidents/INC-2026-0009", "There is nothing here"]] as const) {
    await page.goto(`${empty.url}${address}`);
    await page.getByText(shows).first().waitFor();
    expect({ address, barriers: await barriers(page) }).toEqual({ address, barriers: [] });
  }
  const reader = await open(seen, "/incidents/INC-2026-0002", { role: "viewer" });
  await reader.getByText("one has to be an operator; you are signed in as a viewer").waitFor();
  await reader.getByText("shed-traffic").waitFor();
  expect(await reader.locator("main .act").count()).toBe(0);
});

test("what cannot be read is told in the server's words, with a way to try again, and what is on its way is said", async () => {
  const page = await (await contextOf(seen)).newPage();
  let broken = true;
  let letGo: () => void = () => {};
  const held = new Promise<void>((done) => { letGo = done; });
  await page.route("**/api/v1/requests*", async (route) => {
    if (!broken) return route.continue();
    await held;
    await route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "LS501", title: "", message: "the store cannot be read", place: null, todo: "Look at the disk." }) });
  });
  await page.goto(`${seen.url}/decisions`);
  await page.getByText("Reading the requests").waitFor();
  letGo();
  await page.getByText("The store cannot be read.").waitFor();
  broken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("link", { name: "Proceed with mitigation: loan-risk in production" }).waitFor();
});

/** Presses Tab until this has the focus: as a person does who has no mouse. */
const tabTo = async (page: Page, name: string): Promise<void> => {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate("document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('name') || ''")) === name) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
};

test("who asked, or made it, sees no button, is told why, and is refused by the server; who may approves by the keyboard alone, and it takes effect", async () => {
  const id = "REQ-2026-0001";
  const status = (): string => findRequest(loadRequests(used.world.store, Date.now()), id).status;
  const asker = await open(used, `/requests/${id}`, { who: ana });
  await asker.getByText("You asked for it, so somebody else has to approve it.").waitFor();
  expect(await asker.getByRole("button", { name: "Approve" }).count()).toBe(0);
  const author = await open(used, `/requests/${id}`, { who: "Dana Weiss <dana@example.org>" });
  await author.getByText("You made what it is about, so somebody else has to approve it.").waitFor();
  expect(await author.getByRole("button", { name: "Approve" }).count()).toBe(0);
  for (const who of [ana, "Dana Weiss <dana@example.org>"]) {
    const answer = await used.fetch(`/api/v1/requests/${id}/approve`, { method: "POST", headers: { ...used.as("approver", { name: who }), "content-type": "application/json" }, body: "{}" });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, "LS730"]);
  }
  expect(status()).toBe("open");

  const page = await open(used, `/requests/${id}`);
  await page.getByRole("button", { name: "Approve" }).waitFor();
  await tabTo(page, "Approve");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Say yes" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await expect.poll(() => page.evaluate("document.activeElement?.textContent"), { timeout: longestWait }).toBe("Approve");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Say yes" }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await tabTo(page, "note");
  await page.keyboard.type("Half is what the bureau’s test was made with.");
  await tabTo(page, "Approve");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText(`${id} is approved and carried out.`).waitFor();
  await page.getByText("Ben Okafor said yes for engineering").first().waitFor();
  expect(status()).toBe("enacted");
  expect(loadDecisions(used.world.store).at(-1)).toMatchObject({ action: "proceed-with-mitigation", by: [`${cem} (compliance)`, `${ben} (engineering)`], request: id });
  expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);
});

test("an incident is taken, tried against a remedy, written up and closed; what is missing stands beside its field and nothing typed is lost", async () => {
  const id = "INC-2026-0002";
  const page = await open(used, `/incidents/${id}`);
  const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await press("Assign");
  await dialog.getByLabel("To").fill("");
  await dialog.getByRole("button", { name: "Assign it" }).click();
  await dialog.getByText("To is needed.").waitFor();
  expect(await dialog.getByLabel("To").evaluate((field) => [field === document.activeElement, field.getAttribute("aria-invalid"), document.getElementById(field.getAttribute("aria-describedby")?.split(" ").at(-1) ?? "")?.textContent])).toEqual([true, "true", "✗ To is needed."]);
  await dialog.getByLabel("To").fill("Cem Aksoy");
  await dialog.getByRole("button", { name: "Assign it" }).click();
  await page.getByText(`${id} is with Cem Aksoy now.`).waitFor();
  await press("Acknowledge");
  await dialog.getByRole("button", { name: "I know of it" }).click();
  await page.getByText(`${id} is acknowledged.`).waitFor();
  await page.getByRole("button", { name: "Acknowledge", exact: true }).waitFor({ state: "detached" });
  await press("Dry run");
  await dialog.getByRole("button", { name: "Run it dry" }).click();
  await page.getByText("would send half of loan-risk to the version before").waitFor();
  await press("Draft it from the facts");
  await dialog.getByLabel("Summary").waitFor();
  await expect.poll(() => dialog.getByLabel("Summary").inputValue(), { timeout: longestWait }).toContain("p99 of latency is 184 ms");
  await dialog.getByLabel("Lessons").fill("Nobody was asked.");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await page.getByText("The post-mortem is kept.").waitFor();
  await press("Close");
  await dialog.getByLabel("Why it is over").fill("The new hardware came.");
  await dialog.getByRole("button", { name: "Close it" }).click();
  await page.getByText(`${id} is closed.`).waitFor();
  const after = loadIncidents(used.world.store).find((incident) => incident.id === id);
  expect(after).toMatchObject({ status: "closed", owner: { name: "Cem Aksoy" }, postMortem: { lessons: "Nobody was asked." } });
});

test("a token is in sight once and never again; revoked it is over; what the server finds wrong stands beside its field", async () => {
  const page = await open(used, "/admin/tokens", { role: "admin" });
  const dialog = page.getByRole("dialog");
  const issue = async (name: string): Promise<void> => {
    await page.getByRole("button", { name: "Issue a token" }).click();
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: "Issue it" }).click();
  };
  await issue("ci risk");
  await dialog.getByText("is no name of a token").waitFor();
  await dialog.getByLabel("Name").fill("ci-risk");
  await dialog.getByRole("button", { name: "Issue it" }).click();
  const secret = (await page.locator(".once").textContent()) ?? "";
  expect((await used.fetch("/api/v1/runs", { headers: { authorization: `Bearer ${secret}` } })).status).toBe(200);
  await page.reload();
  await page.getByRole("button", { name: "Revoke" }).waitFor();
  expect(await page.content()).not.toContain(secret);
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await dialog.getByRole("button", { name: "Revoke it" }).click();
  await page.getByText("ci-risk is revoked").waitFor();
  expect((await used.fetch("/api/v1/runs", { headers: { authorization: `Bearer ${secret}` } })).status).toBe(401);
});

const sheets = (pdf: Buffer): number => (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

test("the one page prints on one sheet: twelve models in full, and of two hundred the worst and a count", async () => {
  const page = await open(many, "/executive");
  await page.getByText("5 of 12 models do not do what was promised; of 3 it cannot be told.").waitFor();
  expect(await page.locator(".sheet-table tbody tr").count()).toBe(12);
  expect(sheets(await page.pdf({ preferCSSPageSize: true }))).toBe(1);
  for (const [index, model] of named(200).slice(11).entries()) many.world.store.save(runOf(model, index), "nightly");
  await page.reload();
  await page.getByText(/^\d+ of 201 models do not/).waitFor();
  await page.getByText("189 more models").waitFor();
  expect(sheets(await page.pdf({ preferCSSPageSize: true }))).toBe(1);
});
