/** Words for made-up nodes, invoices and messages. */

export const aliases = [
  "harbour-light",
  "Quiet Relay",
  "blue heron",
  "zap.kitchen",
  "NordicRouter",
  "two-of-two",
  "lantern",
  "PaperPlane",
  "satellite-9",
  "La Boulangerie",
  "old oak node",
  "MeshAndMore",
] as const;

export const invoiceDescriptions = [
  "Two flat whites",
  "Invoice 2026-1187",
  "Podcast support, episode 41",
  "Coffee beans 1 kg",
  "Monthly hosting",
  "Bike repair",
  "Thanks for the talk!",
  "Book: Patterns of light",
  "Table 7",
  "Refill phone card",
  "Ticket 88213",
  "",
] as const;

export const userMessages = [
  "I run this node and open channels to good peers.",
  "login challenge 5f1c-a880",
  "Proof of reserves, second quarter",
  "amboss verification: 3d2f91",
  "hello from the north",
] as const;
