/** The way on for a seed that cannot be opened: erase what is left of it, then restore it from its words. */
import { useState } from "react";
import { Button } from "../../ui/Button";
import { eraseUnopenedWords as words } from "../../words/lock";
import { EraseDialog } from "../settings/EraseDialog";

/** @param reason why it cannot be opened */
export function EraseUnopened({ reason }: { readonly reason: "forgotten" | "lost" }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button look={reason === "lost" ? "plain" : "quiet"} size="large" onClick={() => setIsAsking(true)}>
        {words.action[reason]}
      </Button>
      {isAsking && (
        <EraseDialog
          confirmation={words.confirmation}
          label={words.label}
          consequences={words.consequences[reason]}
          warning={words.warning[reason]}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
