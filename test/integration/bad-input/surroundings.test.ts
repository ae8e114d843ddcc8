import { RECHECKED_CALLS } from "../../../src/work/replay/changed-since.ts";
import { createServer as createSecureServer } from "node:https";
import { readFileSync, mkdirSync, chmodSync, existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Run } from "../../../src/core/domain/run.ts";
import { type Arena, type Attempt, csvOf, expectRefusal, holds, openArena, runsIn } from "./attack.fixture.ts";
import { answerWell, type BadEndpoint, json, openBadEndpoint } from "./bad-endpoint.fixture.ts";

const certificates = join(import.meta.dirname, "../../../src/adapters/transport/undici/certificates");
const canary = "canary-7f3a9c2e41d8";

let arena: Arena;
let endpoint: BadEndpoint;
beforeAll(async () => {
  arena = openArena();
  endpoint = await openBadEndpoint({
    "secret": (asked) => (asked.request.headers.authorization === `Bearer ${canary}` ? answerWell(asked) : json(asked.response, "{}", 401)),
    "telltale": ({ request, response }) => json(response, JSON.stringify({ detail: `no such token: ${request.headers.authorization}` }), 401),
  });
  arena.file("rows.csv", csvOf((row) => `${row},${row}`, "id,x"));
  arena.file("answers.csv", csvOf((row) => `${row},${row / 7 + 0.5}`));
  arena.file("good.csv", csvOf());
  arena.file("file", "not a folder");
  mkdirSync(join(arena.cwd, "folder.html"));
});
afterAll(async () => {
  await endpoint.close();
  arena.close();
});

const asking = ["--inputs", "rows.csv", "--key", "id", "--template", '{"x": {{x}}}', "--no-probes"] as const;
const files = (...more: string[]): Promise<Attempt> => arena.check(["good.csv", "good.csv", ...more]);

describe("options that cannot be followed", () => {
  test.concurrent.for([
    [["--tolerence", "1e-6"], "LS101", /--tolerence/, /Did you mean --tolerance\?/],
    [["extra.csv"], "LS101", /too many arguments/, /--help/],
    [["--threshold", "half"], "LS102", /--threshold.*"half"/, /--help/],
    [["--max-outside", "2"], "LS102", /--max-outside.*"2"/, /--help/],
    [["--repeats", "1"], "LS102", /--repeats.*"1"/, /--help/],
    [["--tolerance", "score:abs=-1"], "LS102", /--tolerance/, /--help/],
    [["--color", "purple"], "LS102", /purple/, /./],
    [["-o", "report.foo"], "LS102", /report\.foo/, /\.html/],
    [["-o", "folder.html"], "LS506", /folder\.html/, /path/],
    [["-o", "file/report.html"], "LS506", /report\.html/, /path/],
    [["-o", "/dev/null/report.html"], "LS506", /\/dev\/null/, /path/],
    [["--json", "-o", "-"], "LS105", /--json.*-o -/, /Leave one/],
    [["--resume", "--fresh"], "LS105", /--resume/, /Leave/],
    [["--resume"], "LS105", /--resume/, /Leave/],
    [["--via", "true {port}"], "LS105", /--via/, /Leave/],
    [["--header", `Authorization: Bearer ${canary}`], "LS103", /Authorization/, /env:NAME/],
    [["--key", "uid"], "LS207", /"uid".*id, score/, /spelling/],
    [["--outputs", "nope"], "LS207", /"nope"/, /spelling/],
    [["--label", "nope"], "LS207", /nope/, /spelling/],
    [["--segment", "nope"], "LS207", /nope/, /spelling/],
    [["--tolerance", "nope:1e-6"], "LS207", /nope/, /spelling/],
  ] as const)("%j: exit 2", async ([options, code, names, todo]) => {
    const attempt = await files(...options);
    expectRefusal(attempt, { exit: 2, code, names, todo });
    expect(`${attempt.stderr}${holds(attempt.store, canary).join()}`).not.toContain(canary);
  });

  test.concurrent("two sides of one name, and what is neither URL, command nor file", async () => {
    expectRefusal(await arena.check(["x=good.csv", "x=answers.csv"]), { exit: 2, code: "LS102", names: /both sides are called x/ });
    expectRefusal(await arena.check(["good.csv", "ftp://host/good"]), { exit: 2, code: "LS106", names: /ftp/, todo: /./ });
    expectRefusal(await arena.check(["good.csv", "localhost:8080"]), { exit: 2, code: "LS106", names: /localhost:8080/, todo: /http:\/\/localhost:8080/ });
    expectRefusal(await arena.check(["good.csv", "http://user:pw@localhost:8080"]), { exit: 2, code: "LS103", names: /password/, todo: /env:NAME/ });
    expectRefusal(await arena.check(["good.csv", "http://[bad"]), { exit: 2, code: "LS106", names: /not a valid URL/ });
  });
});

describe("a store that cannot be written", () => {
  test.concurrent.for([
    ["file", /file/],
    ["file/deeper", /file\/deeper/],
    ["/dev/null/store", /\/dev\/null/],
  ] as const)("%s: exit 2", async ([store, names]) => {
    expectRefusal(await files("--store", store), { exit: 2, code: "LS501", names, todo: /--store/ });
  });

  test.skipIf(process.getuid?.() === 0)("a folder without permission", async () => {
    mkdirSync(join(arena.cwd, "locked"));
    chmodSync(join(arena.cwd, "locked"), 0o555);
    expectRefusal(await files("--store", "locked/store"), { exit: 2, code: "LS501", names: /locked/ });
  });

  test.concurrent("two identical checks at one time both end, and each leaves its run", async () => {
    const both = await Promise.all([files("--store", "shared", "-o", "one.json"), files("--store", "shared", "-o", "two.json")]);
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual([{ code: 0, stderr: "" }, { code: 0, stderr: "" }]);
    expect(runsIn(join(arena.cwd, "shared"))).toBe(2);
  });
});

