import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { checkHost } from "./check-host.ts";
import { checkOrigin } from "./check-origin.ts";
import { limitGuesses, networkOf } from "./limit-guesses.ts";
import { limitRate } from "./limit-rate.ts";
import { localPath } from "./local-path.ts";
import { readCookie, sessionCookie, writeCookie } from "./session-cookie.ts";

const asked = (headers: Readonly<Record<string, string>>): Request => new Request("http://127.0.0.1:4860/api/v1/runs", { headers });
const codeOf = (work: () => void): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof LockstepError ? error.code : String(error);
  }
};
const waitOf = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return ((error as Error).cause as { retryAfter: unknown }).retryAfter;
  }
  return null;
};

describe("the name it is asked under", () => {
  test.each([["lockstep.example.com", null], ["LOCKSTEP.example.com:443", null], ["lockstep.example.com.", null], ["10.1.2.3:4860", null], ["[fd00::1]:4860", null], ["[::1]", null],
    ["evil.example", "LS708"], ["lockstep.example.com.evil.example", "LS708"], ["127.0.0.1.evil.example", "LS708"], ["2130706433", "LS708"], ["", "LS708"]])("%s: %s", (host, code) => {
    expect(codeOf(() => checkHost(asked({ host }), ["lockstep.example.com"]))).toBe(code);
  });

  test("what to add stands in the answer", () => {
    expect(() => checkHost(asked({ host: "lockstep.internal:8080" }), ["localhost"])).toThrow(expect.objectContaining({ todo: expect.stringContaining('allowedHosts: ["lockstep.internal"]') }));
  });
});

describe("the page it comes from", () => {
  const host = "lockstep.example.com";
  test.each([
    [{}, false, null], [{}, true, "LS703"], [{ "sec-fetch-site": "same-origin" }, true, null], [{ "sec-fetch-site": "cross-site" }, false, "LS703"], [{ "sec-fetch-site": "same-site" }, true, "LS703"],
    [{ origin: "https://lockstep.example.com" }, true, null], [{ origin: "http://other.example:8080" }, true, null], [{ origin: "https://other.example:8080" }, true, "LS703"],
    [{ origin: "https://evil.example", "sec-fetch-site": "same-origin" }, true, "LS703"], [{ origin: "https://evil.example" }, false, "LS703"], [{ origin: "https://lockstep.example.com.evil.example" }, true, "LS703"],
    [{ origin: "null" }, false, "LS703"], [{ origin: "null", "sec-fetch-site": "same-origin" }, true, null], [{ origin: "file://lockstep.example.com" }, true, "LS703"],
  ])("%j, by cookie %s: %s", (headers, byCookie, code) => {
    expect(codeOf(() => checkOrigin(asked({ host, ...headers } as Readonly<Record<string, string>>), ["http://other.example:8080"], byCookie))).toBe(code);
  });
});

test("whatever next is, it leads to this server", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom("/", "\\", "\t", ".", "..", ":", "@", "?", "#", "evil.example", "http:", "javascript:", "%2f", " "), { maxLength: 8 }).map((parts) => parts.join("")), (next) => {
    const path = localPath(next);
    expect(new URL(path, "https://here.example").origin).toBe("https://here.example");
  }), { numRuns: 300 });
});

describe("cookies", () => {
  test.each([["lockstep_session=a", "a"], ["x=1; lockstep_session=b ; y", "b"], ["lockstep_session_old=c", null], ["xlockstep_session=d", null], ["", null], ["lockstep_session", null], ["lockstep_session=", ""]])("%s: %s", (cookie, value) => {
    expect(readCookie(asked({ cookie }), sessionCookie("http://127.0.0.1:1"))).toBe(value);
  });

  test("leave an https server encrypted only", () => {
    expect(writeCookie("a", "b", { seconds: 5, url: "https://x.example" })).toBe("a=b; Path=/; Max-Age=5; HttpOnly; SameSite=Lax; Secure");
    expect(writeCookie("a", "b", { seconds: 5, url: "http://127.0.0.1:1" })).toBe("a=b; Path=/; Max-Age=5; HttpOnly; SameSite=Lax");
  });
});

describe("how often", () => {
  test("each asker has so many a minute, and the rest comes back with time", () => {
    let now = 0;
    const limit = limitRate(60, () => now);
    for (let index = 0; index < 60; index += 1) limit("ada");
    expect([waitOf(() => limit("ada")), waitOf(() => limit("bob"))]).toEqual([1, null]);
    now = 2_500;
    expect([1, 2, 3].map(() => waitOf(() => limit("ada")))).toEqual([null, null, 1]);
  });

  test("never more than a minute's worth and what a minute brings, at any pace", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 200 }), (pauses) => {
      let now = 0;
      const limit = limitRate(10, () => now);
      let passed = 0;
      for (const pause of pauses) {
        now += pause;
        if (waitOf(() => limit("ada")) === null) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(10 + (now / 60_000) * 10 + 1e-6);
    }), { numRuns: 50 });
  });
});

describe("wrong tokens", () => {
  test("twenty different ones close an address for what is not known to be right, for a minute", () => {
    let now = 0;
    const guesses = limitGuesses(() => now);
    guesses.right("right");
    for (let index = 0; index < 20; index += 1) {
      guesses.check("10.0.0.1", `wrong ${index}`);
      guesses.wrong("10.0.0.1", `wrong ${index}`);
    }
    const codes = (...digests: readonly string[]) => digests.map((digest) => codeOf(() => guesses.check("10.0.0.1", digest)));
    expect(codes("another", "right", "wrong 3")).toEqual(["LS704", null, null]);
    expect([codeOf(() => guesses.check("10.0.0.2", "another")), codeOf(() => guesses.check("::ffff:10.0.0.1", "another"))]).toEqual([null, "LS704"]);
    now = 60_000;
    expect(codes("another")).toEqual([null]);
  });

  test("the same wrong one again and again is no guess", () => {
    const guesses = limitGuesses(() => 0);
    for (let index = 0; index < 100; index += 1) guesses.wrong("10.0.0.1", "expired");
    expect(codeOf(() => guesses.check("10.0.0.1", "another"))).toBeNull();
  });

  test("whoever has an IPv6 network has one address", () => {
    expect(["2001:db8:0:1::5", "2001:0db8::1:ffff:0:0:9", "2001:db8:0:1:1:2:3:4%eth0"].map(networkOf)).toEqual(Array.from({ length: 3 }, () => "2001:db8:0:1::/64"));
    expect(networkOf("::1")).toBe("0:0:0:0::/64");
  });
});
