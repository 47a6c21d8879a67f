/** What waits for the person, most pressing first. Pure. */
import type { AppSnapshot } from "../../../preload/contract/types";
import { daysUntil, formatDate, formatDaysAway } from "../../format";
import { needWords as words } from "../../words/home";
import { isOverPrivileged } from "../pairing/permissions";

export interface Need {
  readonly key: "practice" | "backup" | "certificate" | "macaroon" | "passphrase" | "checked";
  readonly tone: "warn" | "info" | "ok";
  readonly title: string;
  readonly text: string;
}

/** From here on the end of the node's certificate is worth a line. */
const certificateWarnDays = 60;

export function needsOf(snapshot: AppSnapshot, nowMs: number): Need[] {
  const { keystore, node, practice } = snapshot;
  if (practice) return [{ key: "practice", tone: "info", title: words.practiceTitle, text: words.practiceText }];
  const needs: Need[] = [];
  if (keystore.state === "open" && keystore.backup === "unchecked") {
    needs.push({ key: "backup", tone: "warn", title: words.backupTitle, text: words.backupText });
  }
  if (node !== null) {
    const days = daysUntil(node.certificate.notAfterMs, nowMs);
    const away = formatDaysAway(days);
    if (days < 0) {
      const title = words.certificateEndedTitle(away);
      needs.push({ key: "certificate", tone: "warn", title, text: words.certificateEndedText });
    } else if (days <= certificateWarnDays) {
      needs.push({
        key: "certificate",
        tone: "warn",
        title: words.certificateTitle(away),
        text: words.certificateText,
      });
    }
    if (node.macaroon !== null && isOverPrivileged(node.macaroon)) {
      needs.push({ key: "macaroon", tone: "warn", title: words.macaroonTitle, text: words.macaroonText });
    }
  }
  if (keystore.state === "open" && !keystore.hasPassphrase) {
    needs.push({ key: "passphrase", tone: "info", title: words.passphraseTitle, text: words.passphraseText });
  }
  if (keystore.state === "open" && keystore.backup === "checked" && keystore.backupCheckedAtMs !== null) {
    const text = words.checkedText(formatDate(keystore.backupCheckedAtMs));
    needs.push({ key: "checked", tone: "ok", title: words.checkedTitle, text });
  }
  return needs;
}
