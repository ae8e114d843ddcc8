import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { packedFor } from "./packed-for.ts";

const script = new TextEncoder().encode("const answer = 42;\n".repeat(500));

test.each([
  ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
  ["gzip;q=1.0, br;q=0", "gzip", gunzipSync],
] as const)("%s gets %s, which is the same script and a fraction of its bytes", async (accepted, coding, unpack) => {
  const found = await packedFor(script, accepted, new Map(), "once");
  expect(found?.coding).toBe(coding);
  expect(found?.body.byteLength).toBeLessThan(script.byteLength / 10);
  expect(new Uint8Array(unpack(found?.body ?? script))).toEqual(script);
});

test.each([["", script], ["deflate", script], ["gzip;q=0", script], ["gzip", script.slice(0, 100)]])("%j leaves it as it is, and so does what is small", async (accepted, bytes) => {
  expect(await packedFor(bytes, accepted, new Map(), "once")).toBeNull();
});
