// Makes of one workload of a rendered chart what podman can play: a Pod of its template, with the config maps it mounts.
//
//   node images/pod.mjs KIND NAME SECRETS_FOLDER [FROM=TO …] <rendered.yaml >pod.yaml
//
// The containers stay as they are rendered: image, arguments, security contexts, limits, mounts. What a kubelet or a cluster
// would do is done here: values of secrets and of the pod's own fields are put in, volume claims become empty folders, names
// of services are replaced (FROM=TO). Probes go, because podman would run curl inside the image; images/check asks them.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";

// Where the chart's checks have it.
const YAML = createRequire(new URL("../helm/package.json", import.meta.url))("yaml");
const [kind, name, secrets, ...replacements] = process.argv.slice(2);
const documents = YAML.parseAllDocuments(readFileSync(0, "utf8"))
  .map((document) => document.toJS())
  .filter(Boolean);
const found = (kind, name) => {
  const one = documents.find((document) => document.kind === kind && document.metadata.name === name);
  if (!one) {
    throw new Error(`no ${kind} ${name} is rendered`);
  }
  return one;
};
const secret = (name, key) => readFileSync(`${secrets}/${name}/${key}`, "utf8");

const workload = found(kind, name);
const { metadata, spec } = kind === "Pod" ? workload : workload.spec.template;
const maps = new Map();
const own = { "metadata.name": `${name}-0`, "status.podIP": "127.0.0.1" };

for (const container of spec.containers) {
  delete container.ports; // the network is the machine's
  for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"]) {
    delete container[probe];
  }
  for (const variable of container.env ?? []) {
    const from = variable.valueFrom;
    if (from?.secretKeyRef) {
      variable.value = secret(from.secretKeyRef.name, from.secretKeyRef.key);
    } else if (from?.fieldRef) {
      variable.value = own[from.fieldRef.fieldPath];
      if (variable.value === undefined) {
        throw new Error(`no value for ${from.fieldRef.fieldPath}`);
      }
    }
    delete variable.valueFrom;
  }
}
for (const claim of workload.spec.volumeClaimTemplates ?? []) {
  spec.volumes.push({ name: claim.metadata.name, emptyDir: {} });
}
for (const volume of spec.volumes ?? []) {
  if (volume.secret) {
    const source = volume.secret.secretName;
    const data = {};
    for (const key of volume.secret.items?.map((item) => item.key) ?? readdirSync(`${secrets}/${source}`)) {
      data[key] = secret(source, key);
    }
    maps.set(source, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: source }, data });
    volume.configMap = { name: source };
    delete volume.secret;
  } else if (volume.configMap) {
    maps.set(volume.configMap.name, found("ConfigMap", volume.configMap.name));
  }
}

const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: metadata.labels },
  // What ends stays ended, to be looked at.
  spec: { ...spec, restartPolicy: "Never" },
};
let text = [...maps.values(), pod].map((document) => YAML.stringify(document)).join("---\n");
for (const replacement of replacements) {
  const at = replacement.indexOf("=");
  text = text.replaceAll(replacement.slice(0, at), replacement.slice(at + 1));
}
process.stdout.write(text);
