import { useEffect, useState } from "react";

/** Sent when a link leads to something that may be folded away and was not made yet. */
export const revealEvent = "lockstep-reveal";

/** Whether folded content was asked for yet: by opening it, or by a link that leads into it. */
export const useSeen = (initially: boolean): readonly [boolean, (open: boolean) => void] => {
  const [seen, setSeen] = useState(initially);
  useEffect(() => {
    const reveal = (): void => setSeen(true);
    addEventListener(revealEvent, reveal);
    return () => removeEventListener(revealEvent, reveal);
  }, []);
  return [seen, (open) => { if (open) setSeen(true); }];
};
