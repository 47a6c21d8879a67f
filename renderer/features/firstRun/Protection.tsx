/** Where the seed rests and what guards it. A passphrase is optional in the keychain and required in a file. */
import { type ReactNode, useRef, useState } from "react";
import type { KeystoreView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { formatDate } from "../../format";
import { useRenewalOnLeave } from "../../stores/renewal";
import { goTo } from "../../stores/route";
import { setupStore, useSetup } from "../../stores/setup";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { initialFocus } from "../../ui/focus";
import { Hash } from "../../ui/Hash";
import { Notice } from "../../ui/Notice";
import { clearSecret, SecretField } from "../../ui/SecretField";
import { commonWords, networkWords } from "../../words/common";
import { protectionWords as words } from "../../words/firstRun";
import { SetupFrame } from "../shell/SetupFrame";
import { type PassphraseStrength, passphraseStrength } from "./passphraseStrength";

type Draft = Extract<KeystoreView, { state: "draft" }>;

export function Protection({ draft }: { readonly draft: Draft }) {
  const { useFileStore } = useSetup();
  const [store, setStore] = useState<"keychain" | "file">(useFileStore ? "file" : "keychain");
  const [hasNoKeychain, setHasNoKeychain] = useState(useFileStore);
  const [strength, setStrength] = useState<PassphraseStrength | null>(null);
  const [isMismatch, setIsMismatch] = useState(false);
  const [isDiscarding, setIsDiscarding] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const keep = useCall("seed.keep");
  const renewOnLeave = useRenewalOnLeave();
  const hasWords = draft.origin === "new-aezeed" || draft.origin === "aezeed";
  const isPassphraseMissing = store === "file" && strength === null;

  const askToDiscard = () => {
    renewOnLeave();
    setIsDiscarding(true);
  };
  const submit = async () => {
    const passphrase = first.current?.value ?? "";
    if (passphrase !== (second.current?.value ?? "")) {
      setIsMismatch(true);
      second.current?.focus();
      return;
    }
    // Before the call, as the next screen may come before the reply. Whoever restored a seed has its words already, and
    // typed them into this page.
    const isNew = draft.origin === "new-aezeed";
    goTo(isNew ? "setup-backup" : "setup-node");
    if (!isNew) renewOnLeave();
    const reply = await keep.run({ passphrase, store });
    if (reply.ok) {
      clearSecret(first.current);
      clearSecret(second.current);
      setupStore.set({ useFileStore: false });
    } else if (reply.error.code === "KEYCHAIN_ABSENT") {
      setHasNoKeychain(true);
      setStore("file");
    }
  };

  return (
    <SetupFrame step="protection">
      <form
        className="space-y-6"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="space-y-2">
          <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
          <p className="text-lg text-ink-2">{words.lead}</p>
        </div>
        <dl className="flex flex-wrap justify-between gap-x-6 gap-y-2 rounded-lg border border-line bg-sunk px-5 py-3">
          <DraftFact name={words.network}>{networkWords[draft.network].name}</DraftFact>
          <DraftFact name={words.fingerprint}>
            <span className="font-mono">{draft.masterFingerprintHex}</span>
          </DraftFact>
          <DraftFact name={words.node}>
            <Hash value={draft.identityPubkeyHex} name={words.node} />
          </DraftFact>
          {draft.birthdayMs !== null && <DraftFact name={words.birthday}>{formatDate(draft.birthdayMs)}</DraftFact>}
        </dl>
        <div className="space-y-5 rounded-lg border border-line bg-panel p-5 shadow-lift">
          {hasNoKeychain && <Notice tone="info">{words.noKeychain}</Notice>}
          <Choice
            legend={words.storeLabel}
            value={store}
            onChange={setStore}
            options={[
              { value: "keychain", title: words.keychain, note: words.keychainNote, disabled: hasNoKeychain },
              { value: "file", title: words.file, note: words.fileNote },
            ]}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <SecretField
              label={store === "file" ? words.passphraseRequired : words.passphraseOptional}
              input={first}
              onChange={(event) => {
                setStrength(event.target.value === "" ? null : passphraseStrength(event.target.value));
                setIsMismatch(false);
              }}
            />
            <SecretField
              label={words.repeat}
              input={second}
              error={isMismatch ? words.mismatch : undefined}
              onChange={() => setIsMismatch(false)}
            />
          </div>
          <Strength strength={strength} />
          <p className="text-ink-2">
            {strength === null && store === "keychain" ? words.withoutNote : words.withNote}{" "}
            {(strength !== null || store === "file") && (hasWords ? words.lost : words.lostKey)}
          </p>
        </div>
        <ErrorNotice error={keep.error} />
        <div className="flex justify-between">
          <Button size="large" onClick={askToDiscard}>
            {words.discard}
          </Button>
          <Button
            look="primary"
            size="large"
            type="submit"
            busy={keep.busy}
            disabled={strength === "short" || isPassphraseMissing}
          >
            {words.keep}
          </Button>
        </div>
      </form>
      {isDiscarding && <DiscardDialog onClose={() => setIsDiscarding(false)} />}
    </SetupFrame>
  );
}

function DraftFact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const bars: Record<PassphraseStrength, { filled: number; color: string }> = {
  short: { filled: 1, color: "bg-bad" },
  weak: { filled: 1, color: "bg-warn" },
  fair: { filled: 2, color: "bg-info" },
  strong: { filled: 3, color: "bg-accent" },
};

function Strength({ strength }: { readonly strength: PassphraseStrength | null }) {
  if (strength === null) return null;
  const { filled, color } = bars[strength];
  return (
    <div className="flex items-center gap-3">
      <span aria-hidden className="flex w-20 shrink-0 gap-1">
        {[1, 2, 3].map((bar) => (
          <span key={bar} className={`h-1 flex-1 rounded-full ${bar <= filled ? color : "bg-line"}`} />
        ))}
      </span>
      <p role="status" className="text-sm text-ink-2">
        {words.strength[strength]}
      </p>
    </div>
  );
}

function DiscardDialog({ onClose }: { readonly onClose: () => void }) {
  const discard = useCall("seed.discard");
  const confirm = async () => {
    const reply = await discard.run({});
    if (reply.ok) onClose();
  };
  return (
    <Dialog
      title={words.discardTitle}
      onClose={onClose}
      footer={
        <>
          <Button {...initialFocus} onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button look="danger" busy={discard.busy} onClick={confirm}>
            {words.discardConfirm}
          </Button>
        </>
      }
    >
      <p className="text-ink-2">{words.discardText}</p>
      <ErrorNotice error={discard.error} />
    </Dialog>
  );
}
