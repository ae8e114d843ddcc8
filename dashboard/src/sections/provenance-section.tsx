import type { ReactNode } from "react";
import { agreementFacts } from "../../../src/report/wording/agreement-facts.ts";
import { formatBytes } from "../../../src/report/wording/format-bytes.ts";
import { formatCount, formatMoment, formatSeconds } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideSign } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import type { Agreement, EnvironmentRecord, Run } from "../run-types.ts";

const Facts = ({ rows }: { rows: readonly (readonly [ReactNode, ReactNode])[] }) => (
  <dl className="facts">{rows.map(([name, value], index) => <div key={index}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
);

const Value = ({ children }: { children: string | null }) => (children === null ? <span className="soft">not known</span> : <bdi className="value">{children}</bdi>);

const Environment = ({ record, asked }: { record: EnvironmentRecord; asked: boolean }) => (
  <div>
    <h3 className="side-name"><SideSign side={record.side} /><bdi>{record.name}</bdi> <small>{record.side}</small></h3>
    <Facts rows={[
      ["Address", <Value key="a">{record.address}</Value>], [asked ? "Asked by" : "Read as", `${record.protocol} (${record.kind})`], ["Found out by", <span key="d" dir="auto">{record.detection}</span>],
      ["Model", <Value key="m">{record.model === null ? null : [record.model, record.version === null ? "" : `version ${record.version}`, record.platform ?? ""].filter((part) => part !== "").join(", ")}</Value>],
      ...(record.replicas.length === 0 ? [] : [["Replicas", <Value key="r">{record.replicas.join(", ")}</Value>] as const]),
      [<Term key="t" name="digest" />, <Value key="v">{record.digest}</Value>],
    ]} />
  </div>
);

const firstArtifacts = 12;

const Agreed = ({ agreement }: { agreement: Agreement }) => (
  <>
    <h3>Agreement</h3>
    <Facts rows={[
      ...agreement.manifests.map(({ path, digest }, index) => [index === 0 ? "Manifest" : "extends", <Value key="m">{`${path} ${digest}`}</Value>] as const),
      ...agreementFacts(agreement).map(([name, value]) => [name, value === null ? <Value key="n">{null}</Value> : <span key="v" dir="auto">{value}</span>] as const),
    ]} />
    {agreement.artifacts.length > 0 && (
      <More rows={agreement.artifacts} first={firstArtifacts} render={(some) => (
        <DataTable caption="Agreed files, as found" rows={some} columns={[
          { title: "part", cell: ({ group }) => group }, { title: "file", cell: ({ path }) => <bdi className="name">{path}</bdi> }, { title: "size", numeric: true, cell: ({ bytes }) => formatBytes(bytes) }, { title: "digest", cell: ({ digest }) => <bdi className="value">{digest}</bdi> },
        ]} />
      )} />
    )}
  </>
);

const claims = { "these-inputs": "on these inputs", "inputs-like-these": "on inputs like these" } as const;

/** Where everything came from, so that it can be done again. */
export const ProvenanceSection = ({ run }: { run: Run }) => (
  <>
    <div className="two">
      <Environment record={run.environments.reference} asked={run.kind === "check"} />
      <Environment record={run.environments.candidate} asked={run.kind === "check"} />
    </div>
    {run.agreement !== null && <Agreed agreement={run.agreement} />}
    {run.kind === "check" ? <><h3>Inputs</h3>
    <Facts rows={[
      ["Source", <><Value>{run.inputs.source}</Value>{run.inputs.synthetic && " (made up from the model’s own description)"}</>], ["Rows", formatCount(run.inputs.rows)], ["Key", <><Value>{run.inputs.key}</Value> ({run.inputs.keyOrigin})</>],
      ["Features", <Value key="f">{run.inputs.features.join(", ")}</Value>], ["Label", <Value key="l">{run.inputs.label}</Value>], [<Term key="t" name="digest" />, <Value key="v">{run.inputs.digest}</Value>], [<Term key="c" name="claim" />, claims[run.claim]],
    ]} /></> : null}
    <h3>Run</h3>
    <Facts rows={[
      ["Id", <Value key="i">{run.id}</Value>], ["Started", formatMoment(run.startedAt)], ["Finished", formatMoment(run.finishedAt)], ["Seed", String(run.seed)], ["Code revision", <Value key="c">{run.codeRevision}</Value>],
      ...(run.population === null ? [] : [["Profile", <Value key="p">{run.population.specDigest}</Value>] as const]),
      ["Tool", `Lockstep ${run.tool.version}, Node ${run.host.node}, ${run.host.platform} ${run.host.arch}`],
      [<Term key="t" name="head" />, run.ledger === null ? <span className="soft">not entered into a ledger</span> : <>entry {formatCount(run.ledger.sequence)}, <Value>{run.ledger.head}</Value></>],
      ["Timings", run.timings.map(({ step, seconds }) => `${step} ${formatSeconds(seconds)}`).join("; ")],
    ]} />
    <details>
      <summary>Options in force</summary>
      <Facts rows={Object.entries(run.options).map(([name, value]) => [<bdi key="n">{name}</bdi>, <Value key="v">{value === null ? null : Array.isArray(value) ? value.join(", ") : String(value)}</Value>] as const)} />
    </details>
  </>
);
