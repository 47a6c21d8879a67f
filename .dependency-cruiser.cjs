// Who may import whom. Each rule is named after what it protects; tests/unit/architecture.test.ts plants a violation of
// every one and counts the modules, so that a tool that looks at nothing cannot pass.

const engine = "^main/(signer|policy|approvals)/";
const area = (names) => `^main/(${names})/`;
const coreAndNpm = ["core", "npm", "npm-dev", "npm-optional", "npm-no-pkg", "npm-unknown"];

/** Areas of main/ and what each may reach besides itself. */
const mayImport = {
  signer: [],
  policy: ["signer"],
  approvals: ["signer", "policy", "support"],
  journal: ["signer", "policy", "state", "support"],
  guard: ["signer", "policy", "approvals", "journal", "state", "support"],
  pipeline: ["signer", "policy", "guard", "link", "support"],
  link: ["signer", "pairing", "support"],
  pairing: ["signer"],
  kit: ["signer", "pairing"],
  state: ["signer", "policy", "approvals", "pairing", "support"],
  keystore: ["signer", "support"],
  support: [],
  practice: ["signer", "pairing", "support"],
  thread: ["signer", "policy", "approvals", "journal", "guard", "pipeline", "link", "pairing", "state", "support"],
  session: [
    "signer",
    "policy",
    "approvals",
    "journal",
    "state",
    "pairing",
    "kit",
    "keystore",
    "thread",
    "link",
    "pipeline",
    "practice",
    "support",
  ],
  handlers: ["session"],
  app: ["session", "keystore", "support", "handlers"],
  headless: [
    "session",
    "guard",
    "policy",
    "keystore",
    "thread",
    "pairing",
    "kit",
    "signer",
    "link",
    "journal",
    "state",
    "support",
    "practice",
  ],
};

const layers = Object.entries(mayImport).map(([from, to]) => ({
  name: `layer-${from}`,
  severity: "error",
  from: { path: `^main/${from}/` },
  to: { path: "^main/[^/]+/", pathNot: area([from, ...to].join("|")) },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: "engine-is-pure",
      comment:
        "signer, policy and approvals are bytes in, bytes out: no Node, no Electron, no I/O, only @noble and @scure",
      severity: "error",
      from: { path: engine },
      to: { dependencyTypes: coreAndNpm, pathNot: "node_modules/@(noble|scure)/" },
    },
    {
      name: "kit-is-pure",
      comment: "what a person is told to do is worked out from what is given: no files, no network, no process",
      severity: "error",
      from: { path: "^main/kit/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "electron-only-in-shell",
      severity: "error",
      from: {
        path: "^(main|preload|renderer|scripts)/",
        pathNot: "^(main/app/|main/index\\.ts|preload/expose\\.ts|scripts/icons\\.mjs)",
      },
      to: { path: "(^|/)(node_modules/)?electron(/|$)" },
    },
    {
      name: "renderer-only-sees-contract",
      severity: "error",
      from: { path: "^renderer/" },
      to: { path: "^(main|scripts|tests|preload)/", pathNot: "^preload/contract/(types|errors|schemas)\\.ts$" },
    },
    {
      name: "renderer-without-node",
      severity: "error",
      from: { path: "^renderer/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "contract-only-for-shells",
      comment: "the window's contract is for the session, the shells and the window; the signer thread never sees it",
      severity: "error",
      from: { path: "^main/", pathNot: "^main/(session|handlers|app|index\\.ts)" },
      to: { path: "^preload/" },
    },
    {
      name: "contract-stands-alone",
      severity: "error",
      from: { path: "^preload/contract/" },
      to: { pathNot: "^preload/contract/|node_modules/zod/" },
    },
    {
      name: "practice-verifies-independently",
      comment: "the practice node checks answers with an implementation other than the signer's",
      severity: "error",
      from: { path: "^main/practice/" },
      to: { path: "^main/signer/", pathNot: "^main/signer/(network|requests|accounts)\\.ts$" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "not-to-tests-or-scripts",
      severity: "error",
      from: { path: "^(main|preload|renderer)/" },
      to: { path: "^(tests|scripts)/" },
    },
    {
      name: "not-to-dev-dependencies",
      severity: "error",
      from: { path: "^(main|preload)/", pathNot: "^(main/app/|main/index\\.ts|preload/expose\\.ts)" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
