import type { ReactNode } from "react";

const Step = ({ title, children, commands }: { title: string; children: ReactNode; commands: readonly string[] }) => (
  <li>
    <h3>{title}</h3>
    <p>{children}</p>
    <pre className="command" tabIndex={0}><code>{commands.join("\n")}</code></pre>
  </li>
);

/** What somebody does who opened an empty store: see how it looks, make the first run, or have it pushed. Every command works as it stands, but for the names in capitals. */
export const FirstSteps = () => (
  <div className="state">
    <h2>Nothing was looked at yet</h2>
    <p>A run holds one environment against another: what the model answers in both, on the same rows. Each model then stands here, worst first, and appears by itself.</p>
    <ol className="first-steps">
      <Step title="See how it looks" commands={["lockstep demo", "lockstep serve --store lockstep-demo/store"]}>Three environments that were recorded before, and what was found in them. It takes some ten seconds and leaves this store alone.</Step>
      <Step title="Make the first run" commands={["lockstep check staging=URL production=URL --inputs ROWS.csv"]}>In the folder in which this server was started. Instead of a URL a command in quotes or a file of predictions will do; <code>lockstep init</code> writes down what you agree on.</Step>
      <Step title="Or have it pushed" commands={["lockstep token add ci --scope push", "LOCKSTEP_SERVER_TOKEN=TOKEN lockstep check staging=URL production=URL \\", `  --inputs ROWS.csv --push ${location.origin}`]}>From CI, or wherever the environments are within reach. The token is made here, beside the store; the run is made there.</Step>
    </ol>
  </div>
);
