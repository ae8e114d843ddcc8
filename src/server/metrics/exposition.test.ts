import { expect, test } from "vitest";
import { exposition } from "./exposition.ts";

const families = [
  { name: "a", help: "with \\ and\nline", samples: [{ labels: { model: 'r"1\\', segment: "x\ny" }, value: 0.5 }, { labels: {}, value: Number.NEGATIVE_INFINITY }] },
  { name: "b", help: "none", samples: [] },
];

test("labels are escaped, numbers beyond all are named, and a family without samples is left out", () => {
  expect(exposition(families, true)).toBe('# TYPE a gauge\n# HELP a with \\\\ and\\nline\na{model="r\\"1\\\\",segment="x\\ny"} 0.5\na -Inf\n# EOF\n');
});

test("the older format has no end mark", () => expect(exposition(families, false)).not.toContain("EOF"));
