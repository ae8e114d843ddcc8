import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../../../src/core/domain/run.ts";
import { type Arena, type Attempt, csvOf, expectRefusal, openArena, runsIn } from "./attack.fixture.ts";
import { answerWell, type Asked, type BadEndpoint, json, openBadEndpoint, score } from "./bad-endpoint.fixture.ts";

/** Larger than any buffer between the two ends, so that the sender really meets the limit. */
const megabyte = "x".repeat(1 << 20);

const endless = ({ response }: Asked): void => {
  response.writeHead(200, { "content-type": "application/json" });
  const more = (): void => {
    while (!response.destroyed && response.write(megabyte));
    if (!response.destroyed) response.once("drain", more);
  };
  more();
};

/** Behaviour by path. The model itself is `answerWell`. */
const behaviours = {
  "hangs": () => {},
  "trickles": ({ response }: Asked) => void response.writeHead(200, { "content-type": "application/json" }).write('{"score": '),
  "500": ({ response }: Asked) => json(response, '{"error":"model exploded"}', 500),
  "401": ({ response }: Asked) => json(response, '{"detail":"no token"}', 401),
  "403": ({ response }: Asked) => json(response, '{"detail":"not yours"}', 403),
  "404": ({ response }: Asked) => json(response, '{"detail":"Not Found"}', 404),
  "422": ({ response }: Asked) => json(response, '{"detail":[{"loc":["body","age"],"msg":"Field required","type":"missing"}]}', 422),
  "login": ({ response }: Asked) => void response.writeHead(302, { location: "https://login.example/" }).end(),
  "html": ({ response }: Asked) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Sign in</title>"),
  "empty": ({ response }: Asked) => void response.writeHead(200, { "content-type": "application/json" }).end(),
  "204": ({ response }: Asked) => void response.writeHead(204).end(),
  "half-json": ({ response }: Asked) => json(response, '{"score": 0.'),
  "truncated": ({ response }: Asked) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write('{"score": 0.5');
    setImmediate(() => response.destroy());
  },
  "cut-chunk": ({ response }: Asked) => {
    response.writeHead(200, { "content-type": "application/json" }).write('{"score": 0.5');
    setImmediate(() => response.destroy());
  },
  "endless": endless,
  "announces": ({ response }: Asked) => void response.writeHead(200, { "content-type": "application/json", "content-length": "99999999999" }).write("{"),
  "closes": ({ response }: Asked) => void response.destroy(),
  "null": ({ response }: Asked) => json(response, "null"),
  "no-rows": ({ response }: Asked) => json(response, "[]"),
  "two-rows": ({ response }: Asked) => json(response, '[{"score":1},{"score":2}]'),
  "error-200": ({ response }: Asked) => json(response, '{"error":"model not loaded"}'),
  "broken-gzip": ({ response }: Asked) => void response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end("not gzip at all"),
  // Answers that are answers, and differ.
  "nan": ({ response }: Asked) => json(response, '{"score": NaN}'),
  "other-output": ({ rows, response }: Asked) => json(response, `{"proba": ${score(rows[0])}}`),
  "text": ({ rows, response }: Asked) => json(response, `{"score": "${score(rows[0])}"}`),
  "lacks": ({ rows, response }: Asked) => json(response, (rows[0]?.x ?? 0) % 2 === 0 ? `{"score": ${score(rows[0])}, "label": "a"}` : '{"label": "a"}'),
  "list": ({ rows, response }: Asked) => json(response, (rows[0]?.x ?? 0) % 2 === 0 ? `{"score": ${score(rows[0])}}` : `{"score": [${score(rows[0])}]}`),
  "some-rows": (asked: Asked) => ((asked.rows[0]?.x ?? 0) % 2 === 0 ? answerWell(asked) : json(asked.response, '{"detail":"odd"}', 500)),
  "at-times": (asked: Asked) => (asked.earlier % 20 === 7 ? json(asked.response, '{"detail":"busy"}', 503) : answerWell(asked)),
  "dies": (asked: Asked) => (asked.earlier < 50 ? answerWell(asked) : asked.response.destroy()),
  "int-53": ({ response }: Asked) => json(response, '{"score": 9007199254740993}'),
  "int-53-minus": ({ response }: Asked) => json(response, '{"score": 9007199254740992}'),
  "batch-short": ({ rows, response, ...rest }: Asked) => (rows.length > 1 ? json(response, `[${rows.slice(1).map((row) => `{"score": ${score(row)}}`).join(",")}]`) : answerWell({ rows, response, ...rest })),
} as const;

let arena: Arena;
let endpoint: BadEndpoint;
beforeAll(async () => {
  arena = openArena();
  endpoint = await openBadEndpoint(behaviours);
  arena.file("rows.csv", csvOf((row) => `${row},${row}`, "id,x"));
  arena.file("answers.csv", csvOf((row) => `${row},${row / 7 + 0.5}`));
});
afterAll(async () => {
  await endpoint.close();
  arena.close();
});

const one = '{"x": {{x}}}';
const ask = (reference: string, candidate: string, ...more: string[]): Promise<Attempt> =>
  arena.check([reference, candidate, "--inputs", "rows.csv", "--key", "id", "--no-probes", "--timeout", "1", ...(more.includes("--template") ? [] : ["--template", one]), ...more]);

