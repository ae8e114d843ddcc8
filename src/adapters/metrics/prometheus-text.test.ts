import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPrometheusText } from "./prometheus-text.ts";

const read = (text: string) => [...readPrometheusText(text)].map(({ name, labels, value }) => [name, Object.fromEntries(labels), value] as const);

describe("a metrics page", () => {
  it("gives each sample with its labels and value", () => {
    const page = [
      "# HELP http_requests_total The total number of HTTP requests.", "# TYPE http_requests_total counter",
      'http_requests_total{method="post",code="200"} 1027 1395066363000', 'http_requests_total{method="post",code="400",} 3',
      "", "metric_without_labels 12.47", "  spaced   -1.5e+09  ", 'tabbed{a = "b" , c="d"}\t.5', "# EOF", "",
    ].join("\r\n");
    expect(read(page)).toEqual([
      ["http_requests_total", { method: "post", code: "200" }, 1027], ["http_requests_total", { method: "post", code: "400" }, 3],
      ["metric_without_labels", {}, 12.47], ["spaced", {}, -1.5e9], ["tabbed", { a: "b", c: "d" }, 0.5],
    ]);
  });

  it("has its escapes undone, and braces and commas inside of values", () => {
    expect(read(String.raw`files{path="C:\\DIR\\F.TXT",error="no \"F\"\nhere",set="{a,b}",odd="\x"} 1`)).toEqual([["files", { path: "C:\\DIR\\F.TXT", error: 'no "F"\nhere', set: "{a,b}", odd: "\\x" }, 1]]);
  });

  it("has what is not finite", () => {
    expect(read("a NaN\nb +Inf\nc -Inf\nd Inf\ne nan").map(([, , value]) => value)).toEqual([Number.NaN, Infinity, -Infinity, Infinity, Number.NaN]);
  });

  it("may carry exemplars and names in quotes, as OpenMetrics and newer Prometheus write", () => {
    expect(read('foo_bucket{le="0.1"} 8 # {trace_id="x"} 0.043 1520879607.789\n{"my.metric",a="b"} 2\n{"only name"} 3')).toEqual([["foo_bucket", { le: "0.1" }, 8], ["my.metric", { a: "b" }, 2], ["only name", {}, 3]]);
  });

  it.each(["<!doctype html><html><body>Sign in</body></html>", '{"status":"ok"}', "name", "name{", 'name{a="b', 'name{a="b"}', 'name{a=b} 1', "name 1x", "name 0x1p-2", "9name 1", "name=1", "= 1"])("passes over %s", (line) => {
    expect(read(`${line}\nafter 1`).map(([name]) => name)).toEqual(["after"]);
  });

  it("never fails, whatever it is given", () => {
    fc.assert(fc.property(fc.string(), fc.array(fc.constantFrom('"', "{", "}", "=", ",", "a", " ", "1", "\\", "\n", "#")), (any, marks) => {
      for (const text of [any, marks.join("")]) for (const { name, value } of readPrometheusText(text)) expect([typeof name, typeof value]).toEqual(["string", "number"]);
    }));
  });
});
