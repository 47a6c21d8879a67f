/** The wallet of a watch-only lnd: sends from every address type, PSBT calls, messages and invoices. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "./support/lndNode";
import { executables, PairedWorld } from "./support/pairedWorld";

const found = executables();

interface Utxo {
  amount_sat: string;
  outpoint: string;
  address_type: string | number;
}

describe.skipIf(!found)("the wallet of a watch-only lnd", () => {
  let world: PairedWorld;

  const utxos = async (): Promise<Utxo[]> => (await world.watchOnly.cli<{ utxos: Utxo[] }>("listunspent")).utxos;
  const peerAddress = async (): Promise<string> =>
    (await world.peer.cli<{ address: string }>("newaddress", "p2wkh")).address;

  beforeAll(async () => {
    if (!found) return;
    world = new PairedWorld(found);
    await world.startPaired();
  }, 180_000);

  afterAll(() => world?.stop());

  test("the node is who the signer says", async () => {
    const exported = JSON.parse(await world.signer.accounts()) as { accounts: { extended_public_key: string }[] };
    const listed = await world.watchOnly.cli<{ accounts: { extended_public_key: string }[] }>(
      "wallet",
      "accounts",
      "list",
    );
    expect(listed.accounts.map((account) => account.extended_public_key).sort()).toEqual(
      exported.accounts.map((account) => account.extended_public_key).sort(),
    );
  });

  test.each(["p2wkh", "np2wkh", "p2tr"] as const)("sends coins that came to a %s address", async (type) => {
    await world.fund(type, 3_000_000);
    let outpoint = "";
    await until("the coin is in the wallet", 20_000, async () => {
      outpoint = (await utxos()).find((utxo) => Number(utxo.amount_sat) === 3_000_000)?.outpoint ?? "";
      return outpoint !== "";
    });
    const sent = await world.watchOnly.cli<{ txid: string }>(
      "sendcoins",
      "--utxo",
      outpoint,
      await peerAddress(),
      "1000000",
    );
    expect(await world.chain.mempool()).toContain(sent.txid);
    await world.confirm();
  });

  test("sends many inputs at once and sweeps everything", async () => {
    for (const type of ["p2wkh", "np2wkh", "p2tr", "p2wkh", "p2tr"] as const) await world.fund(type, 400_000);
    const swept = await world.watchOnly.cli<{ txid: string }>("sendcoins", "--sweepall", await peerAddress());
    expect(await world.chain.mempool()).toContain(swept.txid);
    await world.confirm();
    expect(await utxos()).toEqual([]);
  });

  test("funds, signs and finalizes a PSBT", async () => {
    await world.fund("p2wkh", 2_000_000);
    await world.fund("p2tr", 2_000_000);
    const funded = await world.watchOnly.cli<{ psbt: string }>(
      "wallet",
      "psbt",
      "fund",
      `--outputs={"${await peerAddress()}":3500000}`,
      "--sat_per_vbyte=2",
    );
    const signed = await world.watchOnly.rest<{ signed_psbt: string; signed_inputs: number[] }>(
      "POST",
      "/v2/wallet/psbt/sign",
      {
        funded_psbt: funded.psbt,
      },
    );
    expect(signed.signed_inputs.length).toBe(2);
    const final = await world.watchOnly.cli<{ final_tx: string }>("wallet", "psbt", "finalize", funded.psbt);
    await world.watchOnly.cli("wallet", "publishtx", final.final_tx);
    await world.confirm();
  });

  test("bumps the fee of an unconfirmed send", async () => {
    await world.fund("p2wkh", 1_500_000);
    const own = await world.watchOnly.cli<{ address: string }>("newaddress", "p2wkh");
    const sent = await world.watchOnly.cli<{ txid: string }>(
      "sendcoins",
      "--min_confs",
      "1",
      "--sat_per_vbyte",
      "1",
      own.address,
      "300000",
    );
    const change = (
      await world.watchOnly.cli<{ utxos: Utxo[] }>("listunspent", "--min_confs", "0", "--max_confs", "0")
    ).utxos.find((utxo) => utxo.outpoint.startsWith(sent.txid));
    await world.watchOnly.cli("wallet", "bumpfee", "--sat_per_vbyte", "20", "--immediate", change?.outpoint ?? "");
    await world.confirm(2);
  });

  test("signs a message that verifies elsewhere", async () => {
    const { signature } = await world.watchOnly.cli<{ signature: string }>(
      "signmessage",
      "written by a watch-only node",
    );
    const checked = await world.peer.cli<{ valid: boolean; pubkey: string }>(
      "verifymessage",
      "--msg",
      "written by a watch-only node",
      "--sig",
      signature,
    );
    expect(checked.pubkey).toBe(await world.watchOnly.pubkey());
  });

  test("signs an invoice that another node decodes to this node", async () => {
    const invoice = await world.watchOnly.cli<{ payment_request: string }>(
      "addinvoice",
      "--amt",
      "2100",
      "--memo",
      "coffee",
    );
    const decoded = await world.peer.cli<{ destination: string }>("decodepayreq", invoice.payment_request);
    expect(decoded.destination).toBe(await world.watchOnly.pubkey());
  });

  test("nothing was a signer error and nothing critical", () => {
    expect(world.signerTrouble()).toEqual([]);
  });
});
