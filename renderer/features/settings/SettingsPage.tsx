/** Appearance, signing, security, diagnostics, about. Changes take effect at once. */
import { type ReactNode, useState } from "react";
import type { Settings } from "../../../preload/contract/types";
import { call, useCall } from "../../bridge";
import { useSnapshot } from "../../stores/app";
import { goTo } from "../../stores/route";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Mark } from "../../ui/Mark";
import { PageHeader } from "../../ui/PageHeader";
import { Segments } from "../../ui/Segments";
import { Toggle } from "../../ui/Toggle";
import { commonWords } from "../../words/common";
import { settingsWords as words } from "../../words/settings";
import { Diagnostics } from "./Diagnostics";
import { EraseDialog } from "./EraseDialog";
import { PassphraseDialog } from "./PassphraseDialog";

async function update(change: Partial<Settings>): Promise<void> {
  const reply = await call("settings.update", change);
  if (!reply.ok) showToast("bad", reply.error.message);
}

export function SettingsPage() {
  const { settings } = useSnapshot();
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <PageHeader title={words.title} />
      <Card title={words.appearance}>
        <Rows>
          <Row title={words.theme}>
            <Segments
              label={words.theme}
              value={settings.theme}
              onChange={(theme) => update({ theme })}
              options={themes.map((value) => ({ value, title: words.themes[value] }))}
            />
          </Row>
          <Row title={words.unit}>
            <Segments
              label={words.unit}
              value={settings.amountUnit}
              onChange={(amountUnit) => update({ amountUnit })}
              options={units.map((value) => ({ value, title: words.units[value] }))}
            />
          </Row>
        </Rows>
      </Card>
      <Card title={words.signing}>
        <Rows>
          <Toggle
            title={words.signWhileLocked}
            note={settings.signWhileLocked ? words.signWhileLockedNote : words.signWhileLockedOffNote}
            checked={settings.signWhileLocked}
            onChange={(signWhileLocked) => update({ signWhileLocked })}
          />
          <Toggle
            title={words.openAtLogin}
            note={words.openAtLoginNote}
            checked={settings.openAtLogin}
            onChange={(openAtLogin) => update({ openAtLogin })}
          />
          <Toggle
            title={words.openPairingLinks}
            note={words.openPairingLinksNote}
            checked={settings.openPairingLinks}
            onChange={(openPairingLinks) => update({ openPairingLinks })}
          />
          <Toggle
            title={words.keepAwake}
            note={settings.keepAwake ? words.keepAwakeNote : words.keepAwakeOffNote}
            checked={settings.keepAwake}
            onChange={(keepAwake) => update({ keepAwake })}
          />
        </Rows>
      </Card>
      <Security />
      <Diagnostics />
      <About />
    </div>
  );
}

const themes = ["system", "light", "dark"] as const;
const units = ["sat", "btc"] as const;

function Security() {
  const { keystore, practice } = useSnapshot();
  const [dialog, setDialog] = useState<"passphrase" | "erase" | null>(null);
  if (keystore.state !== "open") return null;
  return (
    <Card title={words.security}>
      <Rows>
        <Row title={words.store} note={`${words.stores[keystore.store]}. ${practice ? words.practiceNote : ""}`}>
          <span className="text-ink-3">
            {words.fingerprint} <span className="font-mono text-ink select-text">{keystore.masterFingerprintHex}</span>
          </span>
        </Row>
        {!practice && (
          <>
            <Row title={words.backup} note={words.backups[keystore.backup]}>
              {keystore.backup === "unchecked" && <Button onClick={() => goTo("backup")}>{words.checkBackup}</Button>}
            </Row>
            <Row title={words.passphrase} note={keystore.hasPassphrase ? words.passphraseSet : words.passphraseNone}>
              <Button onClick={() => setDialog("passphrase")}>
                {keystore.hasPassphrase ? words.changePassphrase : words.setPassphrase}
              </Button>
            </Row>
            <Row title={words.erase} note={words.eraseNote}>
              <Button onClick={() => setDialog("erase")}>{words.eraseAction}</Button>
            </Row>
          </>
        )}
      </Rows>
      {dialog === "passphrase" && (
        <PassphraseDialog
          hasPassphrase={keystore.hasPassphrase}
          isRequired={keystore.store === "file"}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "erase" && (
        <EraseDialog
          confirmation={keystore.masterFingerprintHex}
          label={words.eraseType}
          consequences={words.eraseConsequences}
          warning={keystore.backup === "unchecked" ? words.eraseUnchecked : null}
          onClose={() => setDialog(null)}
        />
      )}
    </Card>
  );
}

function About() {
  const { version, curveBackend } = useSnapshot();
  const help = useCall("help.open");
  return (
    <Card title={words.about}>
      <div className="flex items-center gap-4 p-4">
        <Mark size={40} />
        <div className="min-w-0 flex-1">
          <p className="font-semibold">{commonWords.appName}</p>
          <p className="text-ink-2">{words.aboutText}</p>
          <p className="text-sm text-ink-3">
            {words.version(version)}
            {curveBackend !== null && `, ${words.backends[curveBackend].toLowerCase()}`}
          </p>
        </div>
        <Button busy={help.busy} onClick={() => help.run({ page: "remote-signing" })}>
          {words.guide}
        </Button>
      </div>
    </Card>
  );
}

function Rows({ children }: { readonly children: ReactNode }) {
  return <div className="divide-y divide-line px-4 *:py-3.5">{children}</div>;
}

interface RowProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}

function Row({ title, note, children }: RowProps) {
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {note !== undefined && <p className="text-ink-2">{note}</p>}
      </div>
      {children}
    </div>
  );
}
