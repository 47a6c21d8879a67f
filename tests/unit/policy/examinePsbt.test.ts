/** What a packet's summary and facts say, and how each amount is known. */
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { createExaminer } from "../../../main/policy/examine";
import type { PsbtFacts } from "../../../main/policy/facts";
import type { RequestSummary } from "../../../main/policy/summary";
import type { SignPsbtRequest } from "../../../main/signer/requests";
import { nativeCurve as curve } from "../../support/curves";
import { p2tr, p2trBip86, p2wkh, p2wsh } from "../../support/outputScripts";
import {
  buildTransaction,
  bytes,
  type InputSpec,
  inputRecord,
  littleEndian,
  type OutputSpec,
  outputRecord,
  pathOf,
} from "../../support/psbtBuilder";
import { casesKeyRing } from "../../support/signPsbt";
import {
  anchorScript,
  bothKeysLeaf,
  channelKey,
  delayedScript,
  foreignKey,
  fundingScript,
  fundingSpend,
  htlcRequest,
  offeredHtlcScript,
  otherInput,
  ownOutput,
  psbtRequest,
  receivedHtlcScript,
  scriptSweep,
  taprootScriptSpend,
  toRemoteScript,
  walletInput,
} from "../../support/signRequests";

const keyRing = casesKeyRing(curve);
const examiner = () => createExaminer({ network: "regtest", keys: keyRing, curve });
const examine = (request: SignPsbtRequest): RequestSummary => examiner().examine(request);
const factsOf = (request: SignPsbtRequest): PsbtFacts => {
  const { facts } = examine(request);
  if (facts.kind !== "psbt") throw new Error(`facts of a packet, got ${facts.kind}`);
  return facts;
};

const stranger = p2wkh(foreignKey(20));
const change = ownOutput(keyRing, "m/86'/0'/0'/1/4", 30_000);

/** A wallet coin with the transaction that made it. */
function coin(path: string, amountSat: number, stated = amountSat): InputSpec {
  const script = p2wkh(keyRing.publicKeyAtPath(pathOf(path)));
  const previous = buildTransaction({ inputs: [{}], outputs: [{ amountSat, script }] });
  const input = walletInput(keyRing, path, stated);
  return {
    txidBytes: sha256(sha256(previous)),
    records: [inputRecord.nonWitnessUtxo(previous), ...(input.records ?? [])],
  };
}

/** A taproot coin of the wallet. */
function taprootCoin(path: string, amountSat: number, sighashType = 0): InputSpec {
  const pubkey = keyRing.publicKeyAtPath(pathOf(path));
  return {
    records: [
      inputRecord.witnessUtxo(amountSat, p2trBip86(pubkey)),
      inputRecord.sighashType(sighashType),
      inputRecord.bip32Derivation(pubkey, pathOf(path)),
      inputRecord.taprootBip32Derivation(pubkey.subarray(1), pathOf(path)),
    ],
  };
}

describe("amounts", () => {
  it("are proven by a previous transaction of the spent id", () => {
    const summary = examine(psbtRequest({ inputs: [coin("m/84'/0'/0'/0/1", 90_000)], outputs: [change] }));
    expect(summary.inputs).toMatchObject([{ amountSat: "90000", proof: "previous-transaction", isSigned: true }]);
    expect(summary).toMatchObject({ feeSat: "60000", feeProof: "previous-transaction" });
    expect(summary.facts).toMatchObject({ contradictedOutpoints: [] });
  });

  it("are not proven by a previous transaction of another id, nor by one that says another amount", () => {
    const good = coin("m/84'/0'/0'/0/1", 90_000);
    const outpointElsewhere = { ...good, txidBytes: new Uint8Array(32).fill(9) };
    const statedOtherwise = coin("m/84'/0'/0'/0/1", 90_000, 10_000);
    for (const input of [outpointElsewhere, statedOtherwise]) {
      const summary = examine(psbtRequest({ inputs: [input], outputs: [change] }));
      expect(summary.inputs[0]?.proof).toBe("claimed");
      expect(summary.facts).toMatchObject({ contradictedOutpoints: [summary.outpoint] });
    }
  });

  it("are proven by the signature for the signed input alone before taproot", () => {
    const inputs = [walletInput(keyRing, "m/84'/0'/0'/0/1", 90_000), otherInput(50_000, stranger), {}];
    const { inputs: listed, feeProof } = examine(psbtRequest({ inputs, outputs: [change] }));
    expect(listed.map(({ proof }) => proof)).toEqual(["signature", "claimed", "unknown"]);
    expect(feeProof).toBe("unknown");
  });

  it("are all proven by a taproot signature, unless it leaves the others open", () => {
    const proofs = (sighashType: number) =>
      examine(
        psbtRequest({
          inputs: [taprootCoin("m/86'/0'/0'/0/1", 90_000, sighashType), otherInput(50_000, stranger)],
          outputs: [change],
        }),
      ).inputs.map(({ proof }) => proof);
    expect(proofs(0)).toEqual(["signature", "signature"]);
    expect(proofs(1)).toEqual(["signature", "signature"]);
    expect(proofs(0x81)).toEqual(["signature", "claimed"]);
  });

  it("beyond reason are noticed", () => {
    const request = psbtRequest({
      inputs: [walletInput(keyRing, "m/84'/0'/0'/0/1", 90_000)],
      outputs: [{ amountSat: -1, script: stranger }],
    });
    expect(factsOf(request).hasAbsurdAmount).toBe(true);
  });
});

