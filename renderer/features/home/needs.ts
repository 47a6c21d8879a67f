/** What waits for the person, most pressing first. Pure. */
import type { AlertView, AppSnapshot, CertificateView, MacaroonView } from "../../../preload/contract/types";
import { daysUntil, formatClock, formatDate, formatDaysAway, formatSpan, sentenceOf } from "../../format";
import { alertWords, wordsForAlert } from "../../words/alerts";
import { needWords as words } from "../../words/home";
import { isOverPrivileged } from "../pairing/permissions";

export interface Need {
  readonly key:
    | "waiting"
    | "journal"
    | "alert"
    | "pending"
    | "memory"
    | "practice"
    | "backup"
    | "certificate"
    | "macaroon"
    | "macaroon-end"
    | "passphrase"
    | "checked";
  readonly tone: "bad" | "warn" | "info" | "ok";
  readonly title: string;
  readonly text: string;
  /** Of an alert: which one. */
  readonly alertId?: string;
}

/** From here on the end of the node's certificate is worth a line. */
const certificateWarnDays = 60;
/** And from here on that of the macaroon: baking one is a command, and some are made to last a few weeks only. */
const macaroonWarnDays = 14;

function certificateEnd({ notAfterMs }: CertificateView, nowMs: number): Need[] {
  const days = daysUntil(notAfterMs, nowMs);
  const away = formatDaysAway(days);
  if (days > certificateWarnDays) return [];
  const isOver = notAfterMs <= nowMs;
  const title = isOver ? words.certificateEndedTitle(away) : words.certificateTitle(away);
  const text = isOver ? words.certificateEndedText : words.certificateText;
  return [{ key: "certificate", tone: "warn", title, text }];
}

function macaroonEnd(macaroon: MacaroonView | null, nowMs: number): Need[] {
  const expiresAtMs = macaroon?.expiresAtMs ?? null;
  if (expiresAtMs === null) return [];
  const days = daysUntil(expiresAtMs, nowMs);
  const away = formatDaysAway(days);
  if (days > macaroonWarnDays) return [];
  const isOver = expiresAtMs <= nowMs;
  const title = isOver ? words.macaroonEndedTitle(away) : words.macaroonEndTitle(away);
  const text = isOver ? words.macaroonEndedText : words.macaroonEndText;
  return [{ key: "macaroon-end", tone: "warn", title, text }];
}

export function needsOf(snapshot: AppSnapshot, alerts: readonly AlertView[], nowMs: number): Need[] {
  const { keystore, node, practice } = snapshot;
  const needs = guardNeedsOf(snapshot, alerts, nowMs);
  if (practice) {
    return [...needs, { key: "practice", tone: "info", title: words.practiceTitle, text: words.practiceText }];
  }
  if (keystore.state === "open" && keystore.backup === "unchecked") {
    needs.push({ key: "backup", tone: "warn", title: words.backupTitle, text: words.backupText });
  }
  if (node !== null) {
    needs.push(...macaroonEnd(node.macaroon, nowMs), ...certificateEnd(node.certificate, nowMs));
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

/** What the guard wants looked at. */
function guardNeedsOf({ guard }: AppSnapshot, alerts: readonly AlertView[], nowMs: number): Need[] {
  const needs: Need[] = [];
  if (guard.waiting > 0) {
    needs.push({
      key: "waiting",
      tone: "warn",
      title: alertWords.waitingTitle(guard.waiting),
      text: alertWords.waitingText,
    });
  }
  if (guard.journal !== "ok") needs.push({ key: "journal", tone: "bad", ...alertWords.journal[guard.journal] });
  for (const alert of alerts) {
    const { title, advice } = wordsForAlert(alert.tag);
    const at = `${formatDate(alert.atMs)}, ${formatClock(alert.atMs)}`;
    needs.push({
      key: "alert",
      tone: "warn",
      title,
      text: `${sentenceOf(alert.detail)} ${advice} ${at}.`,
      alertId: alert.id,
    });
  }
  if (guard.pendingChangeAtMs !== null) {
    const title = alertWords.pendingTitle(formatSpan(guard.pendingChangeAtMs - nowMs));
    needs.push({ key: "pending", tone: "info", title, text: alertWords.pendingText });
  }
  if (guard.memoryIsNew) {
    needs.push({ key: "memory", tone: "info", title: alertWords.memoryTitle, text: alertWords.memoryText });
  }
  return needs;
}
