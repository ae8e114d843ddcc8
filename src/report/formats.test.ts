import { expect, test } from "vitest";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { exampleRuns } from "./example-runs/example-runs.ts";
import { formatOf, formats } from "./formats.ts";

test.each([
  ["report.html", "html"], ["out/REPORT.HTM", "html"], ["run.json", "json"], ["codequality.json", "codequality"], ["out/risk.a-b.codequality.json", "codequality"], ["junit.xml", "junit"], ["report.sarif", "sarif"], ["report.sarif.json", "sarif"], ["sarif.json", "sarif"],
  ["summary.md", "markdown"], ["metrics.txt", "metrics"], ["lockstep.prom", "metrics"], ["result.txt", "text"], ["C:\\ci\\junit.xml", "junit"],
])("%s is written as %s", (path, id) => expect(formatOf(path).id).toBe(id));

test.each(["report.pdf", "report", "", ".html", "html/report"])("%j is refused with the names that are known", (path) => {
  const error = ((): unknown => {
    try {
      return formatOf(path);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(LockstepError);
  expect(error).toMatchObject({ code: "LS102", exitCode: 2 });
  for (const { endings } of formats.values()) for (const ending of endings) expect((error as LockstepError).todo).toContain(ending);
});

test.each([...formats.keys()])("the format %s renders every example", async (id) => {
  const report = await formats.get(id)?.load();
  for (const name of ["pass", "fail", "inconclusive", "error", "hostile"] as const) {
    const text = await report?.(exampleRuns[name](), { loadViewer: async () => ({ js: "", css: "" }) });
    // A list of problems has nothing to say where there are none.
    expect(text?.length, name).toBeGreaterThan(id === "codequality" && name === "pass" ? 2 : 100);
    expect(text).not.toMatch(/\bNaN\b(?! or infinite| by one)|undefined|\[object/);
  }
});
