{{/* Prefix of all names. */}}
{{- define "vitrine.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "vitrine.tag" -}}
{{- default .Chart.AppVersion .Values.image.tag -}}
{{- end -}}

{{/* Of a component, or of its canary: (dict "root" $ "component" "query" "canary" true). */}}
{{- define "vitrine.version" -}}
{{- if .canary }}{{ required "query.canary.tag is required" .root.Values.query.canary.tag }}{{ else }}{{ include "vitrine.tag" .root }}{{ end -}}
{{- end -}}

{{/* Image of a component: (dict "root" $ "component" "query"). */}}
{{- define "vitrine.image" -}}
{{- $repository := (index .root.Values .component).image.repository -}}
{{- with .root.Values.image.registry }}{{ . }}/{{ end }}{{ $repository }}:{{ include "vitrine.version" . }}
{{- end -}}

{{/* What selects the pods of a component; never changes, as a Deployment's selector cannot. */}}
{{- define "vitrine.selectorLabels" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}{{ if .canary }}-canary{{ end }}
{{- end -}}

{{/* What selects all pods that are called by one name, those of a canary too. */}}
{{- define "vitrine.appLabels" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app: {{ include "vitrine.fullname" .root }}-{{ .component }}
{{- end -}}

{{/* Labels of everything that belongs to a component. */}}
{{- define "vitrine.labels" -}}
{{ include "vitrine.selectorLabels" . }}
app.kubernetes.io/version: {{ include "vitrine.version" . | quote }}
app.kubernetes.io/part-of: vitrine
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Labels of pods: Istio tells versions of a workload apart by app and version. */}}
{{- define "vitrine.podLabels" -}}
{{ include "vitrine.labels" . }}
app: {{ include "vitrine.fullname" .root }}-{{ .component }}
version: {{ include "vitrine.version" . | quote }}
{{- if .root.Values.istio.enabled }}
sidecar.istio.io/inject: {{ include "vitrine.beforehand" . | empty | quote }}
{{- end }}
{{- end -}}

{{/* Whether it is a job that runs before the release: it calls nobody of the mesh, and gets no proxy. */}}
{{- define "vitrine.beforehand" -}}
{{- if has .component (list "topics" "tables" "schema") }}yes{{ end -}}
{{- end -}}

{{/* What each component calls outside of the release, as docs/architecture.md has it: a YAML map of lists. */}}
{{- define "vitrine.arrows" -}}
{{- $tracing := ternary (list "tracing") list (not (empty .Values.tracing.endpoint)) -}}
{{- $jwt := ternary (list "jwt") list (empty .Values.jwt.publicKeySecret) -}}
{{- dict
  "command" (concat (list "postgresql") $jwt $tracing)
  "query" (concat (list "kafka" "redis" "dynamodb") $tracing)
  "projections" (concat (list "kafka") $tracing)
  "connect" (concat (list "postgresql" "kafka" "redis" "dynamodb") $tracing)
  "topics" (list "kafka")
  "tables" (list "dynamodb")
  "schema" (list "postgresql")
  "connectors" list
  "tests" list | toYaml -}}
{{- end -}}

{{/* The ports of what is called: a YAML map of lists. */}}
{{- define "vitrine.ports" -}}
{{- $kafka := dict -}}
{{- range splitList "," .Values.kafka.bootstrapServers -}}
{{- $_ := set $kafka (regexFind "[0-9]+$" (trim .)) true -}}
{{- end -}}
{{- $ports := dict "kafka" (keys $kafka | sortAlpha) -}}
{{- range $name := list "postgresql" "redis" "dynamodb" "jwt" "tracing" -}}
{{- $_ := set $ports $name (list (index $.Values $name).port) -}}
{{- end -}}
{{- toYaml $ports -}}
{{- end -}}

{{/* A proxy that starts before its pod's containers and ends after them, as a job needs it to end at all. Istio's own choice where
     every node is of Kubernetes 1.33; from 1.29 on it works. */}}
{{- define "vitrine.nativeProxy" -}}
sidecar.istio.io/nativeSidecar: "true"
{{- end -}}

{{/* What the mesh's injector must be told of a pod. Kafka, PostgreSQL and Redis are called past the proxy (istio/sidecars.yaml says
     why), the agent merges the pod's metrics with the proxy's, and a proxy that is called outlives what it is in front of. */}}
{{- define "vitrine.meshAnnotations" -}}
{{- $values := index .root.Values .component -}}
{{- $ports := include "vitrine.ports" .root | fromYaml -}}
{{- $needs := index (include "vitrine.arrows" .root | fromYaml) .component -}}
{{- $past := list -}}
{{- range $engine := list "kafka" "postgresql" "redis" -}}
{{- if has $engine $needs -}}
{{- $past = concat $past (index $ports $engine) -}}
{{- end -}}
{{- end -}}
{{ include "vitrine.nativeProxy" . }}
traffic.sidecar.istio.io/excludeOutboundPorts: {{ join "," $past | quote }}
prometheus.istio.io/merge-metrics: "true"
prometheus.io/scrape: "true"
prometheus.io/port: {{ ternary "9404" "9000" (eq .component "connect") | quote }}
prometheus.io/path: {{ ternary "/metrics" "/actuator/prometheus" (eq .component "connect") }}
{{- with $values.preStopSeconds }}
proxy.istio.io/config: {{ dict "terminationDrainDuration" (printf "%ds" (add . $values.shutdownSeconds 5)) | toJson | quote }}
{{- end }}
{{- end -}}

{{/* The part of a pod's template that is the same for all workloads: labels, annotations. */}}
{{- define "vitrine.podMetadata" -}}
{{- $annotations := deepCopy (index .root.Values .component).podAnnotations -}}
{{- if .root.Values.istio.enabled -}}
{{- $annotations = merge $annotations (include "vitrine.meshAnnotations" . | fromYaml) -}}
{{- end -}}
labels:
  {{- include "vitrine.podLabels" . | nindent 2 }}
annotations:
  # A changed setting restarts the pods.
  checksum/settings: {{ include "vitrine.settingsChecksum" . }}
  {{- with .root.Values.secretsRevision }}
  vitrine.dev/secrets-revision: {{ . | quote }}
  {{- end }}
  {{- with $annotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "vitrine.podSecurity" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "vitrine.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  privileged: false
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  capabilities:
    drop: [ALL]
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "vitrine.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Where pods go: over nodes and zones, by priority. */}}
{{- define "vitrine.placement" -}}
{{- $values := index .root.Values .component -}}
{{- $own := dict "query" "serving" "command" "deciding" "projections" "background" "connect" "background" -}}
{{- if $values.priorityClassName }}
priorityClassName: {{ $values.priorityClassName }}
{{- else if .root.Values.priorityClasses.create }}
priorityClassName: {{ include "vitrine.fullname" .root }}-{{ index $own .component }}
{{- end }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "vitrine.selectorLabels" . | nindent 14 }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: {{ .root.Values.topologySpread.zones }}
    labelSelector:
      matchLabels:
        {{- include "vitrine.selectorLabels" . | nindent 8 }}
    # Of each release its own: the pods that go away do not count.
    matchLabelKeys: [{{ if eq .component "projections" }}controller-revision-hash{{ else }}pod-template-hash{{ end }}]
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Probes of the Spring services. Liveness asks the process, readiness whether it can do its work; both on the
     management port, which no gateway reaches. A start takes seconds, and minutes when a replica restores its state or
     reads the views' topic first. */}}
{{- define "vitrine.springProbes" -}}
startupProbe:
  httpGet:
    path: /actuator/health/liveness
    port: http-management
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 90
livenessProbe:
  httpGet:
    path: /actuator/health/liveness
    port: http-management
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet:
    path: /actuator/health/readiness
    port: http-management
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}

{{/* Options of the JVM, as its launcher reads them: (dict "root" $ "options" "…" "trust" true); with trust the pod needs
     vitrine.trustEnv before it, vitrine.trustMounts and vitrine.trustVolumes. */}}
{{- define "vitrine.javaOptions" -}}
{{- $options := list .options "-XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Duser.timezone=UTC" -}}
{{- if and .trust .root.Values.redis.trustStoreSecret -}}
{{- $options = append $options "-Djavax.net.ssl.trustStore=/etc/vitrine/trust/truststore.p12 -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=$(TRUSTSTORE_PASSWORD)" -}}
{{- end -}}
{{ join " " $options }}
{{- end -}}

{{/* Connect's metrics for Prometheus, and its log lines. */}}
{{- define "vitrine.connectOptions" -}}
-javaagent:/opt/vitrine/metrics/jmx_prometheus_javaagent.jar=9404:/etc/vitrine/settings/metrics.yaml -Dlog4j2.configurationFile=/etc/vitrine/settings/log4j2.properties
{{- end -}}

{{/* Where spans go, in OpenTelemetry's own words. */}}
{{- define "vitrine.tracingEnv" -}}
{{- with .Values.tracing.endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ $.Values.tracing.ratio | quote }}
{{- end }}
{{- end -}}

{{/* An environment variable out of a Secret: (dict "name" … "secret" … "key" …). */}}
{{- define "vitrine.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end -}}

{{- define "vitrine.trustEnv" -}}
{{- with .Values.redis.trustStoreSecret }}
{{ include "vitrine.secretEnv" (dict "name" "TRUSTSTORE_PASSWORD" "secret" . "key" "password") }}
{{- end }}
{{- end -}}

{{- define "vitrine.kafkaEnv" -}}
{{- if contains "SASL" .Values.kafka.securityProtocol }}
{{ include "vitrine.secretEnv" (dict "name" "VITRINE_KAFKA_SASL_JAAS_CONFIG" "secret" .Values.kafka.sasl.secret "key" .Values.kafka.sasl.key) }}
{{- end }}
{{- end -}}

{{- define "vitrine.redisEnv" -}}
{{- if .Values.redis.secret }}
{{ include "vitrine.secretEnv" (dict "name" "VITRINE_REDIS_URL" "secret" .Values.redis.secret "key" "url") }}
{{- else }}
- name: VITRINE_REDIS_URL
  value: {{ .Values.redis.url | quote }}
{{- end }}
{{- end -}}

{{- define "vitrine.awsEnv" -}}
{{- with .Values.dynamodb.region }}
- name: AWS_REGION
  value: {{ . }}
{{- end }}
{{- with .Values.dynamodb.secret }}
{{ include "vitrine.secretEnv" (dict "name" "AWS_ACCESS_KEY_ID" "secret" . "key" "AWS_ACCESS_KEY_ID") }}
{{ include "vitrine.secretEnv" (dict "name" "AWS_SECRET_ACCESS_KEY" "secret" . "key" "AWS_SECRET_ACCESS_KEY") }}
{{- end }}
{{- end -}}

{{/* Kafka's client settings but the servers, as a YAML map; (dict "root" $ "jaas" "${…}"). */}}
{{- define "vitrine.kafkaSecurity" -}}
{{- $kafka := .root.Values.kafka -}}
security.protocol: {{ $kafka.securityProtocol }}
{{- if and $kafka.caSecret (contains "SSL" $kafka.securityProtocol) }}
ssl.truststore.type: PEM
ssl.truststore.location: /etc/vitrine/kafka-ca/{{ $kafka.caKey }}
{{- end }}
{{- if contains "SASL" $kafka.securityProtocol }}
sasl.mechanism: {{ $kafka.sasl.mechanism }}
sasl.jaas.config: {{ .jaas | quote }}
{{- end }}
{{- end -}}

{{/* A Secret or ConfigMap as a read-only folder. */}}
{{- define "vitrine.mount" -}}
- name: {{ .name }}
  mountPath: {{ .path }}
  readOnly: true
{{- end -}}

{{- define "vitrine.usesKafkaCa" -}}
{{- if and .Values.kafka.caSecret (contains "SSL" .Values.kafka.securityProtocol) }}yes{{ end -}}
{{- end -}}

{{- define "vitrine.kafkaMounts" -}}
{{- if include "vitrine.usesKafkaCa" . }}
{{ include "vitrine.mount" (dict "name" "kafka-ca" "path" "/etc/vitrine/kafka-ca") }}
{{- end }}
{{- end -}}

{{- define "vitrine.kafkaVolumes" -}}
{{- if include "vitrine.usesKafkaCa" . }}
{{ include "vitrine.secretVolume" (dict "name" "kafka-ca" "secret" .Values.kafka.caSecret "key" .Values.kafka.caKey) }}
{{- end }}
{{- end -}}

{{/* Certificates of the CAs of engines: (dict "root" $ "engines" (list "redis" "dynamodb")). */}}
{{- define "vitrine.caMounts" -}}
{{- range $engine := .engines }}
{{- if (index $.root.Values $engine).caSecret }}
{{ include "vitrine.mount" (dict "name" (printf "%s-ca" $engine) "path" (printf "/etc/vitrine/%s-ca" $engine)) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "vitrine.caVolumes" -}}
{{- range $engine := .engines }}
{{- $values := index $.root.Values $engine }}
{{- with $values.caSecret }}
{{ include "vitrine.secretVolume" (dict "name" (printf "%s-ca" $engine) "secret" . "key" $values.caKey) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where such a certificate lies; empty without one: (dict "root" $ "engine" "redis"). */}}
{{- define "vitrine.caFile" -}}
{{- $values := index .root.Values .engine -}}
{{- if $values.caSecret }}/etc/vitrine/{{ .engine }}-ca/{{ $values.caKey }}{{ end -}}
{{- end -}}

{{- define "vitrine.trustMounts" -}}
{{- if .Values.redis.trustStoreSecret }}
{{ include "vitrine.mount" (dict "name" "trust" "path" "/etc/vitrine/trust") }}
{{- end }}
{{- end -}}

{{- define "vitrine.trustVolumes" -}}
{{- with .Values.redis.trustStoreSecret }}
{{ include "vitrine.secretVolume" (dict "name" "trust" "secret" . "key" "truststore.p12") }}
{{- end }}
{{- end -}}

{{- define "vitrine.secretVolume" -}}
- name: {{ .name }}
  secret:
    secretName: {{ .secret }}
    # Readable by the group of the pod, which owns its volumes.
    defaultMode: 0440
    items:
      - key: {{ .key }}
        path: {{ .key }}
{{- end -}}

{{- define "vitrine.commonMounts" -}}
{{ include "vitrine.mount" (dict "name" "settings" "path" "/etc/vitrine/settings") }}
- name: tmp
  mountPath: /tmp
{{- end -}}

{{- define "vitrine.commonVolumes" -}}
- name: settings
  configMap:
    name: {{ include "vitrine.fullname" .root }}-{{ .component }}
- name: tmp
  emptyDir:
    sizeLimit: 256Mi
{{- end -}}

{{/* What the schema cannot say: one readable line each. */}}
{{- define "vitrine.check" -}}
{{- if not (or .Values.redis.url .Values.redis.secret) }}
{{- fail "redis.url or redis.secret is required" }}
{{- end }}
{{- if and .Values.redis.caSecret .Values.redis.url (not (hasPrefix "rediss://" .Values.redis.url)) }}
{{- fail "redis.caSecret has no meaning without TLS: redis.url must begin with rediss://" }}
{{- end }}
{{- if and .Values.dynamodb.caSecret (not (hasPrefix "https://" .Values.dynamodb.endpoint)) }}
{{- fail "dynamodb.caSecret is for a dynamodb.endpoint of your own, with https://; AWS's is not signed by it" }}
{{- end }}
{{- range $key, $value := .Values.query.settings }}
{{- if hasPrefix "management.endpoints." $key }}
{{- fail (printf "query.settings: %s is settled when the query service is built" $key) }}
{{- end }}
{{- end }}
{{- if and (contains "SASL" .Values.kafka.securityProtocol) (not .Values.kafka.sasl.secret) }}
{{- fail "kafka.sasl.secret is required with kafka.securityProtocol SASL_*" }}
{{- end }}
{{- if and (eq .Values.projections.autoscaling.kind "keda") (gt (mul .Values.projections.threads .Values.projections.autoscaling.maxReplicas) (int64 .Values.kafka.topics.partitions)) }}
{{- fail "projections.threads times projections.autoscaling.maxReplicas is more than kafka.topics.partitions: the rest would be idle" }}
{{- end }}
{{- range $component, $stop := dict "command" 0 "query" 0 "projections" 0 "connect" 0 }}
{{- $values := index $.Values $component }}
{{- if le (int64 $values.terminationGracePeriodSeconds) (add (int (default 0 $values.preStopSeconds)) (int $values.shutdownSeconds)) }}
{{- fail (printf "%s.terminationGracePeriodSeconds must be more than its preStopSeconds and shutdownSeconds together" $component) }}
{{- end }}
{{- if gt (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas) }}
{{- fail (printf "%s.autoscaling.minReplicas is more than maxReplicas" $component) }}
{{- end }}
{{- end }}
{{- end -}}
