import { describe, expect, it } from "vitest";
import { createExaminer } from "../../../main/policy/examine";
import { bytesToHex } from "../../../main/signer/bytes";
import type { SignPsbtRequest } from "../../../main/signer/requests";
import { nativeCurve } from "../../support/curves";
import { p2tr, p2wkh, p2wsh } from "../../support/outputScripts";
import { inputRecord, type OutputSpec, outputRecord, pathOf } from "../../support/psbtBuilder";
import { casesKeyRing } from "../../support/signPsbt";
import {
  anchorScript,
  bothKeysLeaf,
  channelKey,
  commitmentRequest,
  delayedScript,
  foreignKey,
  fundingSpend,
  htlcRequest,
  offeredHtlcScript,
  otherInput,
  ownOutput,
  psbtRequest,
  receivedHtlcScript,
  scriptSweep,
  taprootKeySpend,
  taprootScriptSpend,
  toRemoteScript,
  walletInput,
} from "../../support/signRequests";

const keyRing = casesKeyRing(nativeCurve);
const classOf = (request: SignPsbtRequest) => summary(request).class;
const summary = (request: SignPsbtRequest) =>
  createExaminer({ network: "regtest", keys: keyRing, curve: nativeCurve }).examine(request);

const foreignScript = p2wkh(foreignKey(20));
const foreign: OutputSpec = { amountSat: 60_000, script: foreignScript };
const ownChange = ownOutput(keyRing, "m/86'/0'/0'/1/4", 30_000);
const secondLevel: OutputSpec = { amountSat: 50_000, script: p2wsh(Uint8Array.of(9)) };
const single = 0x83;

describe("remote-commitment", () => {
  it("is a spend of a 2-of-2 of ours with BOLT 3's upper bytes", () => {
    const {
      class: requestClass,
      keyFamily,
      keyIndex,
      amountSat,
      outputs,
      feeSat,
    } = summary(commitmentRequest(keyRing));
    expect({ requestClass, keyFamily, keyIndex, amountSat, feeSat }).toEqual({
      requestClass: "remote-commitment",
      keyFamily: 0,
      keyIndex: 3,
      amountSat: null,
      feeSat: "9340",
    });
    expect(outputs.map(({ owner, address }) => ({ owner, address }))).toEqual(
      Array.from({ length: 4 }, () => ({ owner: "channel", address: null })),
    );
  });

  it.each([
    ["lock time", { lockTime: 0x21000000, sequence: 0x80000000 }],
    ["sequence", { lockTime: 0x20000000, sequence: 0x81000000 }],
  ])("is not one with another upper byte in the %s", (_, shape) => {
    expect(classOf(fundingSpend(keyRing, { ...shape, outputs: [foreign] }))).toBe("cooperative-close");
  });

  it("lists 64 outputs of a large one and counts them all", () => {
    const outputs = Array.from({ length: 485 }, (_, index) => ({ amountSat: index, script: p2wsh(Uint8Array.of(1)) }));
    const { outputs: listed, outputCount } = summary(commitmentRequest(keyRing, outputs));
    expect([listed.length, outputCount]).toEqual([64, 485]);
  });
});

describe("htlc-second-level", () => {
  it.each([
    ["offered, anchors", offeredHtlcScript, single],
    ["received, anchors", receivedHtlcScript, single],
    ["offered, legacy", offeredHtlcScript, 1],
    ["received, legacy", receivedHtlcScript, 1],
  ])("%s", (_, script, sighashType) => {
    const request = htlcRequest(keyRing, { script, sighashType, outputs: [secondLevel] });
    expect(summary(request)).toMatchObject({
      class: "htlc-second-level",
      amountSat: "50000",
      sighashType,
      keyFamily: 2,
    });
  });

  it("of a channel without taproot pays no taproot output: that is somebody's", () => {
    const outputs = [{ amountSat: 50_000, script: p2tr(foreignKey(9).subarray(1)) }];
    expect(classOf(htlcRequest(keyRing, { script: offeredHtlcScript, sighashType: single, outputs }))).toBe(
      "htlc-claim",
    );
  });

  it("of a taproot channel", () => {
    const outputs = [{ amountSat: 50_000, script: p2tr(foreignKey(9).subarray(1)) }];
    const spend = { keyFamily: 2, sighashType: single, outputs };
    expect(classOf(taprootScriptSpend(keyRing, { ...spend, leaf: bothKeysLeaf }))).toBe("htlc-second-level");
    // Our key alone claims: whatever the output looks like, it is no second level.
    expect(classOf(taprootScriptSpend(keyRing, spend))).toBe("htlc-claim");
  });
});

