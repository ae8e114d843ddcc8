import { expect, test } from "vitest";
import { wrongName } from "./check-names.ts";

test.each(["src/core/stats/tost.ts", "src/core/random/xoshiro-128.golden.c", "src/ports/run-store.conformance.ts", "dashboard/src/main.tsx", "README.md", "src/core/random/split-mix-64.ts"])("%s is well named", (path) => {
  expect(wrongName(path)).toBeNull();
});

test.each(["src/utils/x.ts", "src/core/helpers.ts", "src/app/runCheck.ts", "tools/Build.ts", "src/app/common/x.ts", "src/core/run_check.ts"])("%s is not", (path) => {
  expect(wrongName(path)).not.toBeNull();
});
