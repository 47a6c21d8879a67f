/** Summaries as examine() makes them, built by hand: what rules are tested with. */
import type { AllowlistEntry } from "../../main/policy/config";
import { malformedSummary } from "../../main/policy/examine";
import type {
  CommitmentFacts,
  HtlcFacts,
  MuSig2SessionFacts,
  PsbtFacts,
  RequestFacts,
  SigningFacts,
} from "../../main/policy/facts";
import type { InputSummary, OutputSummary, RequestClass, RequestSummary } from "../../main/policy/summary";
import type { ChannelRecord } from "../../main/policy/verdict";
import { addressFromScript } from "../../main/signer/address";
import { hexToBytes } from "../../main/signer/bytes";
import { policyNowMs } from "./policyContext";

export const txidOf = (byte: number): string => byte.toString(16).padStart(2, "0").repeat(32);
export const outpointOf = (byte: number, index = 0): string => `${txidOf(byte)}:${index}`;
export const fundingOutpoint = outpointOf(0xfd);
const strangerScriptHex = `0014${"ab".repeat(20)}`;

/** That script's address, on the allowlist. */
export function strangerAllowed(): AllowlistEntry {
  const text = addressFromScript(hexToBytes(strangerScriptHex), "regtest") ?? "";
  return { id: "stranger", label: "Cold storage", kind: "address", text };
}

type MessageFacts = Extract<RequestFacts, { kind: "message" }>;

export function aMessage(
  requestClass: RequestClass,
  key: readonly [family: number, index: number] = [6, 0],
  facts: Partial<MessageFacts> = {},
  changes: Partial<RequestSummary> = {},
): RequestSummary {
  return {
    ...malformedSummary("sign_message_req", "regtest"),
    class: requestClass,
    keyFamily: key[0],
    keyIndex: key[1],
    facts: {
      kind: "message",
      length: 100,
      isDoubleHashed: false,
      isCompact: false,
      isSchnorr: false,
      hasTapTweak: false,
      tagHex: "",
      disguise: null,
      invoiceExpiresAtMs: null,
      ...facts,
    },
    ...changes,
  };
}

export function anEcdh(
  requestClass: RequestClass,
  keyFamily: number,
  ownPointIndex: number | null = null,
): RequestSummary {
  return {
    ...malformedSummary("shared_key_request", "regtest"),
    class: requestClass,
    keyFamily,
    keyIndex: 1,
    facts: { kind: "ecdh", isSearched: false, ownPointIndex },
  };
}

export function aSession(keyFamily: number, facts: Partial<MuSig2SessionFacts> = {}): RequestSummary {
  return {
    ...malformedSummary("mu_sig2_session_request", "regtest"),
    class: keyFamily === 0 ? "musig2-session" : "musig2-app-session",
    keyFamily,
    keyIndex: 1,
    facts: {
      kind: "musig2-session",
      version: 2,
      signerCount: 2,
      hasOwnKey: true,
      isNoncePregenerated: false,
      taprootTweak: "bip86",
      genericTweaks: 0,
      ...facts,
    },
  };
}

export function aSigning(changes: Partial<SigningFacts> = {}): SigningFacts {
  return {
    class: "wallet-send",
    purpose: 84,
    account: 0,
    tweak: "none",
    sighashType: 1,
    sequence: 0xfffffffd,
    ...changes,
  };
}

interface PacketChoices extends Partial<Omit<RequestSummary, "facts" | "class">> {
  readonly facts?: Partial<PsbtFacts>;
}

/** One input of 100 000 sat, 99 000 of which come back to the wallet. */
export function aPacket(requestClass: RequestClass, { facts, ...changes }: PacketChoices = {}): RequestSummary {
  return {
    ...malformedSummary("sign_psbt_request", "regtest"),
    class: requestClass,
    keyPath: "m/84'/0'/0'/0/3",
    amountSat: "0",
    feeSat: "1000",
    feeProof: "previous-transaction",
    feeRateSatPerVb: 7.1,
    inputs: [anInput()],
    outputs: [ownOutput()],
    inputCount: 1,
    outputCount: 1,
    txid: txidOf(0xaa),
    outpoint: outpointOf(1),
    sighashType: 1,
    contentHashHex: txidOf(0xcc),
    ...changes,
    facts: {
      kind: "psbt",
      version: 2,
      lockTime: 0,
      signedCount: 1,
      signings: [aSigning({ class: requestClass })],
      isExaminedWhole: true,
      wrongKeys: 0,
      otherNetworkPaths: 0,
      inputSat: "100000",
      ownInputSat: "100000",
      outputSat: "99000",
      ownOutputSat: "99000",
      ownOutputCount: 1,
      unknownOutputCount: 0,
      carriedOutputs: [],
      strayOwnOutputs: 0,
      vsizeVb: 141,
      contradictedOutpoints: [],
      hasAbsurdAmount: false,
      dustOutputs: 0,
      nonstandardOutputs: 0,
      nonSegwitInputs: 0,
      channelOutput: null,
      commitment: null,
      htlc: null,
      ...facts,
    },
  };
}

export function anInput(changes: Partial<InputSummary> = {}): InputSummary {
  const keyPath = "m/84'/0'/0'/0/3";
  return {
    outpoint: outpointOf(1),
    amountSat: "100000",
    proof: "previous-transaction",
    isSigned: true,
    keyPath,
    ...changes,
  };
}

export function ownOutput(amountSat = "99000"): OutputSummary {
  return {
    amountSat,
    address: null,
    scriptHex: `5120${"11".repeat(32)}`,
    owner: "own-change",
    path: "m/86'/0'/0'/1/4",
  };
}

