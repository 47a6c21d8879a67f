/**
 * The bitcoin networks a watch-only lnd node can run on, and what depends on them.
 *
 * simnet is left out on purpose: lnd itself uses two coin types for it (see docs/protocol.md).
 */

export const networks = ["mainnet", "testnet", "testnet4", "signet", "regtest"] as const;
export type Network = (typeof networks)[number];

/** Coin type of purpose 1017' (lnd chainreg/chainparams.go). Purposes 49', 84' and 86' always use 0. */
export function lightningCoinType(network: Network): 0 | 1 {
  return network === "mainnet" ? 0 : 1;
}
