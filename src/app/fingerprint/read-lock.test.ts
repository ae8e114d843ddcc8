import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readLock } from "./read-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, "locks"));
const write = (name: string, text: string): void => writeFileSync(join(folder, "locks", name), text);
const failure = (path: string): Promise<LockstepError> => readLock(path, folder).then(() => expect.fail("it was accepted"), (error: unknown) => error as LockstepError);

describe("a lock file", () => {
  it("that includes the same files many steps deep, or holds a line of blanks or aliases of aliases, is read or refused at once", async () => {
    for (let step = 0; step < 24; step += 1) for (const name of ["a", "b"]) write(`${name}${step}.txt`, `-r a${step + 1}.txt\n-r b${step + 1}.txt\n`);
    write("a24.txt", "numpy==1.26.4\n");
    write("b24.txt", "scipy==1.13.0\n");
    write("requirements-deep.txt", `-c b24.txt\n-r a0.txt\nattrs${" ".repeat(50_000)}==23.2.0\n`);
    expect((await readLock("locks/requirements-deep.txt", folder)).packages.map(({ name }) => name)).toEqual(["numpy", "scipy", "attrs"]);
    write("requirements-blank.txt", `attrs${" ".repeat(50_000)}x==1\n`);
    expect(await failure("locks/requirements-blank.txt")).toMatchObject({ code: "LS322" });
    write("conda-lock.yml", `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g", "h"].map((name, index) => `${name}: &${name} [${`*${"abcdefg"[index]},`.repeat(9)}]\n`).join("")}package: *h\n`);
    expect(await failure("locks/conda-lock.yml")).toMatchObject({ code: "LS322", message: expect.stringMatching(/aliases/) });
  });

  it.each([
    ["requirements.txt", "numpy==1.26.4\n", "requirements"],
    ["requirements-prod.lock", "numpy==1.26.4\n", "requirements"],
    ["linux.txt", "@EXPLICIT\nhttps://c.example/linux-64/numpy-1.26.4-py311_0.conda#a502d7aad449a1206efb366d6a12c52d\n", "conda-explicit"],
    ["pylock.prod.toml", "lock-version = '1.0'\n[[packages]]\nname = 'NumPy'\nversion = '1.26.4'\n", "pylock"],
    ["uv.lock", "version = 1\n[[package]]\nname = 'numpy'\nversion = '1.26.4'\nsource = { registry = 'https://u:p@i.example' }\n", "uv"],
    ["poetry.lock", "[[package]]\nname = 'numpy'\nversion = '1.26.4'\n[metadata]\nlock-version = '2.1'\n", "poetry"],
    ["conda-lock.yml", "version: 1\npackage:\n- {name: numpy, version: 1.26.4, manager: conda, platform: linux-64, url: 'https://c', hash: {md5: x}}\n", "conda-lock"],
    ["package-lock.json", '{"lockfileVersion": 3, "packages": {"": {}, "node_modules/numpy": {"version": "1.26.4"}}}', "npm"],
  ])("%s is recognised", async (name, text, format) => {
    write(name, text);
    const lock = await readLock(`locks/${name}`, folder);
    expect([lock.format, lock.path, lock.packages.map((one) => [one.name, one.version])]).toEqual([format, `locks/${name}`, [["numpy", "1.26.4"]]]);
    expect(lock.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(lock)).not.toContain("u:p@");
  });

  it("includes are found beside the file that names them", async () => {
    write("requirements-a.txt", "-r requirements-b.txt\nx==1\n");
    write("requirements-b.txt", "y==2\n");
    expect((await readLock("locks/requirements-a.txt", folder)).packages.map(({ name }) => name)).toEqual(["y", "x"]);
    write("requirements-c.txt", "-r none.txt\n");
    expect(await failure("locks/requirements-c.txt")).toMatchObject({ code: "LS201", place: join("locks", "none.txt") });
  });

  it("one that is missing, of another kind, or binary is told", async () => {
    expect(await failure("locks/uv2.lock")).toMatchObject({ code: "LS201", message: "the lock file locks/uv2.lock cannot be read: it is not there" });
    write("Pipfile.lock", "{}");
    expect(await failure("locks/Pipfile.lock")).toMatchObject({ code: "LS322", todo: expect.stringContaining("uv.lock") as string });
    write("requirements-z.txt", "a\0b");
    expect((await failure("locks/requirements-z.txt")).code).toBe("LS322");
  });
});