describe("htlc-claim", () => {
  it.each([
    ["offered", offeredHtlcScript],
    ["received", receivedHtlcScript],
  ])("%s, straight to the wallet", (_, script) => {
    expect(summary(htlcRequest(keyRing, { script, sighashType: 1, outputs: [ownChange] }))).toMatchObject({
      class: "htlc-claim",
      amountSat: "0",
      feeSat: "20000",
    });
  });

  it("of a taproot channel", () => {
    expect(classOf(taprootScriptSpend(keyRing, { keyFamily: 2, outputs: [ownChange] }))).toBe("htlc-claim");
  });

  it("is not any script of that family", () => {
    expect(classOf(scriptSweep(keyRing, { keyFamily: 2, script: toRemoteScript, outputs: [ownChange] }))).toBe(
      "unknown-psbt",
    );
  });
});

describe("sweeps", () => {
  it("to-local-sweep by its delayed script", () => {
    const request = scriptSweep(keyRing, { keyFamily: 4, script: delayedScript, outputs: [ownChange] });
    expect(summary(request)).toMatchObject({ class: "to-local-sweep", amountSat: "0", keyPath: "m/1017'/1'/4'/0/5" });
  });

  it("to-local-sweep of a taproot channel", () => {
    expect(classOf(taprootScriptSpend(keyRing, { keyFamily: 4, outputs: [ownChange] }))).toBe("to-local-sweep");
  });

  it("not any script of the delay family", () => {
    expect(classOf(scriptSweep(keyRing, { keyFamily: 4, script: anchorScript, outputs: [ownChange] }))).toBe(
      "unknown-psbt",
    );
  });

  it("to-remote-sweep with a one-block delay", () => {
    expect(classOf(scriptSweep(keyRing, { keyFamily: 3, script: toRemoteScript, outputs: [ownChange] }))).toBe(
      "to-remote-sweep",
    );
  });

  it("to-remote-sweep of a plain key hash", () => {
    const { pubkey, derivation } = channelKey(keyRing, 3, 2);
    const records = [inputRecord.witnessUtxo(9_000, p2wkh(pubkey)), inputRecord.sighashType(1), derivation];
    expect(classOf(psbtRequest({ inputs: [{ records }], outputs: [ownChange] }))).toBe("to-remote-sweep");
  });

  it("shows what goes to a stranger", () => {
    const request = scriptSweep(keyRing, { keyFamily: 4, script: delayedScript, outputs: [foreign, ownChange] });
    expect(summary(request)).toMatchObject({ class: "to-local-sweep", amountSat: "60000" });
  });
});

describe("justice", () => {
  const secret = inputRecord.doubleTweak(new Uint8Array(32).fill(6));

  it("is a double tweak of the revocation family", () => {
    const request = scriptSweep(keyRing, {
      keyFamily: 1,
      script: delayedScript,
      extra: [secret],
      outputs: [ownChange],
    });
    expect(classOf(request)).toBe("justice");
  });

  it("is not a double tweak of another family, nor that family without one", () => {
    expect(
      classOf(scriptSweep(keyRing, { keyFamily: 4, script: delayedScript, extra: [secret], outputs: [ownChange] })),
    ).toBe("unknown-psbt");
    expect(classOf(scriptSweep(keyRing, { keyFamily: 1, script: delayedScript, outputs: [ownChange] }))).toBe(
      "unknown-psbt",
    );
  });
});

describe("anchor-sweep", () => {
  it("of our anchor's script", () => {
    expect(
      classOf(scriptSweep(keyRing, { keyFamily: 0, amountSat: 330, script: anchorScript, outputs: [ownChange] })),
    ).toBe("anchor-sweep");
  });

  it("not of the peer's", () => {
    const script = () => anchorScript(foreignKey(2));
    expect(classOf(scriptSweep(keyRing, { keyFamily: 0, amountSat: 330, script, outputs: [ownChange] }))).toBe(
      "unknown-psbt",
    );
  });

  it.each([3, 4])("of a taproot channel, family %i", (keyFamily) => {
    expect(classOf(taprootKeySpend(keyRing, { keyFamily, amountSat: 330, outputs: [ownChange] }))).toBe("anchor-sweep");
  });

  it("asks for the wallet coins beside it as well", () => {
    const inputs = [
      otherInput(330, p2wsh(anchorScript(foreignKey(2)))),
      walletInput(keyRing, "m/84'/0'/0'/0/1", 40_000),
    ];
    expect(classOf(psbtRequest({ inputs, outputs: [ownChange] }))).toBe("anchor-sweep");
  });
});

describe("cooperative-close", () => {
  it.each([0xffffffff, 0xfffffffd])("has no commitment number, sequence %i", (sequence) => {
    const request = fundingSpend(keyRing, { lockTime: 0, sequence, outputs: [foreign, ownChange] });
    expect(summary(request)).toMatchObject({ class: "cooperative-close", amountSat: "60000", feeSat: "910000" });
  });

  it("is not the spend of a 2-of-2 without our key", () => {
    const script = () => commitmentScriptOfOthers();
    expect(classOf(scriptSweep(keyRing, { keyFamily: 0, script, outputs: [foreign] }))).toBe("unknown-psbt");
  });
});

