/** Chooses the screen from the state of the app. Main owns the state; here is only the choice. */
import { type ReactNode, useEffect } from "react";
import type { AppSnapshot } from "../preload/contract/types";
import { ApprovalsPage } from "./features/approvals/ApprovalsPage";
import { BackupPage } from "./features/backup/BackupPage";
import { FirstRun } from "./features/firstRun/FirstRun";
import { Protection } from "./features/firstRun/Protection";
import { GuardPage } from "./features/guard/GuardPage";
import { HomePage } from "./features/home/HomePage";
import { JournalPage } from "./features/journal/JournalPage";
import { ConfPage } from "./features/kit/ConfPage";
import { CredentialsPage } from "./features/kit/CredentialsPage";
import { KitPage } from "./features/kit/KitPage";
import { MigrationPage } from "./features/kit/MigrationPage";
import { KeychainTrouble } from "./features/lock/KeychainTrouble";
import { LockScreen } from "./features/lock/LockScreen";
import { SealedScreen } from "./features/lock/SealedScreen";
import { NodePage } from "./features/node/NodePage";
import { PairingLinkDialog } from "./features/pairing/PairingLinkDialog";
import { PairPage } from "./features/pairing/PairPage";
import { RequestsPage } from "./features/requests/RequestsPage";
import { SettingsPage } from "./features/settings/SettingsPage";
import { Banners } from "./features/shell/Banners";
import { ErrorBoundary } from "./features/shell/ErrorBoundary";
import { LoadingScreen } from "./features/shell/LoadingScreen";
import { QuitDialog } from "./features/shell/QuitDialog";
import { Shell } from "./features/shell/Shell";
import { useAppState } from "./stores/app";
import { useQuitAsked } from "./stores/quit";
import { useIsRenewing } from "./stores/renewal";
import { type Page, useRoute } from "./stores/route";
import { useSetup } from "./stores/setup";
import { Toasts } from "./ui/Toasts";

export function App() {
  const { snapshot, error } = useAppState();
  const quitAsked = useQuitAsked();
  const isRenewing = useIsRenewing();
  const theme = snapshot?.settings.theme ?? "system";
  useEffect(() => {
    if (theme === "system") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", theme);
  }, [theme]);
  return (
    <ErrorBoundary>
      <div className="flex h-full flex-col">
        {snapshot !== null && <Banners {...snapshot} />}
        <div className="min-h-0 flex-1">
          {snapshot === null || isRenewing ? <LoadingScreen error={error} /> : <Screen snapshot={snapshot} />}
        </div>
      </div>
      {snapshot !== null && isLinkShown(snapshot) && <PairingLinkDialog />}
      {quitAsked > 0 && snapshot !== null && <QuitDialog snapshot={snapshot} asked={quitAsked} />}
      <Toasts />
    </ErrorBoundary>
  );
}

/** A link waits until there are keys to pair with and somebody who may use them. */
function isLinkShown({ pairingLinkWaits, keystore, windowLocked, practice }: AppSnapshot): boolean {
  return pairingLinkWaits && keystore.state === "open" && !windowLocked && !practice;
}

function Screen({ snapshot }: { readonly snapshot: AppSnapshot }): ReactNode {
  const { useFileStore } = useSetup();
  const { page } = useRoute();
  const { keystore } = snapshot;
  switch (keystore.state) {
    case "checking":
      return <LoadingScreen error={null} isReadingSeed />;
    case "trouble":
      return keystore.trouble === "absent" && useFileStore ? <FirstRun /> : <KeychainTrouble view={keystore} />;
    case "empty":
      return <FirstRun />;
    case "draft":
      return <Protection draft={keystore} />;
    case "sealed":
      return snapshot.windowLocked ? (
        <LockScreen snapshot={snapshot} hasPassphrase={keystore.hasPassphrase} />
      ) : (
        <SealedScreen view={keystore} />
      );
    case "open":
      if (snapshot.windowLocked) return <LockScreen snapshot={snapshot} hasPassphrase={keystore.hasPassphrase} />;
      if (page === "setup-backup") return <BackupPage isSetup />;
      if (page === "setup-node" && snapshot.node === null) return <PairPage isSetup />;
      return <Shell page={page}>{pageOf(page, snapshot)}</Shell>;
  }
}

function pageOf(page: Page, snapshot: AppSnapshot): ReactNode {
  switch (page) {
    case "requests":
      return <RequestsPage />;
    case "approvals":
      return <ApprovalsPage />;
    case "guard":
    case "guard-limits":
    case "guard-allowlist":
    case "guard-memory":
    case "guard-trust":
      return <GuardPage tab={page} />;
    case "journal":
      return <JournalPage />;
    case "node":
      return snapshot.node === null ? <PairPage /> : <NodePage node={snapshot.node} />;
    case "pair":
      return <PairPage />;
    case "kit":
      return <KitPage />;
    case "migrate":
      return <MigrationPage />;
    case "credentials":
      return snapshot.node === null ? <PairPage /> : <CredentialsPage node={snapshot.node} />;
    case "conf":
      return <ConfPage />;
    case "settings":
      return <SettingsPage />;
    case "backup":
      return <BackupPage />;
    case "home":
    case "setup-backup":
    case "setup-node":
      return <HomePage />;
  }
}
