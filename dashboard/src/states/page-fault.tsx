import { Component, type ReactNode } from "react";

/** A page that broke while it was drawn says so, and leaves the rest of the site standing. A class: React gives faults to no function. */
export class PageFault extends Component<{ readonly children: ReactNode }, { readonly fault: Error | null }> {
  override state: { readonly fault: Error | null } = { fault: null };

  static getDerivedStateFromError(fault: unknown): { readonly fault: Error } {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <div className="page site-page">
        <div className="state state-problem" role="alert">
          <h1>This page could not be drawn</h1>
          <p>The fault is in Lockstep’s dashboard, not in what you asked for. A newer version may have been installed while this page was open: reload it first.</p>
          <p className="state-more"><button type="button" className="act" onClick={() => location.reload()}>Reload</button><small>{fault.message}</small></p>
        </div>
      </div>
    );
  }
}
