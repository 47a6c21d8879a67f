/** A seed is there, sealed with its passphrase. */
import { KeyRound } from "lucide-react";
import { useRef } from "react";
import type { KeystoreView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { clearSecret, SecretField } from "../../ui/SecretField";
import { networkWords } from "../../words/common";
import { sealedWords as words } from "../../words/lock";
import { DoorFrame } from "./DoorFrame";
import { EraseUnopened } from "./EraseUnopened";

type Sealed = Extract<KeystoreView, { state: "sealed" }>;

export function SealedScreen({ view }: { readonly view: Sealed }) {
  const passphrase = useRef<HTMLInputElement>(null);
  const unlock = useCall("keystore.unlock");
  const submit = async () => {
    const reply = await unlock.run({ passphrase: passphrase.current?.value ?? "" });
    clearSecret(passphrase.current);
    if (!reply.ok) passphrase.current?.focus();
  };
  return (
    <DoorFrame icon={KeyRound} title={words.title} lead={words.lead}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SecretField
          label={words.passphrase}
          input={passphrase}
          startsFocused
          hint={`${words.store[view.store]}, ${networkWords[view.network].name}`}
        />
        <ErrorNotice error={unlock.error} />
        <Button look="primary" size="large" type="submit" busy={unlock.busy} className="w-full">
          {unlock.busy ? words.working : words.unlock}
        </Button>
      </form>
      <div className="flex justify-center">
        <EraseUnopened reason="forgotten" />
      </div>
    </DoorFrame>
  );
}
