import { differenceCounts } from "../../../src/report/wording/difference-words.ts";
import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import type { ResultOf } from "../api/api-types.ts";
import { useApi } from "../api/use-api.ts";
import { useAddress, withQuery } from "../frame/address.ts";
import { modelAddress, runAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { Filters, WordsFilter } from "../lists/filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { DifferencesTable } from "../models/differences-table.tsx";
import { Section } from "../parts/section.tsx";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import type { PageProps } from "./page-table.ts";

type Environment = ResultOf<"get", "/api/v1/environments">["environments"][number];

const methods: Readonly<Record<Environment["method"], string>> = { "in-process": "from inside the process", proc: "from beside it, out of /proc", "new-process": "by a new process", declared: "as declared" };

type Difference = NonNullable<Environment["differences"]>[number];

/** With fewer there is nothing to look for. */
const mostUnfiltered = 12;

const holding = (differences: readonly Difference[], words: readonly string[]): readonly Difference[] =>
  words.length === 0 ? differences : differences.filter(({ title, group, statement, why, quiet }) => {
    const text = [title, group, statement, why, quiet].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });

/** What every environment of a model is, each against one of them, and what changed since the model was last well there. */
export const EnvironmentsPage = ({ params: { name = "" }, query }: PageProps) => {
  const address = useAddress();
  const asked = useApi("/api/v1/environments", { query: { model: name, reference: query.get("reference") } }, ["run", "fingerprint"]);
  const words = (query.get("words") ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
  const most = Math.max(0, ...(asked.data?.environments ?? []).flatMap(({ differences, since }) => [differences?.length ?? 0, since?.differences.length ?? 0]));
  return (
    <Page title={`Environments of ${name}`} heading={<>Environments of <bdi>{name}</bdi></>} above={<><a href="/">Overview</a> / <a href={modelAddress(name)}><bdi>{name}</bdi></a></>} lead="As each was read last: its packages, libraries, switches and files, from where the model runs.">
      <Shown of={asked} what="the environments">
        {({ environments, reference }) => (environments.length === 0
          ? <Empty title="No environment of this model was read yet" command="lockstep fingerprint SOURCE">A check reads an environment where the SDK or a probe is within reach.</Empty>
          : <>
            <Section id="read" title="As they were read">
              <ListTable caption={formatPlural(environments.length, "environment")} rows={environments} idOf={({ environment }) => environment} columns={[
                { title: "Environment", plain: true, cell: ({ environment, replica }) => <><bdi className="name">{environment}</bdi>{replica !== null && <small>replica <bdi>{replica}</bdi></small>}</> },
                { title: "Against the others", cell: ({ environment, differences }) => (environment === reference ? <span className="soft">all are held against this one</span> : <>{differences === null ? "–" : differenceCounts(differences)}<small><a href={withQuery(address, { reference: environment })}>hold the others against it</a></small></>) },
                { title: "Read", cell: ({ at, source, subject, method }) => <><Moment at={at} /><small>{source === "run" ? <><a href={runAddress(subject)}>in a run</a>, </> : ""}{methods[method]}</small></> },
                { title: "Fields", numeric: true, cell: ({ fields, unread }) => <>{formatCount(fields)}{unread > 0 && <small>{formatCount(unread)} not read</small>}</> },
              ]} />
              {(most > mostUnfiltered || words.length > 0) && <Filters label="Narrow the differences"><WordsFilter name="words" label="Only differences with" placeholder="package, field, value" /></Filters>}
            </Section>
            {environments.map(({ environment, differences, since }) => (
              <Section key={environment} id={`environment-${encodeURIComponent(environment)}`} title={environment}>
                {differences !== null && reference !== null && <DifferencesTable differences={holding(differences, words)} names={[reference, environment]} caption={`How ${environment} differs from ${reference}`} />}
                {since === null
                  ? <p className="soft">It was read in no run that was well before this, so nothing can be said of what changed since.</p>
                  : since.differences.length === 0
                    ? <p>Nothing changed since the last run that was well, <a href={runAddress(since.run)}><Moment at={since.at} short /></a>.</p>
                    : <><h3>Since it was last well, <a href={runAddress(since.run)}><Moment at={since.at} short /></a></h3><DifferencesTable differences={holding(since.differences, words)} names={["then", "now"]} caption={`What changed in ${environment} since`} /></>}
              </Section>
            ))}
          </>)}
      </Shown>
    </Page>
  );
};