describe("inputs", () => {
  it("are all looked at: nothing hides behind many others", () => {
    const others = Array.from({ length: 300 }, () => otherInput(1_000, stranger));
    const inputs = [...others, walletInput(keyRing, "m/84'/0'/0'/0/1", 90_000)];
    const summary = examine(psbtRequest({ inputs, outputs: [{ amountSat: 50_000, script: stranger }] }));
    expect(summary).toMatchObject({ class: "wallet-send", inputCount: 301, amountSat: "50000" });
    expect(summary.inputs).toHaveLength(64);
    expect(summary.inputs[0]).toMatchObject({ isSigned: true, keyPath: "m/84'/0'/0'/0/1" });
    expect(summary.facts).toMatchObject({ signedCount: 1, isExaminedWhole: true, inputSat: "390000" });
  });

  it("with more keys than can be looked at are not passed off as looked at", () => {
    const pubkey = keyRing.publicKeyAtPath(pathOf("m/84'/0'/0'/0/1"));
    const foreign = inputRecord.bip32Derivation(foreignKey(3), pathOf("m/84'/0'/0'/0/1"));
    const claim: InputSpec = { records: [inputRecord.witnessUtxo(1_000, p2wkh(pubkey)), foreign] };
    const request = (count: number) =>
      psbtRequest({ inputs: Array.from({ length: count }, () => claim), outputs: [change] });
    expect(factsOf(request(513)).isExaminedWhole).toBe(false);
    expect(factsOf(request(512))).toMatchObject({ isExaminedWhole: true, wrongKeys: 512, signedCount: 0 });
  });

  it("of different kinds make a packet of its own class", () => {
    const { pubkey, derivation } = channelKey(keyRing, 4, 5);
    const script = delayedScript(pubkey);
    const delayed: InputSpec = {
      sequence: 144,
      records: [
        inputRecord.witnessUtxo(9_000, p2wsh(script)),
        inputRecord.sighashType(1),
        inputRecord.witnessScript(script),
        derivation,
        inputRecord.singleTweak(new Uint8Array(32).fill(3)),
      ],
    };
    const wallet = walletInput(keyRing, "m/84'/0'/0'/0/1", 90_000);
    const summary = examine(psbtRequest({ inputs: [delayed, wallet], outputs: [change] }));
    expect(summary).toMatchObject({ class: "mixed-psbt", facts: { signedCount: 2 } });
    expect(factsOf(psbtRequest({ inputs: [delayed, wallet], outputs: [change] })).signings).toEqual([
      { class: "to-local-sweep", purpose: 1017, account: 4, tweak: "single", sighashType: 1, sequence: 144 },
      { class: "sweep-fee", purpose: 84, account: 0, tweak: "none", sighashType: 1, sequence: 0xffffffff },
    ]);
  });

  it("name the wrong seed or another network where they do", () => {
    const script = p2wkh(foreignKey(1));
    const input = (path: string): InputSpec => ({
      records: [inputRecord.witnessUtxo(1_000, script), inputRecord.bip32Derivation(foreignKey(1), pathOf(path))],
    });
    const request = (path: string) => psbtRequest({ inputs: [input(path)], outputs: [change] });
    expect(factsOf(request("m/84'/0'/0'/0/1")).wrongKeys).toBe(1);
    expect(factsOf(request("m/1017'/0'/0'/0/1"))).toMatchObject({ wrongKeys: 0, otherNetworkPaths: 1 });
    expect(examine(request("m/1017'/0'/0'/0/1")).otherNetwork).toBe("mainnet");
    expect(factsOf(request("m/44'/0'/7'/0/1"))).toMatchObject({ wrongKeys: 0, otherNetworkPaths: 0 });
  });
});