describe("an endpoint that never answers as a model", () => {
  test.concurrent.for([
    ["hangs", "LS310", /LS302.*within 1 s/, /--timeout/],
    ["trickles", "LS310", /LS302.*(had begun but not ended|did not answer within 1 s)/, /--timeout/],
    ["500", "LS310", /LS405.*500.*model exploded/, /log/],
    ["401", "LS310", /LS304.*401/, /--header/],
    ["403", "LS310", /LS304.*403/, /--header/],
    ["404", "LS310", /LS40[45].*404/, /./],
    ["422", "LS310", /LS405.*422.*body\.age: Field required/, /./],
    ["login", "LS310", /30[12].*login\.example/, /./],
    ["html", "LS310", /LS401.*Sign in|LS401.*html/i, /login page or a proxy/],
    ["empty", "LS310", /LS401.*no content/, /./],
    ["204", "LS310", /LS40[1245]/, /./],
    ["half-json", "LS310", /LS40[12]/, /./],
    ["truncated", "LS310", /LS402.*cut off/, /log/],
    ["cut-chunk", "LS310", /LS402.*cut off/, /log/],
    ["endless", "LS310", /LS403/, /--max-answer/],
    ["announces", "LS310", /LS403.*99999999999/, /--max-answer/],
    ["closes", "LS310", /LS301.*closed/, /./],
    ["null", "LS310", /LS404.*null/, /./],
    ["no-rows", "LS310", /LS404/, /./],
    ["error-200", "LS310", /LS405.*model not loaded/, /./],
    ["broken-gzip", "LS310", /LS402.*gzip/, /./],
  ] as const)("%s: exit 4, the reason, the place and what to do", async ([path, code, names, todo]) => {
    const attempt = await ask(`well=${endpoint.url("well")}`, `broken=${endpoint.url(path)}`, ...(path === "endless" ? ["--max-answer", "1MiB"] : []));
    expectRefusal(attempt, { exit: 4, code, names, todo });
    expect(attempt.stderr).toContain(endpoint.url(path));
    expect(attempt.stderr).toContain("broken");
  });

  test.concurrent("the reference is held to the same, also against a file, and both together", async () => {
    expectRefusal(await ask(endpoint.url("500"), "answers.csv"), { exit: 4, code: "LS310", names: /reference.*LS405/ });
    expectRefusal(await ask("answers.csv", endpoint.url("html")), { exit: 4, code: "LS310", names: /candidate.*LS401/ });
    expectRefusal(await ask(endpoint.url("401"), endpoint.url("500")), { exit: 4, code: "LS310", names: /reference|candidate/ });
  });

  test.concurrent("nobody listens, and a name that does not exist", async () => {
    expectRefusal(await ask(endpoint.url("well"), "http://127.0.0.1:9/predict"), { exit: 4, code: "LS301", names: /127\.0\.0\.1:9/, todo: /server runs/ });
    expectRefusal(await ask(endpoint.url("well"), "http://no-such-host.invalid/predict"), { exit: 4, code: "LS301", names: /no-such-host\.invalid/ });
  });

  test.concurrent("an address without a template and without a protocol says what was tried", async () => {
    const attempt = await arena.check([endpoint.url("well"), endpoint.url("html"), "--inputs", "rows.csv", "--key", "id"]);
    expectRefusal(attempt, { exit: 2, code: "LS305", names: /openapi\.json/, todo: /--template/ });
  });
});

describe("an endpoint that answers something else", () => {
  test.concurrent.for([
    ["nan", /NaN|infinite/],
    ["other-output", /missing|extra|lack|not given|given by/i],
    ["text", /score/],
    ["lacks", /score/],
    ["list", /score/],
    ["some-rows", /fail|answer/i],
    ["dies", /fail|answer/i],
    ["int-53", /score/],
    ["two-rows", /score/],
  ] as const)("%s: a verdict that is not a pass, told and stored", async ([path, says]) => {
    const attempt = await ask(endpoint.url("well"), `broken=${endpoint.url(path)}`);
    expect(attempt.stderr).toBe("");
    expect(attempt.code, attempt.stdout).toBe(1);
    expect(attempt.stdout).toMatch(says);
    expect(runsIn(attempt.store)).toBe(1);
  });

  test.concurrent("2^53+1 is not 2^53", async () => {
    const attempt = await ask(endpoint.url("int-53"), endpoint.url("int-53-minus"), "--json");
    expect(attempt.code, attempt.stderr).toBe(1);
    expect((JSON.parse(attempt.stdout) as Run).worst[0]).toMatchObject({ output: "score", reference: "9007199254740993", candidate: "9007199254740992" });
  });

  test.concurrent.for([["some-rows", /neither a nor b answered 30 of 60 rows/], ["nan", /score holds no value on both sides/]] as const)("both sides the same way (%s): no evidence is never a pass", async ([path, says]) => {
    const attempt = await ask(`a=${endpoint.url(path)}`, `b=${endpoint.url(path)}`);
    expect(attempt.stderr).toBe("");
    expect(attempt.code, attempt.stdout).toBe(3);
    expect(attempt.stdout.replaceAll(/\s+/g, " ")).toMatch(says);
  });

  test.concurrent("fails at random on one request in twenty: no pass, and the error is named", async () => {
    const attempt = await ask(endpoint.url("well"), endpoint.url("at-times"));
    expect(attempt.stderr).toBe("");
    expect(attempt.code, attempt.stdout).not.toBe(0);
    expect(attempt.stdout).toMatch(/LS405.*503|503/);
  });

  test.concurrent("answers n - 1 rows for a batch", async () => {
    const template = '{"rows": {{rows}}}';
    expectRefusal(await ask(endpoint.url("well"), endpoint.url("batch-short"), "--template", template, "--batch", "4"), { exit: 4, code: "LS310", names: /LS404.*4.*3|LS404.*3.*4/ });
  });
});
