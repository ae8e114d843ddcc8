import { expect, test } from "vitest";
import { moreThanExpression } from "./more-than-expression.ts";

test.each([
  "region = 'north'", "a > 1 and (b < 2 or c is null)", "sum(amount * approved) / sum(approved)", "note = 'select; -- ( it''s'", "\"now (old)\" = 1", "current_dates > 1", "known > 0", "random_score > 0.5",
])("%s is an expression", (sql) => { expect(moreThanExpression(sql)).toBeNull(); });

test.each([
  ["1=1) or (1=1", /did not open/], ["(a = 1", /does not close a bracket/], ["a = 'x", /does not close a quote/], ["a = 1; DROP TABLE x", /;/], ["a = 1 -- and b", /--/], ["a /* b */ = 1", /\/\*/],
  ["region in (select region from read_csv('/etc/passwd'))", /select/i], ["exists (FROM read_text('x'))", /from/i], ["avg(a) + random()", /random\(\)/], ["ts > now ()", /now\(\)/], ["d = CURRENT_DATE", /CURRENT_DATE/], ["sum(COLUMNS(*))", /COLUMNS/],
])("%s is more", (sql, why) => { expect(moreThanExpression(sql)).toMatch(why); });
