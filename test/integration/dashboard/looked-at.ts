import axe from "axe-core";
import type { Browser, BrowserContext, BrowserType, Page } from "playwright-core";

/** What a page that waits in vain has failed after; never what a page is measured by. */
export const longestWait = 90_000;

/** What the console complained of, where nothing should. A request that is meant to be refused is named by a part of its address. */
export const complaints = (page: Page, meant: readonly string[] = []): readonly string[] => {
  const heard: string[] = [];
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !meant.some((each) => message.location().url.includes(each))) heard.push(`${message.text()} ${message.location().url}`);
  });
  return heard;
};

/** What a context gives to each of its pages, so that `barriers` need not. */
export const looksOf = axe.source;

/** The browser of this machine. */
export const launchBrowser = (chromium: BrowserType): Promise<Browser> => chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"] });

/** Once a page has been drawn with what was changed of its window. */
export const drawn = async (page: Page): Promise<void> => {
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  // What appears after a moment is looked at when it has.
  await page.evaluate("Promise.allSettled(document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < 5000).map((each) => each.finished)).then(() => {})");
};

/** Buttons and fields that are less than 44 pixels high; links and words within a text are let be. */
export const smallTargets = (page: Page): Promise<readonly string[]> => page.evaluate(`[...document.querySelectorAll("button.act, select, input:not([type=checkbox]):not([type=hidden]), .site-links a, .filters button")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height > 0 && each.getBoundingClientRect().height < 43.5)
  .map((each) => (each.textContent || each.getAttribute("aria-label") || each.id) + " is " + each.getBoundingClientRect().height + " pixels high")`);

/* What of a page depends on how wide and in which colours it is shown. */
const looks = ["color-contrast", "target-size", "scrollable-region-focusable"];

/** Violations that axe-core calls serious or critical, in words; none is what is wanted. */
export const barriers = async (page: Page, only: "all" | "looks" = "all"): Promise<readonly string[]> => {
  // Given to the page from outside: its policy lets no script in.
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ["violations"], runOnly: ${JSON.stringify(only === "all" ? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] : looks)} }).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ target, failureSummary }) => target.join(" ") + " " + failureSummary).join(" | ")))`);
};

/** How far the page reaches beyond the window to the side, in pixels. */
export const beyondTheSide = (page: Page): Promise<number> => page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)");

/** A page of the dashboard, once it shows what `until` says. */
export const openPage = async (context: BrowserContext, address: string, until: string): Promise<Page> => {
  const page = await context.newPage();
  page.setDefaultTimeout(longestWait);
  await page.goto(address);
  await page.getByText(until).first().waitFor();
  return page;
};
