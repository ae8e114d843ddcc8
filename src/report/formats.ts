import { LockstepError } from "../core/errors/lockstep-error.ts";
import type { Reporter } from "./reporter.ts";

interface Format {
  readonly id: string;
  /** What it is for, in a few words, for help texts. */
  readonly title: string;
  /** Endings of file names, longest first where one ends another. */
  readonly endings: readonly string[];
  readonly load: () => Promise<Reporter>;
}

/** Plain text has no terminal to ask for its width. */
const textWidth = 100;

/** Every report format, by id; a format is loaded only when it is written. */
export const formats: ReadonlyMap<string, Format> = new Map(
  (
    [
      { id: "html", title: "one file to read and share", endings: [".html", ".htm"], load: async () => {
        const { renderHtml } = await import("./html.ts");
        return async (run, context) => renderHtml(run, await context.loadViewer());
      } },
      { id: "sarif", title: "code scanning", endings: ["sarif.json", ".sarif"], load: async () => {
        const { renderSarif } = await import("./sarif.ts");
        return (run, context) => renderSarif(run, context);
      } },
      { id: "codequality", title: "code quality for GitLab", endings: ["codequality.json"], load: async () => {
        const { renderCodeQuality } = await import("./code-quality.ts");
        return (run, context) => renderCodeQuality(run, context);
      } },
      { id: "json", title: "the run document", endings: [".json"], load: async () => (await import("./json.ts")).renderJson },
      { id: "junit", title: "test results for CI", endings: [".xml"], load: async () => (await import("./junit.ts")).renderJunit },
      { id: "markdown", title: "job summary", endings: [".md", ".markdown"], load: async () => (await import("./markdown.ts")).renderMarkdown },
      { id: "metrics", title: "OpenMetrics for GitLab", endings: ["metrics.txt", ".prom"], load: async () => (await import("./gitlab-metrics.ts")).renderGitlabMetrics },
      { id: "text", title: "what the terminal shows", endings: [".txt"], load: async () => {
        const { renderTerminal } = await import("./terminal.ts");
        return (run) => renderTerminal(run, { color: false, ascii: false, width: textWidth });
      } },
    ] satisfies Format[]
  ).map((format) => [format.id, format]),
);

const known = (): string => [...formats.values()].map(({ endings, title }) => `${endings.join(" or ")} (${title})`).join(", ");

/** The format that a file's name asks for; a name that asks for none is an error, never a guess. */
export const formatOf = (path: string): Format => {
  const name = (path.split(/[\\/]/).at(-1) ?? path).toLowerCase();
  const format = [...formats.values()].find(({ endings }) => endings.some((ending) => name.endsWith(ending) && name.length > (ending.startsWith(".") ? ending.length : 0)));
  if (format !== undefined) return format;
  throw new LockstepError("LS102", { message: `no report format goes by the name ${path}`, place: `-o ${path}`, todo: `Give a file name ending in ${known()}.` });
};