describe("the script that a signature commits to", () => {
  it("is the redeem script before the witness script, as in the engine", () => {
    const { pubkey, derivation } = channelKey(keyRing, 0, 3);
    const witnessScript = fundingScript(pubkey, foreignKey(2));
    const records = [
      inputRecord.witnessUtxo(1_000_000, p2wsh(witnessScript)),
      inputRecord.sighashType(1),
      inputRecord.redeemScript(anchorScript(foreignKey(9))),
      inputRecord.witnessScript(witnessScript),
      derivation,
    ];
    const shape = { lockTime: 0x20123456, outputs: [{ amountSat: 400_000, script: p2wsh(Uint8Array.of(3)) }] };
    expect(examine(psbtRequest({ ...shape, inputs: [{ sequence: 0x80654321, records }] })).class).toBe("unknown-psbt");
    const honest = records.filter((_, index) => index !== 2);
    expect(examine(psbtRequest({ ...shape, inputs: [{ sequence: 0x80654321, records: honest }] })).class).toBe(
      "remote-commitment",
    );
  });
});

describe("carried outputs", () => {
  const second = p2wsh(Uint8Array.of(7));
  const channelInput = otherInput(15_000, p2wsh(Uint8Array.of(8)));
  const wallet = walletInput(keyRing, "m/84'/0'/0'/0/1", 40_000);
  const tell = (inputs: InputSpec[], outputs: OutputSpec[]) => {
    const summary = examine(psbtRequest({ inputs, outputs }));
    if (summary.facts.kind !== "psbt") throw new Error("facts of a packet");
    return { told: summary.class, carried: summary.facts.carriedOutputs, unknown: summary.facts.unknownOutputCount };
  };

  it("are those of which somebody else's input brings as much", () => {
    expect(tell([channelInput, wallet], [{ amountSat: 15_000, script: second }, change])).toEqual({
      told: "sweep-fee",
      carried: [0],
      unknown: 0,
    });
  });
  it.each([
    ["another amount", [channelInput, wallet], [{ amountSat: 15_001, script: second }, change]],
    ["another place", [wallet, channelInput], [{ amountSat: 15_000, script: second }, change]],
    ["a key hash", [channelInput, wallet], [{ amountSat: 15_000, script: stranger }, change]],
    ["from a key hash", [otherInput(15_000, stranger), wallet], [{ amountSat: 15_000, script: second }, change]],
    [
      "from a coin of ours",
      [otherInput(15_000, ownOutput(keyRing, "m/86'/0'/0'/0/3", 0).script), wallet],
      [{ amountSat: 15_000, script: second }, change],
    ],
  ] as [string, InputSpec[], OutputSpec[]][])("are not with %s", (_, inputs, outputs) => {
    const { carried, unknown } = tell(inputs, outputs);
    expect({ carried, unknown }).toEqual({ carried: [], unknown: 1 });
  });
});

describe("fee rates", () => {
  it.each([
    ["one key hash, one output", [walletInput(keyRing, "m/84'/0'/0'/0/1", 31_000)], [change], 122],
    ["one taproot key, one output", [taprootCoin("m/86'/0'/0'/0/1", 31_000)], [change], 111],
    [
      "two key hashes, two outputs",
      [walletInput(keyRing, "m/84'/0'/0'/0/1", 31_000), walletInput(keyRing, "m/84'/0'/0'/0/2", 31_000)],
      [change, { amountSat: 30_000, script: stranger }],
      221,
    ],
  ] as [string, InputSpec[], OutputSpec[], number][])(
    "%s: within a byte or two of the real size",
    (_, inputs, outputs, vsize) => {
      const { vsizeVb } = factsOf(psbtRequest({ inputs, outputs }));
      expect(Math.abs(vsizeVb - vsize)).toBeLessThanOrEqual(2);
    },
  );
});

