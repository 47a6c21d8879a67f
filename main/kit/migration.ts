/** Moving an existing hot node to this signer: what can be taken back first, what cannot last. */
import { addressText } from "../pairing/watchOnlyNode";
import type { Network } from "../signer/network";
import { type Guide, type GuideStep, onNode } from "./guide";
import { serviceStep } from "./kit";
import { lncli, type SignerConf, signerConf } from "./signerConf";

export interface MigrationOptions extends SignerConf {
  readonly network: Network;
}

/** The line that purges the keys (lnd lnwallet/btcwallet/btcwallet.go, Start). In lnd.conf for one start only. */
const migrateLine = "remotesigner.migrate-wallet-to-watch-only=true";

export function migrationGuide(options: MigrationOptions): Guide {
  return {
    title: "Move an existing node to this signer",
    lead:
      `For a node on ${options.network} that holds its own keys, dialled at ${addressText(options.address)}. Everything up to step 6 can be ` +
      "taken back; step 7 cannot.",
    steps: [
      exportStep(options),
      seedStep,
      preflightStep,
      confStep(options),
      pairStep,
      dryRunStep(options),
      purgeStep(options),
      removeLineStep(options),
      serviceStep,
      oldCopiesStep,
    ],
  };
}

function exportStep({ network }: MigrationOptions): GuideStep {
  const cli = lncli(network);
  return {
    tag: "export",
    where: "node",
    title: "Take from the hot node what is needed",
    text:
      "Upgrade lnd to 0.21 or later first. A macaroon for the signer, the node's accounts, its public key, and a fresh " +
      "channel backup.",
    blocks: [
      onNode(
        "lnd --version",
        `${cli} bakemacaroon --root_key_id 77 --save_to signer.macaroon remotesigner:generate`,
        `${cli} wallet accounts list > hot.json`,
        `${cli} getinfo > getinfo.json`,
        `${cli} exportchanbackup --all --output_file channel.backup`,
      ),
    ],
    caution: null,
  };
}

const seedStep: GuideStep = {
  tag: "seed",
  where: "signer",
  title: "Restore the node's seed here",
  text:
    "The 24 words that lnd gave when the node was made, with their passphrase if there is one. Migration needs this very " +
    "seed; a new one has other keys.",
  blocks: [],
  caution: null,
};

const preflightStep: GuideStep = {
  tag: "preflight",
  where: "signer",
  title: "Pre-flight: compare",
  text: "Give hot.json and the node's public key to the pre-flight. It compares all 259 accounts. Go on only when it is green.",
  blocks: [],
  caution: null,
};

function confStep(options: MigrationOptions): GuideStep {
  return {
    tag: "conf",
    where: "node",
    title: "Dry run: add the lines, without the one that migrates",
    text:
      "Append them to lnd.conf and restart lnd. The wallet keeps its keys; lnd warns about that in its log, and it waits " +
      "for the signer. To take it back, delete the lines and restart.",
    blocks: [{ name: "lnd.conf", text: signerConf(options, null) }],
    caution: null,
  };
}

const pairStep: GuideStep = {
  tag: "pair",
  where: "signer",
  title: "Pair",
  text: "With signer.macaroon and the node's tls.cert. lnd goes on starting as soon as Countersign is connected.",
  blocks: [],
  caution: null,
};

function dryRunStep({ network }: MigrationOptions): GuideStep {
  const cli = lncli(network);
  return {
    tag: "dry-run",
    where: "node",
    title: "Try what this signer now signs",
    text:
      "Messages, invoices, channel updates and PSBTs come here already, and are listed under Requests. A plain sendcoins is " +
      "still signed by the node itself, so it proves nothing yet. Put an address of your own in the place of ADDRESS.",
    blocks: [
      onNode(
        `${cli} signmessage "dry run"`,
        `${cli} addinvoice --amt 1000`,
        `${cli} payinvoice INVOICE`,
        `${cli} wallet psbt fund --outputs='{"ADDRESS":20000}' --sat_per_vbyte=2`,
        `${cli} wallet psbt finalize PSBT`,
      ),
    ],
    caution: null,
  };
}

function purgeStep({ network }: MigrationOptions): GuideStep {
  return {
    tag: "purge",
    where: "node",
    title: "Purge the keys from the node",
    text: "Add the line, restart lnd, and unlock the wallet. lnd erases its private keys at once, before any signer has connected.",
    blocks: [
      { name: "lnd.conf, one line more", text: `[Application Options]\n${migrateLine}` },
      onNode("sudo systemctl restart lnd", `${lncli(network)} unlock`),
    ],
    caution:
      "This cannot be undone. Only after a green pre-flight, a dry run without a single failure, and with the 24 words on " +
      "paper: from here on they are the only other copy of the keys.",
  };
}

function removeLineStep({ network }: MigrationOptions): GuideStep {
  const cli = lncli(network);
  return {
    tag: "remove-line",
    where: "node",
    title: "Take the line out again, and look",
    text: "The keys are gone; the line has nothing left to do. Send a small amount on-chain: this signer now signs that too.",
    blocks: [
      { name: "lnd.conf, remove", text: migrateLine },
      onNode(`${cli} signmessage "migrated"`, `${cli} addinvoice --amt 1000`, `${cli} sendcoins ADDRESS 20000`),
    ],
    caution: null,
  };
}

const oldCopiesStep: GuideStep = {
  tag: "old-copies",
  where: "node",
  title: "Destroy old copies of the wallet",
  text:
    "Every older wallet.db still holds the keys: in backups, snapshots, images, on old disks. Find them and destroy them. " +
    "Leave channel.db and channel.backup as they are.",
  blocks: [onNode("sudo find / -xdev -name 'wallet.db*' -not -path '/proc/*' 2>/dev/null", "shred -u OLD_COPY")],
  caution:
    "Never start an old copy of the node again: with an old channel.db it loses the money in its channels to its peers.",
};
