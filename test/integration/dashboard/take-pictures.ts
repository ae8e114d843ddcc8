import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { ben, fillPeople, peopleManifest } from "../dashboard-people/people-store.ts";
import { launchBrowser, longestWait } from "./looked-at.ts";
import { serveDashboard } from "./served-dashboard.ts";

/** What docs/dashboard.md shows beside the overview (tools/overview-picture.ts), taken anew: node test/integration/dashboard/take-pictures.ts */
const pictures = [["/incidents/INC-2026-0001", "Timeline", "dashboard-incident.png"]] as const;

const server = await serveDashboard({ manifest: peopleManifest, env: { SLACK_URL: "http://127.0.0.1:9/hook" } });
fillPeople(server.world, ["card-fraud", "churn", "claims-triage", "credit-limit", "delivery-time", "search-ranking", "store-demand", "ticket-routing", "warranty-cost"]);
const browser = await launchBrowser(chromium);
const context = await browser.newContext({ viewport: { width: 1280, height: 960 }, deviceScaleFactor: 1.5, colorScheme: "light" });
const [name = "", value = ""] = (server.as("approver", { name: ben })["cookie"] ?? "").split("=", 2);
await context.addCookies([{ name, value, url: server.url }]);
for (const [address, shows, file] of pictures) {
  const page = await context.newPage();
  page.setDefaultTimeout(longestWait);
  await page.goto(`${server.url}${address}`);
  await page.getByText(shows).first().waitFor();
  await page.locator("body:not(:has(.loading))").waitFor();
  await page.screenshot({ path: fileURLToPath(new URL(`../../../docs/images/${file}`, import.meta.url)) });
}
await browser.close();
await server.stop();