export function strangerOutput(amountSat: string, scriptHex = strangerScriptHex): OutputSummary {
  return { amountSat, address: null, scriptHex, owner: "unknown", path: null };
}

/** A send of 60 000 sat to a stranger, 39 000 sat of change. */
export function aSend(
  requestClass: RequestClass = "wallet-send",
  { facts, ...changes }: PacketChoices = {},
): RequestSummary {
  return aPacket(requestClass, {
    amountSat: "60000",
    outputs: [strangerOutput("60000"), ownOutput("39000")],
    outputCount: 2,
    ...changes,
    facts: { ownOutputSat: "39000", unknownOutputCount: 1, ...facts },
  });
}

/** A channel of 1 000 000 sat being funded. */
export function aFunding({ facts, ...changes }: PacketChoices = {}): RequestSummary {
  return aPacket("funding", {
    amountSat: "1000000",
    outputs: [strangerOutput("1000000", `0020${"22".repeat(32)}`), ownOutput("9000")],
    inputs: [anInput({ amountSat: "1010000" })],
    outputCount: 2,
    ...changes,
    facts: {
      inputSat: "1010000",
      ownInputSat: "1010000",
      outputSat: "1009000",
      ownOutputSat: "9000",
      unknownOutputCount: 1,
      channelOutput: { index: 0, type: "p2wsh" },
      ...facts,
    },
  });
}

/** The peer's commitment in a channel of 1 000 000 sat with anchors, 600 000 sat of it ours, key 7. */
export function aCommitment(
  commitment: Partial<CommitmentFacts> = {},
  { facts, ...changes }: PacketChoices = {},
  requestClass: RequestClass = "remote-commitment",
): RequestSummary {
  return aPacket(requestClass, {
    keyFamily: 0,
    keyIndex: 7,
    keyPath: "m/1017'/1'/0'/0/7",
    amountSat: null,
    outputs: [],
    inputs: [anInput({ outpoint: fundingOutpoint, amountSat: "1000000", proof: "signature" })],
    outpoint: fundingOutpoint,
    channelOutpoint: fundingOutpoint,
    contentHashHex: null,
    ...changes,
    facts: {
      signings: [aSigning({ class: requestClass, purpose: 1017, sequence: 0x80000000 })],
      lockTime: 0x20000000,
      inputSat: "1000000",
      outputSat: "999000",
      ownInputSat: "0",
      ownOutputSat: "0",
      ownOutputCount: 0,
      commitment: {
        fundingKeyIndex: 7,
        capacitySat: "1000000",
        obscuredNumber: (0x123456n ^ 5n).toString(),
        side: "remote",
        toRemote: { amountSat: "600000", keyIndex: 7, form: "script" },
        ownAnchors: 1,
        peerAnchors: 1,
        wrongAnchors: 0,
        misvaluedAnchors: 0,
        ownBalances: 1,
        foreignKeyHashes: 0,
        otherOutputs: 1,
        ...commitment,
      },
      ...facts,
    },
  });
}

/** What is remembered of that channel: the peer's state 5, the mask 0x123456. */
export function aChannel(changes: Partial<ChannelRecord> = {}): ChannelRecord {
  return {
    fundingKeyIndex: 7,
    fundingOutpoint,
    capacitySat: 1_000_000n,
    firstSeenAtMs: policyNowMs - 86_400_000,
    lastSeenAtMs: policyNowMs - 1_000,
    localBalanceSat: 600_000n,
    highestBalanceSat: 600_000n,
    obscuringFactor: 0x123456n,
    lowestNumber: 0n,
    highestNumber: 5n,
    otherOutputs: 1,
    paymentKeyIndex: 7,
    ...changes,
  };
}

/** The second level of a received payment of 50 000 sat with anchors. */
export function anHtlc(
  htlc: Partial<HtlcFacts> = {},
  signing: Partial<SigningFacts> = {},
  { facts, ...changes }: PacketChoices = {},
): RequestSummary {
  return aPacket("htlc-second-level", {
    feeSat: "0",
    feeRateSatPerVb: 0,
    outputs: [],
    contentHashHex: null,
    ...changes,
    facts: {
      signings: [
        aSigning({
          class: "htlc-second-level",
          purpose: 1017,
          account: 2,
          tweak: "single",
          sighashType: 0x83,
          sequence: 1,
          ...signing,
        }),
      ],
      htlc: {
        index: 0,
        amountSat: "50000",
        direction: "received",
        paymentHash160Hex: "11".repeat(20),
        expiryHeight: 800_000,
        hasOwnKey: true,
        isAnchors: true,
        ...htlc,
      },
      ...facts,
    },
  });
}

/** A close of that channel that brings 598 000 sat home. */
export function aClose({ facts, ...changes }: PacketChoices = {}): RequestSummary {
  return aPacket("cooperative-close", {
    outputs: [ownOutput("598000"), strangerOutput("400000")],
    outputCount: 2,
    feeSat: "2000",
    feeRateSatPerVb: 11,
    channelOutpoint: fundingOutpoint,
    inputs: [anInput({ outpoint: fundingOutpoint, amountSat: "1000000", proof: "signature" })],
    ...changes,
    facts: {
      signings: [aSigning({ class: "cooperative-close", purpose: 1017 })],
      inputSat: "1000000",
      outputSat: "998000",
      ownOutputSat: "598000",
      unknownOutputCount: 1,
      ...facts,
    },
  });
}

/** A sweep of 100 000 sat, all of it home. */
export function aSweep(requestClass: RequestClass = "to-local-sweep", choices: PacketChoices = {}): RequestSummary {
  const signings = [aSigning({ class: requestClass, purpose: 1017, account: 4, tweak: "single", sequence: 144 })];
  return aPacket(requestClass, { ...choices, facts: { signings, ...choices.facts } });
}
