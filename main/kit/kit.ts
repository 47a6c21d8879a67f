/** The new-node kit: everything a watch-only node is made from, before it exists. */
import { addressText } from "../pairing/watchOnlyNode";
import type { Network } from "../signer/network";
import { type Guide, type GuideStep, onNode } from "./guide";
import { hostKind, lncli, type SignerConf, signerConf } from "./signerConf";

export interface KitOptions extends SignerConf {
  readonly network: Network;
  /** Of the seed; null if it tells none. */
  readonly birthdayMs: number | null;
  /** How the root key gets into the command: typed in by a person, or read from the file beside the kit. */
  readonly rootKey: "typed" | "file";
}

/** Names of the files, in the guide and on disk. */
export const kitFiles = {
  accounts: "accounts.json",
  conf: "lnd.conf.part",
  macaroon: "signer.macaroon",
  rootKey: "root-key.hex",
  guide: "README.txt",
} as const;

/** What to type at lncli's birthday question; empty means Enter. Unix time in seconds, where the scan begins. */
export function birthdayAnswer(birthdayMs: number | null): string {
  return birthdayMs === null ? "" : String(Math.floor(birthdayMs / 1_000));
}

export function newNodeGuide(options: KitOptions): Guide {
  return {
    title: "A new watch-only node",
    lead:
      `From this signer's public accounts, for ${options.network}, dialled at ${addressText(options.address)}. ` +
      "lnd 0.21 or later; no private key ever reaches the node.",
    steps: [
      confStep(options),
      ...(hostKind(options.address.host) === "onion" ? [onionStep(options)] : []),
      startStep,
      createStep(options),
      certificateStep(options),
      checkStep(options),
      serviceStep,
    ],
  };
}

function confStep(options: KitOptions): GuideStep {
  return {
    tag: "conf",
    where: "node",
    title: "Put the lines into lnd.conf",
    text: "Append them to ~/.lnd/lnd.conf before lnd starts for the first time, so that its certificate has the right name.",
    blocks: [{ name: "lnd.conf", text: signerConf(options, options.network) }],
    caution: null,
  };
}

function onionStep({ address: { port } }: KitOptions): GuideStep {
  return {
    tag: "onion-service",
    where: "node",
    title: "Let Tor forward the signer's port",
    text: "Lines for torrc; then reload Tor. The onion address is in the file hostname of that folder.",
    blocks: [
      {
        name: "torrc",
        text: `HiddenServiceDir /var/lib/tor/lnd-signer/\nHiddenServicePort ${port} 127.0.0.1:${port}`,
      },
    ],
    caution: null,
  };
}

const startStep: GuideStep = {
  tag: "start",
  where: "node",
  title: "Start lnd",
  text: "It finds no wallet and waits for one. Copy accounts.json to the node.",
  blocks: [onNode("lnd")],
  caution: null,
};

function createStep({ network, birthdayMs, rootKey }: KitOptions): GuideStep {
  const answer = birthdayAnswer(birthdayMs);
  const birthday =
    answer === ""
      ? "At the birthday press Enter: this seed tells no birthday, so lnd looks through the chain from 2017 on."
      : `At the birthday type ${answer}, the day the seed was made.`;
  const command = (key: string) => `${lncli(network)} createwatchonly --mac_root_key "${key}" ${kitFiles.accounts}`;
  const commands =
    rootKey === "file"
      ? [command(`$(cat ${kitFiles.rootKey})`), `shred -u ${kitFiles.rootKey}`]
      : ['read -rs -p "Root key: " ROOT_KEY', command("$ROOT_KEY"), "unset ROOT_KEY"];
  return {
    tag: "create",
    where: "node",
    title: "Create the watch-only wallet",
    text: `Choose a wallet password at the first question. ${birthday} At the address look-ahead press Enter.`,
    blocks: [onNode(...commands), ...(answer === "" ? [] : [{ name: "Birthday", text: answer }])],
    caution:
      "Whoever has the root key can give themselves every right over this node. It is shown once and stored nowhere; " +
      "keep no copy after this step.",
  };
}

function certificateStep({ address, rootKey }: KitOptions): GuideStep {
  const fingerprint = onNode("openssl x509 -in ~/.lnd/tls.cert -noout -fingerprint -sha256");
  const title = "Pair, and compare the certificate";
  if (rootKey === "typed") {
    const text =
      "The node now waits for its signer. Countersign asks it for its certificate: compare the fingerprint with what " +
      "the node prints.";
    return { tag: "certificate", where: "node", title, text, blocks: [fingerprint], caution: null };
  }
  const command =
    "countersign --headless run --profile PROFILE " +
    `--host ${addressText(address)} --tlscert tls.cert --macaroon ${kitFiles.macaroon}`;
  return {
    tag: "certificate",
    where: "signer",
    title,
    text: "The node now waits for its signer. Copy its ~/.lnd/tls.cert beside the kit, by a way you trust, and start the signer.",
    blocks: [fingerprint, { name: "Run beside the kit", text: command }],
    caution: null,
  };
}

function checkStep({ network }: KitOptions): GuideStep {
  return {
    tag: "check",
    where: "node",
    title: "Look whether the node is up",
    text: "As soon as Countersign is connected lnd goes on starting and answers.",
    blocks: [onNode(`${lncli(network)} state`, `${lncli(network)} getinfo`)],
    caution: null,
  };
}

/** lnd ends with status 0 when its signer is gone for too long, which Restart=on-failure leaves at that. */
export const serviceStep: GuideStep = {
  tag: "service",
  where: "node",
  title: "Let lnd come back by itself",
  text:
    "lnd stops in an orderly way when its signer stays away, so systemd has to restart it always, and it has to find " +
    "its wallet password by itself. The password file belongs to lnd's user alone (chmod 600).",
  blocks: [
    {
      name: "/etc/systemd/system/lnd.service.d/restart.conf",
      text: "[Unit]\nStartLimitIntervalSec=0\n\n[Service]\nRestart=always\nRestartSec=10",
    },
    {
      name: "lnd.conf, now that there is a wallet",
      text: "[Application Options]\nwallet-unlock-password-file=/home/lnd/.lnd/wallet-password",
    },
    onNode("sudo systemctl daemon-reload", "sudo systemctl restart lnd"),
  ],
  caution: null,
};
