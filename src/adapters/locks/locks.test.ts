import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { LockedPackage } from "../../core/domain/lock-file.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { LockFormat, LockText } from "../../ports/lock-format.ts";
import { condaExplicit } from "./conda-explicit.ts";
import { condaLock } from "./conda-lock.ts";
import { conditions } from "./condition.ts";
import { npmLock } from "./npm-lock.ts";
import { poetryLock } from "./poetry-lock.ts";
import { pylock } from "./pylock.ts";
import { requirements } from "./requirements.ts";
import { uvLock } from "./uv-lock.ts";

const given = (path: string, text: string, others: Readonly<Record<string, string>> = {}): LockText => ({
  path,
  text,
  include: async (inner) => {
    const found = others[inner];
    if (found === undefined) throw new LockstepError("LS201", { message: `there is no file ${inner}` });
    return given(inner, found, others);
  },
});
const fixture = (name: string): LockText => given(name, readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));
const parse = async (format: LockFormat, name: string): Promise<readonly LockedPackage[]> => (await format.parse(fixture(name))).packages;
const named = (packages: readonly LockedPackage[], name: string): LockedPackage => packages.find((one) => one.name === name) ?? expect.fail(`no ${name} among ${packages.map((one) => one.name).join(", ")}`);
const failure = async (format: LockFormat, text: string, others = {}): Promise<LockstepError> => format.parse(given("here.lock", text, others)).then(() => expect.fail("it was accepted"), (error: unknown) => error as LockstepError);

const flaskWheel = "sha256:34e815dfaa43340d1d15a5c3a02b8476004037eb4840b34910c6e21679d288f3";
const flaskArchive = "sha256:ceb27b0af3823ea2737928a4d99d125a06175b8512c445cbd9a9ce200ef76842";

describe("what the tools wrote", () => {
  it.each([
    [requirements, "requirements.txt"],
    [requirements, "requirements-universal.txt"],
    [pylock, "pylock.toml"],
    [pylock, "pylock.uv.toml"],
    [uvLock, "uv.lock"],
    [poetryLock, "poetry.lock"],
    [poetryLock, "poetry-1.lock"],
  ])("%o reads %s: flask with the hash of its wheel, numpy at its version", async (format, name) => {
    const packages = await parse(format, name);
    const flask = named(packages, "flask");
    expect([flask.version, flask.marker, flask.optional, flask.source.kind]).toEqual(["3.0.3", null, null, "index"]);
    expect(flask.hashes).toContain(flaskWheel);
    // pip lock writes down the one file it would install.
    if (name !== "pylock.toml") expect(flask.hashes).toContain(flaskArchive);
    expect(named(packages, "numpy").version).toBe("2.0.2");
    if (format !== requirements) expect(flask.wheels).toEqual(["flask-3.0.3-py3-none-any.whl"]);
    expect(packages.every((one) => one.hashes.length > 0)).toBe(true);
    expect(packages.map((one) => one.name)).not.toContain("scoring");
    expect(fixture(name).text.split("\n").slice(flask.line - 1, flask.line + 2).join("\n")).toMatch(/flask/i);
  });

  it("keeps the conditions of the platform, also those that stand on a graph's edges", async () => {
    expect(named(await parse(requirements, "requirements-universal.txt"), "colorama").marker).toBe("sys_platform == 'win32'");
    for (const [format, name] of [[pylock, "pylock.uv.toml"], [uvLock, "uv.lock"]] as const) expect(named(await parse(format, name), "colorama").marker, name).toBe("sys_platform == 'win32'");
    const uv = await parse(uvLock, "uv.lock");
    expect(uv.filter((one) => one.name === "click").map((one) => [one.version, one.marker])).toEqual([
      ["8.1.8", "(python_full_version < '3.10') and ((python_full_version < '3.10'))"],
      ["8.5.1", "(python_full_version >= '3.10') and ((python_full_version >= '3.11') or (python_full_version == '3.10.*'))"],
    ]);
    // Needed by importlib-metadata alone, which is needed before 3.10 alone.
    expect(named(uv, "zipp").marker).toContain("python_full_version < '3.10'");
    expect(named(await parse(poetryLock, "poetry-1.lock"), "zipp").marker).toMatch(/python_version < "3\.10"/);
  });

  it("knows what a plain installation leaves out", async () => {
    for (const [format, name] of [[uvLock, "uv.lock"], [poetryLock, "poetry.lock"]] as const) {
      const packages = await parse(format, name);
      expect([named(packages, "cycler").optional, named(packages, "iniconfig").optional], name).toEqual(["extra plots", "group dev"]);
    }
  });

  it("conda: one entry a platform, pip's beside it, and an explicit list", async () => {
    const packages = await parse(condaLock, "conda-lock.yml");
    expect(packages.map((one) => [one.name, one.version, one.marker, one.source.kind, one.optional])).toEqual([
      ["numpy", "1.26.4", "sys_platform == 'linux' and platform_machine == 'x86_64'", "conda", null],
      ["numpy", "1.26.4", "sys_platform == 'darwin' and platform_machine == 'arm64'", "conda", null],
      ["flask", "3.0.3", "sys_platform == 'linux' and platform_machine == 'x86_64'", "index", null],
      ["pytest", "8.2.0", "sys_platform == 'linux' and platform_machine == 'x86_64'", "conda", "group dev"],
    ]);
    expect(packages[2]?.hashes).toEqual([flaskWheel]);
    expect(packages[1]?.line).toBe(29);
    const explicit = await parse(condaExplicit, "conda-linux-64.lock");
    expect(explicit.map((one) => [one.name, one.version, one.marker === null, one.hashes[0]?.slice(0, 10)])).toEqual([
      ["-libgcc-mutex", "0.1", false, "md5:d7c895"], ["numpy", "1.26.4", false, "md5:a502d7"], ["importlib-metadata", "7.1.0", true, "sha256:cc2"],
    ]);
  });

  it("npm: names as they are, hashes in hexadecimal, platforms as markers", async () => {
    const packages = await parse(npmLock, "package-lock.json");
    const arm = named(packages, "@esbuild/linux-arm64");
    expect([arm.marker, arm.optional, arm.source.kind]).toEqual(["(sys_platform == 'linux') and (platform_machine == 'aarch64')", "group dev", "npm"]);
    expect(named(packages, "undici")).toMatchObject({ version: "8.12.4", optional: null, marker: null });
    expect(named(packages, "undici").hashes[0]).toMatch(/^sha512:[0-9a-f]{128}$/);
  });
});

