/** Other processes that were faster each time: more in a row is no race. */
const mostTries = 50;

/** What `attempt` gives, which looks at the store as it is and enters what follows; it is asked again where it gives undefined, because another process was faster. */
export const untilEntered = <T>(what: string, attempt: () => T | undefined): T => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const entered = attempt();
    if (entered !== undefined) return entered;
  }
  throw new Error(`other processes keep on entering ${what}`);
};