describe("wallet spends", () => {
  const inputs = [walletInput(keyRing, "m/84'/0'/0'/0/1", 100_000)];

  it("wallet-send to a stranger, with change proven ours", () => {
    const result = summary(psbtRequest({ inputs, outputs: [foreign, ownChange] }));
    expect(result).toMatchObject({
      class: "wallet-send",
      amountSat: "60000",
      feeSat: "10000",
      inputCount: 1,
      keyFamily: null,
      keyPath: "m/84'/0'/0'/0/1",
      sighashType: 1,
      outpoint: `${"01".repeat(32)}:0`,
    });
    expect(result.outputs).toEqual([
      {
        amountSat: "60000",
        address: expect.stringMatching(/^bcrt1q/),
        scriptHex: bytesToHex(foreignScript),
        owner: "unknown",
        path: null,
      },
      {
        amountSat: "30000",
        address: expect.stringMatching(/^bcrt1p/),
        scriptHex: expect.any(String),
        owner: "own-change",
        path: "m/86'/0'/0'/1/4",
      },
    ]);
  });

  it("wallet-send to a taproot payee", () => {
    const payee = { amountSat: 60_000, script: p2tr(foreignKey(30).subarray(1)) };
    expect(classOf(psbtRequest({ inputs, outputs: [payee, ownChange] }))).toBe("wallet-send");
  });

  it("funding by its one script output", () => {
    const channel = { amountSat: 60_000, script: p2wsh(Uint8Array.of(5)) };
    expect(summary(psbtRequest({ inputs, outputs: [channel, ownChange] }))).toMatchObject({
      class: "funding",
      amountSat: "60000",
    });
  });

  it.each(["m/49'/0'/0'/1/0", "m/84'/0'/0'/0/7", "m/84'/0'/0'/1/49", "m/86'/0'/0'/0/3", "m/86'/0'/0'/1/49"])(
    "consolidation to %s",
    (path) => {
      const request = psbtRequest({ inputs, outputs: [ownOutput(keyRing, path, 90_000)] });
      expect(summary(request)).toMatchObject({ class: "consolidation", amountSat: "0", feeSat: "10000" });
    },
  );

  it("believes a claimed derivation only when the key makes the script", () => {
    const path = "m/86'/0'/0'/1/9999";
    const honest = ownOutput(keyRing, path, 90_000);
    const claim = outputRecord.taprootBip32Derivation(keyRing.publicKeyAtPath(pathOf(path)).subarray(1), pathOf(path));
    expect(classOf(psbtRequest({ inputs, outputs: [honest] }))).toBe("wallet-send");
    expect(classOf(psbtRequest({ inputs, outputs: [{ ...honest, records: [claim] }] }))).toBe("consolidation");
    const lie = { amountSat: 90_000, script: p2tr(foreignKey(30).subarray(1)), records: [claim] };
    expect(summary(psbtRequest({ inputs, outputs: [lie] }))).toMatchObject({
      class: "wallet-send",
      amountSat: "90000",
    });
  });

  it("knows no fee when an input has no amount", () => {
    const request = psbtRequest({ inputs: [...inputs, {}], outputs: [foreign] });
    expect(summary(request).feeSat).toBeNull();
  });
});

describe("unknown-psbt", () => {
  it("when nothing in it is ours to sign", () => {
    const request = psbtRequest({ inputs: [otherInput(1_000, foreignScript)], outputs: [foreign] });
    expect(summary(request)).toMatchObject({ class: "unknown-psbt", keyPath: null, amountSat: "60000", inputCount: 1 });
  });

  it("for keys of an application's family", () => {
    expect(classOf(scriptSweep(keyRing, { keyFamily: 99, script: toRemoteScript, outputs: [foreign] }))).toBe(
      "unknown-psbt",
    );
  });

  it("for an already finished input", () => {
    const [own] = [walletInput(keyRing, "m/84'/0'/0'/0/1", 100_000)];
    const records = [...(own?.records ?? []), inputRecord.finalScriptWitness(Uint8Array.of(0))];
    expect(classOf(psbtRequest({ inputs: [{ records }], outputs: [foreign] }))).toBe("unknown-psbt");
  });
});

describe("malformed", () => {
  it("is a packet the engine refuses to read", () => {
    expect(summary({ kind: "sign_psbt_request", fundedPsbt: Uint8Array.of(1, 2, 3) })).toMatchObject({
      class: "malformed",
      txid: null,
    });
  });
});

function commitmentScriptOfOthers(): Uint8Array {
  const [first, second] = [foreignKey(41), foreignKey(42)];
  return Uint8Array.of(0x52, 0x21, ...(first ?? []), 0x21, ...(second ?? []), 0x52, 0xae);
}