describe("graphs", () => {
  it("poetry.lock 1.1: hashes stand apart, conditions on the edges, groups as categories", async () => {
    const text = `[[package]]
name = "Flask"
version = "2.0"
category = "main"
optional = false
[package.dependencies]
colorama = {version = "*", markers = "sys_platform == 'win32'"}
itsdangerous = ">=2.0"
[[package]]
name = "colorama"
version = "0.4"
category = "main"
optional = false
[[package]]
name = "itsdangerous"
version = "2.1"
category = "main"
optional = false
[[package]]
name = "pytest"
version = "7"
category = "dev"
optional = false
[metadata]
lock-version = "1.1"
[metadata.files]
Flask = [{file = "flask.whl", hash = "sha256:aa"}]
colorama = []
itsdangerous = []
pytest = []
`;
    const { packages, notes } = await poetryLock.parse(given("poetry.lock", text));
    expect(packages.map(({ name, marker, optional, hashes, line }) => [name, marker, optional, hashes.length, line])).toEqual([
      ["flask", null, null, 1, 1], ["colorama", "sys_platform == 'win32'", null, 0, 9], ["itsdangerous", null, null, 0, 14], ["pytest", null, "group dev", 0, 19],
    ]);
    expect(notes).toHaveLength(1);
  });

  it("a circle of packages ends, and a package that is needed always is never conditional", () => {
    const edge = (to: number, marker: string | null) => ({ to, marker });
    expect(conditions([[edge(1, "a"), edge(2, "b")], [edge(2, "c"), edge(0, "d")], [edge(1, null), edge(3, "e")], [], []], [edge(0, null)]))
      .toEqual([null, "((a)) or ((b))", "((b)) or ((a) and (c))", "((b) and (e)) or ((a) and (c) and (e))", undefined]);
    expect(conditions([[edge(1, "a"), edge(1, null)], []], [edge(0, null)])).toEqual([null, null]);
  });
});

