// Makes docs/images/overview.png: the overview of the store that examples/team/README.md fills, as a browser of 1280 pixels shows it in light colours.
//   node tools/node24.mjs tools/overview-picture.ts
// Chromium is the system's own; CHROMIUM names another one.
import { spawn, spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { buildDashboard } from "./build-dashboard.ts";
import { buildViewer } from "./build-viewer.ts";
import { root } from "./run-steps.ts";

const made = new Set([".lockstep", "keys", "credit.evidence.zip"]);

await Promise.all([buildViewer(), buildDashboard()]);
const folder = await mkdtemp(join(tmpdir(), "lockstep-picture-"));
try {
  for (const name of ["team", "validation"]) await cp(join(root, "examples", name), join(folder, "examples", name), { recursive: true, filter: (path) => !made.has(path.split("/").at(-1) ?? "") });
  await symlink(join(root, "tools"), join(folder, "tools"));
  const page = await readFile(join(root, "examples/team/README.md"), "utf8");
  const commands = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trimEnd().split("\n")).filter((line) => !line.startsWith("lockstep serve"));
  spawnSync("bash", ["-c", commands.join("\n")], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const server = spawn(process.execPath, [join(root, "src/cli/main.ts"), "serve", "--role", "admin", "--port", "0", "--quiet"], { cwd: join(folder, "examples/team"), stdio: ["ignore", "pipe", "inherit"] });
  try {
    const address = await new Promise<string>((done, failed) => {
      let printed = "";
      server.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
        const [found] = /http\S+token=[\w-]+(?=\n)/.exec(printed) ?? [];
        if (found !== undefined) done(found);
      });
      server.once("close", (code) => failed(new Error(`the server ended with ${String(code)}`)));
    });
    const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
    try {
      const shown = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme: "light" });
      await shown.goto(address);
      await shown.getByText("worst first").first().waitFor();
      await shown.getByText("fraud").first().waitFor();
      // The picture is of nobody's machine.
      await shown.getByText(userInfo().username, { exact: true }).first().evaluate((element) => { element.textContent = "Ada Lovelace"; });
      await shown.screenshot({ path: join(root, "docs/images/overview.png") });
    } finally {
      await browser.close();
    }
  } finally {
    server.kill();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