describe("commitments", () => {
  const payment = (index: number) => keyRing.publicKey({ keyFamily: 3, keyIndex: index });
  const ownFunding = keyRing.publicKey({ keyFamily: 0, keyIndex: 3 });
  const anchor = (key: Uint8Array, amountSat = 330): OutputSpec => ({ amountSat, script: p2wsh(anchorScript(key)) });
  const toUs = (index: number): OutputSpec => ({ amountSat: 400_000, script: p2wsh(toRemoteScript(payment(index))) });
  const toPeer: OutputSpec = { amountSat: 500_000, script: p2wsh(Uint8Array.of(4)) };
  const told = (outputs: OutputSpec[], from = examiner()) => {
    const request = fundingSpend(keyRing, { lockTime: 0x20123456, sequence: 0x80654321, outputs });
    const { facts, class: requestClass } = from.examine(request);
    if (facts.kind !== "psbt" || facts.commitment === null) throw new Error("facts of a commitment");
    return { class: requestClass, ...facts.commitment };
  };

  it("show number, capacity, both anchors and our balance", () => {
    expect(told([anchor(ownFunding), anchor(foreignKey(2)), toUs(3), toPeer])).toEqual({
      class: "remote-commitment",
      fundingKeyIndex: 3,
      capacitySat: "1000000",
      obscuredNumber: BigInt("0x654321123456").toString(),
      side: "remote",
      toRemote: { amountSat: "400000", keyIndex: 3, form: "script" },
      ownAnchors: 1,
      peerAnchors: 1,
      wrongAnchors: 0,
      misvaluedAnchors: 0,
      ownBalances: 1,
      foreignKeyHashes: 0,
      otherOutputs: 1,
    });
  });

  it("find our balance under a neighbouring key and in its plain form", () => {
    expect(told([toUs(20), toPeer]).toRemote).toEqual({ amountSat: "400000", keyIndex: 20, form: "script" });
    const plain = { amountSat: 7_000, script: p2wkh(payment(3)) };
    expect(told([plain, toPeer])).toMatchObject({ side: "remote", toRemote: { keyIndex: 3, form: "key-hash" } });
  });

  it("find it under a far key when memory names it, and not otherwise", () => {
    expect(told([toUs(500), toPeer])).toMatchObject({ side: "either", toRemote: null, otherOutputs: 2 });
    const options = {
      network: "regtest",
      keys: keyRing,
      curve,
      knownPaymentKey: (index: number) => 497 + index,
    } as const;
    expect(told([toUs(500), toPeer], createExaminer(options)).toRemote?.keyIndex).toBe(500);
  });

  it("are ours with a stranger's key hash, or with our anchor alone", () => {
    const theirs = { amountSat: 5_000, script: stranger };
    expect(told([theirs, toPeer])).toMatchObject({ class: "own-commitment", side: "own", foreignKeyHashes: 1 });
    expect(told([anchor(ownFunding), toPeer])).toMatchObject({ class: "own-commitment", side: "own" });
    expect(told([anchor(foreignKey(2)), toPeer])).toMatchObject({ class: "remote-commitment", side: "either" });
    expect(told([anchor(ownFunding), anchor(foreignKey(2)), toPeer])).toMatchObject({ side: "either" });
  });

  it("tell anchors of strangers and anchors of other amounts", () => {
    expect(told([anchor(foreignKey(8)), toUs(3)])).toMatchObject({ wrongAnchors: 1 });
    expect(told([anchor(ownFunding, 331), toUs(3)])).toMatchObject({ misvaluedAnchors: 1, ownAnchors: 0 });
    expect(told([toUs(3), toUs(3)])).toMatchObject({ ownBalances: 2 });
  });

  it("are told alike from the second time on, when everything is remembered", () => {
    const from = examiner();
    const outputs = [anchor(ownFunding), toPeer, toUs(5)];
    expect(told(outputs, from)).toEqual(told(outputs, from));
    expect(told([anchor(ownFunding), toPeer], from).side).toBe("own");
  });
});

