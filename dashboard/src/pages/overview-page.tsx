import type { Page as ListPage } from "../../../src/core/domain/page.ts";
import type { ModelState } from "../../../src/ports/catalogue.ts";
import { useAnswer } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";

/** Every model in every environment, worst first. */
export const OverviewPage = () => {
  const states = useAnswer<ListPage<ModelState>>("/api/v1/states?limit=100", ["run"]);
  return (
    <Page title="Overview">
      <Shown of={states} what="the models">{({ items }) => (items.length === 0 ? <Empty title="No run was made yet">Run a check, and its model stands here.</Empty> : <ul>{items.map(({ model, environment }) => <li key={`${model} ${environment}`}>{model} {environment}</li>)}</ul>)}</Shown>
    </Page>
  );
};
