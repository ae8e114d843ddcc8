import { useEffect, useState } from "react";

/** Sent when a link leads to something that may be folded away and was not made yet. */
export const revealEvent = "lockstep-reveal";

/** Whether folded content was asked for yet: by opening it, or by a link that leads into it; with `own` only by a link to just that. */
export const useSeen = (initially: boolean, own?: string): readonly [boolean, (open: boolean) => void] => {
  const [seen, setSeen] = useState(initially);
  useEffect(() => {
    const reveal = (): void => {
      if (own === undefined || location.hash === own) setSeen(true);
    };
    addEventListener(revealEvent, reveal);
    return () => removeEventListener(revealEvent, reveal);
  }, [own]);
  return [seen, (open) => { if (open) setSeen(true); }];
};