describe("payments in flight", () => {
  const outputs = [{ amountSat: 50_000, script: p2wsh(Uint8Array.of(9)) }];
  const tweakedIn = (script: (remote: Uint8Array, local: Uint8Array) => Uint8Array) => {
    const tweak = new Uint8Array(32).fill(3);
    return (remote: Uint8Array, local: Uint8Array) => script(remote, curve.pointTweakAdd(local, tweak));
  };
  it("show direction, hash and expiry", () => {
    expect(factsOf(htlcRequest(keyRing, { script: offeredHtlcScript, sighashType: 1, outputs })).htlc).toMatchObject({
      index: 0,
      amountSat: "50000",
      direction: "offered",
      paymentHash160Hex: "07".repeat(20),
      expiryHeight: null,
      isAnchors: true,
    });
    expect(factsOf(htlcRequest(keyRing, { script: receivedHtlcScript, sighashType: 1, outputs })).htlc).toMatchObject({
      direction: "received",
      paymentHash160Hex: "08".repeat(20),
      expiryHeight: 0x030201,
      isAnchors: true,
    });
  });
  it("of claims have their key looked for, tweak and all", () => {
    const claim = (script: Parameters<typeof tweakedIn>[0]) =>
      factsOf(htlcRequest(keyRing, { script, sighashType: 1, outputs: [change] })).htlc?.hasOwnKey;
    expect(claim(tweakedIn(offeredHtlcScript))).toBe(true);
    expect(claim(offeredHtlcScript)).toBe(false);
  });
  it("of taproot channels show nothing but their amount", () => {
    const spend = {
      keyFamily: 2,
      sighashType: 0x83,
      leaf: bothKeysLeaf,
      outputs: [{ amountSat: 1, script: p2tr(foreignKey(9).subarray(1)) }],
    };
    expect(factsOf(taprootScriptSpend(keyRing, spend)).htlc).toMatchObject({
      direction: null,
      paymentHash160Hex: null,
    });
  });
});

describe("the wallet's own addresses", () => {
  const sweepTo = (path: string) =>
    scriptSweep(keyRing, { keyFamily: 4, script: delayedScript, outputs: [ownOutput(keyRing, path, 30_000)] });

  it("are searched further for money on its way home", () => {
    const { examine: again } = examiner();
    const amounts = [0, 1, 2, 3].map(() => again(sweepTo("m/86'/0'/0'/0/600")).amountSat);
    expect(amounts).toEqual(["30000", "30000", "0", "0"]);
  });

  it("are known by the hundred once they were derived ahead", () => {
    const { examine: again, deriveAhead } = examiner();
    const ahead = deriveAhead();
    // Six branches, a hundred indexes a slice: the first six hundred of each.
    for (let slice = 0; slice < 36; slice++) expect(ahead.next().done).toBe(false);
    for (const path of ["m/86'/0'/0'/0/599", "m/84'/0'/0'/1/599", "m/49'/0'/0'/1/300"]) {
      expect(again(sweepTo(path)).amountSat, path).toBe("0");
    }
  }, 60_000);

  it("that are claimed by a derivation are proven by it, and far ones are noticed", () => {
    const far = "m/84'/0'/0'/1/2000000";
    const pubkey = keyRing.publicKeyAtPath(pathOf(far));
    const output = { ...ownOutput(keyRing, far, 30_000), records: [outputRecord.bip32Derivation(pubkey, pathOf(far))] };
    const request = psbtRequest({ inputs: [walletInput(keyRing, "m/84'/0'/0'/0/1", 40_000)], outputs: [output] });
    expect(examine(request)).toMatchObject({
      class: "consolidation",
      facts: { strayOwnOutputs: 1, ownOutputSat: "30000" },
    });
  });
});

describe("the content hash", () => {
  const send = (amountSat: number, records: readonly Uint8Array[] = []) =>
    psbtRequest({
      inputs: [{ ...walletInput(keyRing, "m/84'/0'/0'/0/1", 90_000) }],
      outputs: [{ amountSat, script: stranger, records }],
    });
  it("is the same for a repeat, whatever records nobody reads are added, and differs with what is signed", () => {
    const { contentHashHex } = examine(send(60_000));
    expect(contentHashHex).toMatch(/^[0-9a-f]{64}$/);
    const note = bytes([2, 0xfc, 1], littleEndian(1, 1), [7]);
    expect(examine(send(60_000, [note])).contentHashHex).toBe(contentHashHex);
    expect(examine(send(60_001)).contentHashHex).not.toBe(contentHashHex);
    const input = walletInput(keyRing, "m/84'/0'/0'/0/1", 90_001);
    const otherAmount = psbtRequest({ inputs: [input], outputs: [{ amountSat: 60_000, script: stranger }] });
    expect(examine(otherAmount).contentHashHex).not.toBe(contentHashHex);
  });
  it("is left out for what channels ask all day", () => {
    const request = fundingSpend(keyRing, { lockTime: 0x20123456, sequence: 0x80654321, outputs: [change] });
    expect(examine(request).contentHashHex).toBeNull();
  });
});
