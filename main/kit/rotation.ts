/** Changing what opens the connection, moving, and ending: macaroon, certificate, host, signer, node. */
import { addressText, type NodeAddress } from "../pairing/watchOnlyNode";
import type { Network } from "../signer/network";
import { type Guide, type GuideStep, onNode } from "./guide";
import { certificateNameLine, lncli } from "./signerConf";

export interface RotationOptions {
  readonly network: Network;
  readonly address: NodeAddress;
  /** Of the macaroon in use, decimal text; null if it cannot be read. */
  readonly rootKeyId: string | null;
}

export function rotateMacaroonGuide({ network, rootKeyId }: RotationOptions): Guide {
  const cli = lncli(network);
  const next = nextRootKeyId(rootKeyId);
  return {
    title: "New macaroon",
    lead: "The old one works until the new one has connected; only then it is revoked.",
    steps: [
      {
        tag: "bake",
        where: "node",
        title: "Bake one under a new root key",
        text: `Root key ${next} is new, so that the old one can be revoked alone.`,
        blocks: [
          onNode(`${cli} bakemacaroon --root_key_id ${next} --save_to signer-${next}.macaroon remotesigner:generate`),
        ],
        caution: null,
      },
      pairAgainStep(
        "Pair again with the new macaroon and the node's tls.cert. The pairing there is stays until the new one connects.",
      ),
      revokeStep(cli, rootKeyId),
    ],
  };
}

/** lnd makes a new key and certificate when the old one has expired at its start (lnd tls_manager.go). */
export function rotateCertificateGuide({ address }: RotationOptions): Guide {
  const nameLine = certificateNameLine(address.host);
  return {
    title: "New certificate",
    lead:
      "lnd makes a new key and certificate when it starts with an expired one, by default after fourteen months. Countersign " +
      "trusts only the one you compared, so choose the day yourself.",
    steps: [
      {
        tag: "make",
        where: "node",
        title: "Make the new certificate",
        text: "lnd writes a new pair at its next start. Until Countersign has the new certificate the node has no signer, so do both at once.",
        blocks: [
          ...(nameLine === null ? [] : [{ name: "lnd.conf", text: `[Application Options]\n${nameLine}` }]),
          onNode("rm ~/.lnd/tls.cert ~/.lnd/tls.key", "sudo systemctl restart lnd"),
        ],
        caution: "Everything else that trusts the old certificate needs the new one too.",
      },
      {
        tag: "compare",
        where: "node",
        title: "Read its fingerprint",
        text: "Compare it with what Countersign shows, side by side with the old one. Never accept a certificate nobody made.",
        blocks: [onNode("openssl x509 -in ~/.lnd/tls.cert -noout -fingerprint -sha256 -dates -ext subjectAltName")],
        caution: null,
      },
      pairAgainStep("Pair again with the new certificate. The macaroon stays as it is."),
    ],
  };
}

export function moveHostGuide({ address }: RotationOptions): Guide {
  return {
    title: "The node moves",
    lead: `Only the address changes, now ${addressText(address)}. The node stays the same by its key.`,
    steps: [
      {
        tag: "name",
        where: "node",
        title: "Let the certificate name the new host",
        text: "Or keep the certificate and accept while pairing that it names another host: Countersign compares the certificate itself.",
        blocks: [
          { name: "lnd.conf", text: "[Application Options]\ntlsextradomain=NEW_HOST" },
          onNode("rm ~/.lnd/tls.cert ~/.lnd/tls.key", "sudo systemctl restart lnd"),
        ],
        caution: null,
      },
      pairAgainStep("Pair again with the new address."),
    ],
  };
}

export function retireSignerGuide({ network, rootKeyId }: RotationOptions): Guide {
  const cli = lncli(network);
  const next = nextRootKeyId(rootKeyId);
  return {
    title: "This signer moves to another computer",
    lead: "A node takes one signer at a time. The old one goes before the new one comes.",
    steps: [
      {
        tag: "prepare",
        where: "node",
        title: "Bake a macaroon for the new computer",
        text: "As long as this signer is connected the node answers.",
        blocks: [
          onNode(`${cli} bakemacaroon --root_key_id ${next} --save_to signer-${next}.macaroon remotesigner:generate`),
        ],
        caution: null,
      },
      {
        tag: "forget",
        where: "signer",
        title: "Forget the node here",
        text: "Countersign disconnects. Restore the seed on the new computer and pair there, before the node's patience ends.",
        blocks: [],
        caution: "Check first that the 24 words are on paper: without them nothing signs for this node again.",
      },
      revokeStep(cli, rootKeyId),
      {
        tag: "erase",
        where: "signer",
        title: "Erase the seed here",
        text: "When the new signer is connected: under Settings.",
        blocks: [],
        caution: null,
      },
    ],
  };
}

export function retireNodeGuide({ network, rootKeyId }: RotationOptions): Guide {
  const cli = lncli(network);
  return {
    title: "The node ends",
    lead: "Money first, access last. The seed stays: it may be needed for what arrives late.",
    steps: [
      {
        tag: "close",
        where: "node",
        title: "Close the channels and send everything away",
        text: "Wait until nothing is pending before you send the rest. Put an address of your own in the place of ADDRESS.",
        blocks: [
          onNode(
            `${cli} closeallchannels`,
            `${cli} pendingchannels`,
            `${cli} sendcoins --sweepall ADDRESS`,
            `${cli} walletbalance`,
          ),
        ],
        caution:
          "Without a signer a node cannot close a channel or answer a cheating peer. Forget it only when nothing is left.",
      },
      revokeStep(cli, rootKeyId),
      {
        tag: "forget",
        where: "signer",
        title: "Forget the node here",
        text: "Removes the pairing and its macaroon. The seed stays.",
        blocks: [],
        caution: null,
      },
    ],
  };
}

function pairAgainStep(text: string): GuideStep {
  return { tag: "pair-again", where: "signer", title: "Pair again", text, blocks: [], caution: null };
}

/** lnd refuses to delete root key 0, under which its own macaroons are made (lnd macaroons/service.go). */
function revokeStep(cli: string, rootKeyId: string | null): GuideStep {
  const isDefault = rootKeyId === null || rootKeyId === "0";
  return {
    tag: "revoke",
    where: "node",
    title: "Revoke the old macaroon",
    text: isDefault
      ? "It was made under lnd's own root key, which cannot be deleted alone. Right after a start, while the wallet is still locked, lncli changepassword makes a new one; every macaroon of the node has to be made again."
      : `Everything baked under root key ${rootKeyId} stops working for new connections.`,
    blocks: [onNode(isDefault ? `${cli} changepassword --new_mac_root_key` : `${cli} deletemacaroonid ${rootKeyId}`)],
    caution: null,
  };
}

function nextRootKeyId(rootKeyId: string | null): string {
  return rootKeyId === null || rootKeyId === "0" || !/^\d{1,18}$/.test(rootKeyId)
    ? "77"
    : String(BigInt(rootKeyId) + 1n);
}