describe("what is printed", () => {
  test.concurrent("--json keeps stdout for the document, progress goes to stderr", async () => {
    const attempt = await arena.check([endpoint.url("well"), "answers.csv", ...asking, "--json"]);
    expect(Run.parse(JSON.parse(attempt.stdout)).verdict).toBe("pass");
    expect(attempt.code).toBe(0);
  });

  test.concurrent("a secret is used, and is nowhere afterwards", async () => {
    const attempt = await arena.check([endpoint.url("secret"), "answers.csv", ...asking, "--header", "Authorization: Bearer env:LOCKSTEP_CANARY"], { env: { LOCKSTEP_CANARY: canary } });
    expect(attempt.code, attempt.stderr + attempt.stdout).toBe(0);
    const refused = await arena.check([endpoint.url("telltale"), "answers.csv", ...asking, "--header", "Authorization: Bearer env:LOCKSTEP_CANARY"], { env: { LOCKSTEP_CANARY: canary } });
    expectRefusal(refused, { exit: 4, code: "LS310", names: /LS304.*\*\*\*/ });
    for (const each of [attempt, refused]) {
      expect(each.stdout + each.stderr).not.toContain(canary);
      expect(holds(each.store, canary)).toEqual([]);
    }
    expect(readFileSync(attempt.report, "utf8")).not.toContain(canary);
  });

  test.concurrent("a reference to a secret that leads nowhere", async () => {
    expectRefusal(await arena.check([endpoint.url("well"), "answers.csv", ...asking, "--header", "Authorization: Bearer env:LOCKSTEP_NOT_SET"]), { exit: 2, code: "LS104", names: /LOCKSTEP_NOT_SET.*not set/, todo: /Set/ });
    expectRefusal(await arena.check([endpoint.url("well"), "answers.csv", ...asking, "--header", "Authorization: file:nowhere.txt"]), { exit: 2, code: "LS104", names: /nowhere\.txt/ });
  });
});

describe("the way to a server", () => {
  test.concurrent("a certificate of an unknown authority is refused, and accepted with --ca", async () => {
    const server = createSecureServer({ key: readFileSync(join(certificates, "server.key")), cert: readFileSync(join(certificates, "server.pem")) }, (request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => json(response, body === "" ? "{}" : JSON.stringify({ score: (JSON.parse(body) as { x: number }).x / 7 + 0.5 })));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `https://localhost:${(server.address() as AddressInfo).port}/predict`;
    try {
      expectRefusal(await arena.check(["answers.csv", url, ...asking]), { exit: 4, code: "LS303", names: /localhost/, todo: /--ca/ });
      expectRefusal(await arena.check(["answers.csv", url, ...asking, "--ca", "nowhere.pem"]), { exit: 2, code: "LS201", names: /nowhere\.pem/ });
      expectRefusal(await arena.check(["answers.csv", url, ...asking, "--ca", "rows.csv"]), { exit: 4, code: "LS303", names: /./ });
      const accepted = await arena.check(["answers.csv", url, ...asking, "--ca", join(certificates, "authority.pem")]);
      expect(accepted.code, accepted.stderr).toBe(0);
      expectRefusal(await arena.check(["answers.csv", url.replace("https:", "http:"), ...asking]), { exit: 4, code: "LS301", names: /localhost/ });
      expectRefusal(await arena.check(["answers.csv", endpoint.url("well").replace("http:", "https:"), ...asking]), { exit: 4, code: "LS303", names: /./, todo: /http:\/\// });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test.concurrent("a --via that fails", async () => {
    expectRefusal(await arena.check(["answers.csv", "http://model.internal/predict", ...asking, "--via", "echo no such pod >&2; exit 1 # {port}"]), { exit: 4, code: "LS307", names: /no such pod/, todo: /by hand/ });
  });

  test.concurrent("inputs that are needed, that are not there, or lack what the template asks for", async () => {
    expectRefusal(await arena.check([endpoint.url("well"), "answers.csv", "--template", '{"x": {{x}}}']), { exit: 2, code: "LS210", names: /--inputs/ });
    expectRefusal(await arena.check([endpoint.url("well"), "answers.csv", "--inputs", "nowhere.csv", "--template", '{"x": {{x}}}']), { exit: 2, code: "LS201", names: /nowhere\.csv/ });
    expectRefusal(await arena.check([endpoint.url("well"), "answers.csv", "--inputs", "rows.csv", "--template", '{"y": {{y}}}']), { exit: 2, code: "LS406", names: /\by\b/ });
    expect(existsSync(join(arena.cwd, "nowhere.csv"))).toBe(false);
  });

  test.concurrent("what was answered before a mistake was found is kept: the mended command only looks whether it still holds", async () => {
    const mistaken = await arena.check([endpoint.url("patient"), "good.csv", ...asking, "--outputs", "nope", "--store", "kept"]);
    expect(mistaken).toMatchObject({ code: 3, stdout: "" });
    expect(mistaken.stderr).toMatch(/^error LS208: .*good\.csv has none.*score/);
    expect(runsIn(join(arena.cwd, "kept"))).toBe(0);
    const asked = endpoint.asked("patient").length;
    const mended = await arena.check([endpoint.url("patient"), "good.csv", ...asking, "--outputs", "score", "--store", "kept"]);
    expect(mended.code, mended.stderr).toBe(1);
    expect(endpoint.asked("patient")).toHaveLength(asked + RECHECKED_CALLS);
    expect(runsIn(join(arena.cwd, "kept"))).toBe(1);
  });
});
