import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorCatalogue } from "../src/core/errors/error-catalogue.ts";
import { errorsPage } from "./generate-docs.ts";
import { root } from "./run-steps.ts";

const codes = Object.keys(errorCatalogue);

describe("the error catalogue", () => {
  test("docs/errors.md is what it generates (node tools/generate-docs.ts writes it)", () => {
    expect(readFileSync(join(root, "docs/errors.md"), "utf8")).toBe(errorsPage());
  });

  test("every code has its line", () => {
    const page = errorsPage();
    for (const code of codes) expect(page.split(`| \`${code}\` |`)).toHaveLength(2);
  });

  test("every code is used in src", () => {
    const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !/\.(test|conformance|fixture)\.ts$/.test(path) && !path.endsWith("error-catalogue.ts"))
      .map((path) => readFileSync(join(root, "src", path), "utf8"))
      .join("\n");
    expect(codes.filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
  });
});