describe("requirements that people write", () => {
  const hash = `sha256:${"a".repeat(64)}`;
  it("continuations, comments between them, markers, extras, includes, URLs, paths, editable", async () => {
    const text = [
      "--index-url https://user:hunter2@index.example/simple", "-r base.txt", "-c limits.txt",
      "Foo.Bar[fast,more] == 1.2.3 ; python_version < '3.9' and extra == 'x' \\", "    # a note of pip-compile", `    --hash=${hash}`,
      "loose>=1,<2  # not pinned", "-e git+https://token:secret@git.example/team/tool.git@abc123#egg=our_tool", "./wheels/thing-2.0-py3-none-any.whl",
      "direct @ https://user:secret@files.example/direct-3.1-py3-none-any.whl ; os_name == 'posix'", "--only-binary :all:",
    ].join("\r\n");
    const { packages, notes } = await requirements.parse(given("requirements.txt", text, { "base.txt": "base==0.1", "limits.txt": "limited==9" }));
    expect(packages.map(({ name, version, hashes, marker, source, line }) => [name, version, hashes.length, marker, source.kind, source.location, line])).toEqual([
      ["base", "0.1", 0, null, "index", null, 1],
      ["foo-bar", "1.2.3", 1, "python_version < '3.9' and extra == 'x'", "index", null, 4],
      ["loose", null, 0, null, "index", null, 7],
      ["our-tool", null, 0, null, "editable", "git+https://git.example/team/tool.git@abc123", 8],
      ["thing", "2.0", 0, null, "path", "./wheels/thing-2.0-py3-none-any.whl", 9],
      ["direct", "3.1", 0, "os_name == 'posix'", "url", "https://files.example/direct-3.1-py3-none-any.whl", 10],
    ]);
    expect(notes).toEqual(["requirements.txt:3 only constrains by limits.txt, which installs nothing.", "requirements.txt:7: loose is not pinned to one version."]);
    expect(JSON.stringify(packages)).not.toMatch(/hunter2|secret/);
  });

  it("a circle of includes is told, not walked", async () => {
    const error = await failure(requirements, "-r a.txt", { "a.txt": "-r here.lock", "here.lock": "-r a.txt" });
    expect([error.code, error.message]).toEqual(["LS322", expect.stringContaining("includes itself")]);
  });
});

describe("what cannot be read is told with its place: LS322", () => {
  it.each([
    [requirements, "numpy==1.0\nscipy=1.0", "here.lock:2:6", /is no requirement .*in: scipy=1\.0/],
    [requirements, "numpy==1.0 --hash=sha256:abc", "here.lock:1:1", /sha256:abc is no hash/],
    [requirements, "--no-such-option x", "here.lock:1:1", /--no-such-option is not one/],
    [requirements, "-e .", "here.lock:1:1", /nothing tells the package's name/],
    [uvLock, "version = 1\n[[package]\nname = 'x'", "here.lock:2:11", /not TOML.*in: \[\[package\]/s],
    [uvLock, "version = 1\n\n[[package]]\nname = 'a'\nsource = {registry='x'}\n[[package]]\nname = 3", "here.lock:6:1", /package\.1\.name/],
    [uvLock, "version = 2", "here.lock:1:1", /version 2 is not known/],
    [pylock, "lock-version = '2.0'\npackages = []", "here.lock:1:1", /lock-version 2\.0 is not known/],
    [poetryLock, "[metadata]\nlock-version = '3.0'", "here.lock:1:1", /lock-version 3\.0/],
    [condaLock, "version: 1\npackage: [\n", "here.lock:3:1", /not YAML/],
    [condaLock, "version: 1\npackage:\n- name: a\n  version: 1.0\n", "here.lock:3:1", /package\.0\.version/],
    [condaExplicit, "@EXPLICIT\nnumpy=1.26", "here.lock:2:1", /no package of conda.*in: numpy=1\.26/],
    [npmLock, "{\n  \"lockfileVersion\": 3,\n  oops", "here.lock:3:3", /not JSON.*in: oops/],
    [npmLock, "{\"lockfileVersion\": 1}", "here.lock:1:1", /lockfileVersion 1 is not known/],
  ])("%o %j", async (format, text, place, message) => {
    const error = await failure(format, text);
    expect(error).toBeInstanceOf(LockstepError);
    expect([error.code, error.place]).toEqual(["LS322", place]);
    expect(error.message).toMatch(message);
  });
});
