/** Types inferred from the schemas; the only thing renderer and preload import besides names and errors. */
import type { z } from "zod";
import type { approvalSchema } from "./approvals";
import type { Reply } from "./errors";
import type * as feed from "./feed";
import type * as schemas from "./schemas";
import type { networkSchema } from "./values";

export type CallName = keyof typeof schemas.calls;
export type EventName = keyof typeof schemas.events;
export type CallInput<N extends CallName> = z.input<(typeof schemas.calls)[N]["input"]>;
export type CallOutput<N extends CallName> = z.output<(typeof schemas.calls)[N]["output"]>;
export type EventPayload<N extends EventName> = z.output<(typeof schemas.events)[N]>;

export type AppSnapshot = z.output<typeof schemas.appSnapshotSchema>;
export type KeystoreView = z.output<typeof schemas.keystoreViewSchema>;
export type LinkView = z.output<typeof schemas.linkViewSchema>;
export type LinkCause = z.output<typeof schemas.linkCauseSchema>;
export type CertificateView = z.output<typeof schemas.certificateViewSchema>;
export type MacaroonView = z.output<typeof schemas.macaroonViewSchema>;
export type PairingReview = z.output<typeof schemas.pairingReviewSchema>;
export type InspectedCertificate = CallOutput<"pairing.inspectCertificate">;
export type PairedNodeView = z.output<typeof schemas.pairedNodeViewSchema>;
export type Finding = z.output<typeof schemas.findingSchema>;
export type FeedEntryView = z.output<typeof feed.feedEntrySchema>;
export type FeedTotalsView = z.output<typeof feed.feedTotalsSchema>;
export type FeedGroup = z.output<typeof feed.feedGroupSchema>;
export type RequestSummaryView = z.output<typeof feed.requestSummarySchema>;
export type Guide = CallOutput<"guide.read">["guide"];
export type KitView = CallOutput<"kit.prepare">["kit"];
export type Preflight = CallOutput<"migration.preflight">;
export type ConfFinding = CallOutput<"conf.check">["findings"][number];
export type ApprovalDecision = CallInput<"approvals.decide">["decision"];
export type ApprovalView = z.output<typeof approvalSchema>;
export type GuardView = CallOutput<"guard.read">;
export type GuardChange = CallInput<"guard.change">;
export type RuleView = GuardView["rules"][number];
export type RuleAction = RuleView["action"];
export type Preset = GuardView["preset"];
export type AllowlistEntry = GuardView["allowlist"][number];
export type LimitMeasure = GuardView["limits"][number]["measure"];
export type ReplayReport = CallOutput<"guard.replay">;
export type TrustSentence = CallOutput<"trust.read">["sentences"][number];
export type AlertView = CallOutput<"alerts.list">["alerts"][number];
export type JournalRow = CallOutput<"journal.page">["rows"][number];
export type Verification = CallOutput<"journal.verify">;
export type Settings = z.output<typeof schemas.settingsSchema>;
export type NetworkName = z.output<typeof networkSchema>;

/** What the preload puts on `window.countersign`. */
export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>>;
  /** Returns a function that stops listening. The listener gets the payload and nothing else. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}
