/** Paired nodes in the database. Their macaroons are not here: they rest in the keystore. */
import { z } from "zod";
import type { NodeAddress, WatchOnlyNode } from "../pairing/watchOnlyNode";
import { networks } from "../signer/network";
import type { Database } from "./database";
import { asBytes, textFrom } from "./safeText";

const text = z.instanceof(ArrayBuffer).transform(textFrom);
const rowSchema = z.object({
  id: text,
  name: text,
  addresses_json: text,
  certificate_der: z.instanceof(ArrayBuffer),
  network: text.pipe(z.enum(networks)),
  request_timeout_ms: z.number().int().positive(),
  paired_at_ms: z.number().int(),
  proxy_json: text.nullable(),
});
const columns = ["id", "name", "addresses_json", "network", "proxy_json"].map(asBytes).join(", ");
const addressSchema = z.object({ host: z.string(), port: z.number().int() });
const addressesSchema = z.array(addressSchema);

export class NodeTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Every paired node, the one paired first ahead. */
  list(): WatchOnlyNode[] {
    const rows = this.#database
      .prepare(
        `SELECT ${columns}, certificate_der, request_timeout_ms, paired_at_ms FROM nodes
         ORDER BY paired_at_ms, nodes.id`,
      )
      .all();
    return rows.map(toNode);
  }

  /** Adds a node, or replaces the one with the same id. */
  save(node: WatchOnlyNode): void {
    this.#database
      .prepare(
        `INSERT INTO nodes (id, name, addresses_json, certificate_der, network, request_timeout_ms, paired_at_ms,
           proxy_json)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, addresses_json = excluded.addresses_json,
           certificate_der = excluded.certificate_der, network = excluded.network,
           request_timeout_ms = excluded.request_timeout_ms, paired_at_ms = excluded.paired_at_ms,
           proxy_json = excluded.proxy_json`,
      )
      .run(
        node.id,
        node.name,
        JSON.stringify(node.addresses),
        Buffer.from(node.certificateDer),
        node.network,
        node.requestTimeoutMs,
        node.pairedAtMs,
        node.proxy === undefined ? null : JSON.stringify(node.proxy),
      );
  }

  /** Removes a node; does nothing when there is none of that id. */
  forget(id: string): void {
    this.#database.prepare("DELETE FROM nodes WHERE id = ?").run(id);
  }
}

function toNode(row: unknown): WatchOnlyNode {
  const fields = rowSchema.parse(row);
  const addresses: NodeAddress[] = addressesSchema.parse(JSON.parse(fields.addresses_json));
  return {
    id: fields.id,
    name: fields.name,
    addresses,
    certificateDer: new Uint8Array(fields.certificate_der),
    network: fields.network,
    requestTimeoutMs: fields.request_timeout_ms,
    pairedAtMs: fields.paired_at_ms,
    ...(fields.proxy_json === null ? {} : { proxy: addressSchema.parse(JSON.parse(fields.proxy_json)) }),
  };
}
