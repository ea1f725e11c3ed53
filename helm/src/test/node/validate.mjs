// Reads {"sets": {name: [document, …]}} from its input and answers {name: [{check, kind, name, what}, …]}:
// enums and required fields by kubernetes-models, practices and pod security by Monokle's rules.
// One process for all sets, because loading the rules takes longer than using them.
import { readFileSync } from "node:fs";
import {
  DefaultPluginLoader,
  DisabledFixer,
  MonokleValidator,
  ResourceParser,
  SchemaLoader,
} from "@monokle/validation";

const MODELS = [
  [/^(v\d|[a-z.]+\.k8s\.io\/|apps\/|batch\/|autoscaling\/|policy\/)/, "kubernetes-models"],
  [/\.istio\.io\//, "@kubernetes-models/istio"],
  [/^keda\.sh\//, "@kubernetes-models/keda"],
  [/^monitoring\.coreos\.com\//, "@kubernetes-models/prometheus-operator"],
];
const models = new Map();

async function model(apiVersion, kind) {
  const key = `${apiVersion}/${kind}`;
  if (!models.has(key)) {
    const source = MODELS.find(([pattern]) => pattern.test(apiVersion));
    models.set(key, source ? import(`${source[1]}/${key}`).then((m) => m[kind], () => "unknown") : undefined);
  }
  return models.get(key);
}

async function invalid(document) {
  const type = await model(document.apiVersion, document.kind);
  if (type === undefined) {
    return [];
  }
  if (type === "unknown") {
    return [`there is no ${document.apiVersion} ${document.kind}`];
  }
  try {
    new type(document).validate();
    return [];
  } catch (failure) {
    return [String(failure.message)];
  }
}

function resources(documents) {
  return documents.map((document, index) => ({
    id: String(index),
    fileId: String(index),
    filePath: `${index}.yaml`,
    fileOffset: 0,
    name: document.metadata?.name ?? "",
    namespace: document.metadata?.namespace,
    apiVersion: document.apiVersion,
    kind: document.kind,
    content: document,
    text: JSON.stringify(document, null, 1),
  }));
}

const PLUGINS = { practices: true, "pod-security-standards": true };
const hardening = new MonokleValidator({
  loader: new DefaultPluginLoader(),
  parser: new ResourceParser(),
  schemaLoader: new SchemaLoader(),
  suppressors: [],
  fixer: new DisabledFixer(),
});
await hardening.preload({ plugins: PLUGINS });
if (hardening.getFailedPlugins().length > 0) {
  throw new Error(`not loaded: ${hardening.getFailedPlugins()}`);
}
// Every rule, also those that are off unless asked for.
const names = new Map();
for (const plugin of hardening.getPlugins()) {
  for (const rule of plugin.rules) {
    names.set(rule.id, `${plugin.metadata.name}/${rule.name}`);
  }
}
await hardening.preload({
  plugins: PLUGINS,
  rules: Object.fromEntries([...names.values()].map((name) => [name, "err"])),
});

async function insecure(documents) {
  // Results are kept by resource id, and ids come again with each set.
  await hardening.clear();
  const { runs } = await hardening.validate({ resources: resources(documents) });
  return runs.flatMap((run) =>
    run.results.map((result) => {
      const uris = result.locations.map((l) => l.physicalLocation?.artifactLocation?.uri ?? "");
      const file = uris.find((uri) => /^\d+\.yaml/.test(uri)) ?? uris.find((uri) => /^\d+/.test(uri));
      if (file === undefined) {
        throw new Error(`a finding without its document: ${JSON.stringify(result)}`);
      }
      const document = documents[Number.parseInt(file, 10)];
      return {
        check: `hardening/${names.get(result.ruleId) ?? result.ruleId}`,
        kind: document.kind,
        name: document.metadata?.name ?? "",
        what: result.message.text,
      };
    }),
  );
}

const { sets } = JSON.parse(readFileSync(0, "utf8"));
const answer = {};
for (const [name, documents] of Object.entries(sets)) {
  const findings = [];
  for (const document of documents) {
    for (const what of await invalid(document)) {
      findings.push({ check: "enums-and-required", kind: document.kind, name: document.metadata?.name ?? "", what });
    }
  }
  const plain = documents.filter((document) => !/istio\.io|keda\.sh|cnpg|strimzi|monitoring\.coreos/.test(document.apiVersion));
  findings.push(...(await insecure(plain)));
  answer[name] = findings;
}
process.stdout.write(JSON.stringify(answer));
