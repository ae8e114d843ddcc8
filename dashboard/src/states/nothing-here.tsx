import { Page } from "../frame/page.tsx";

/** An address that no page has. */
export const NothingHere = ({ path }: { path: string }) => (
  <Page title="There is nothing here" lead={<>No page has the address <bdi className="value">{path}</bdi>.</>}>
    <p>It may have been typed by hand, or come from another version. <a href="/">The overview</a> leads to everything that is here.</p>
  </Page>
);
