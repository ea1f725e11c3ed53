{{/* Settings of each workload as a flat YAML map. What is secret stays a placeholder that the process fills in from
     its environment. The services read them as application.yaml, Connect's worker as properties. */}}

{{- define "vitrine.kafkaProperties" -}}
{{- $prefix := .prefix -}}
{{- $properties := dict -}}
{{- range $key, $value := include "vitrine.kafkaSecurity" . | fromYaml -}}
{{- $_ := set $properties (printf "%s%s" $prefix $key) $value -}}
{{- end -}}
{{- toYaml $properties -}}
{{- end -}}

{{- define "vitrine.jdbcUrl" -}}
{{- $db := .Values.postgresql -}}
{{- $tls := printf "sslmode=%s" $db.sslMode -}}
{{- if $db.caSecret }}{{ $tls = printf "%s&sslrootcert=%s" $tls (include "vitrine.caFile" (dict "root" . "engine" "postgresql")) }}{{ end -}}
{{- if and (not $db.caSecret) (hasPrefix "verify" $db.sslMode) }}{{ $tls = printf "%s&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" $tls }}{{ end -}}
{{- $host := required "postgresql.host is required" $db.host -}}
{{- printf "jdbc:postgresql://%s:%d/%s?%s" $host (int $db.port) $db.database $tls -}}
{{- end -}}

{{- define "vitrine.command.settings" -}}
{{- $settings := dict
  "server.port" 8081
  "management.server.port" 9000
  "spring.lifecycle.timeout-per-shutdown-phase" (printf "%ds" (int .Values.command.shutdownSeconds))
  "spring.datasource.url" (include "vitrine.jdbcUrl" .)
  "spring.flyway.enabled" false
  "spring.datasource.username" "${POSTGRES_USERNAME}"
  "spring.datasource.password" "${POSTGRES_PASSWORD}"
  "spring.security.oauth2.resourceserver.jwt.audiences" (join "," .Values.jwt.audiences) -}}
{{- if .Values.jwt.publicKeySecret }}
{{- $_ := set $settings "spring.security.oauth2.resourceserver.jwt.public-key-location" "file:/etc/vitrine/jwt/public.pem" }}
{{- end }}
{{- with .Values.jwt.jwkSetUri }}
{{- $_ := set $settings "spring.security.oauth2.resourceserver.jwt.jwk-set-uri" . }}
{{- end }}
{{- with .Values.jwt.issuerUri }}
{{- $_ := set $settings "spring.security.oauth2.resourceserver.jwt.issuer-uri" . }}
{{- end }}
{{- if not (or .Values.jwt.publicKeySecret .Values.jwt.jwkSetUri .Values.jwt.issuerUri) }}
{{- fail "one of jwt.jwkSetUri, jwt.issuerUri, jwt.publicKeySecret is required" }}
{{- end }}
{{- if .Values.logs.json }}
{{- $_ := set $settings "logging.structured.format.console" "ecs" }}
{{- end }}
{{- toYaml (merge (deepCopy .Values.command.settings) $settings) -}}
{{- end -}}

{{- define "vitrine.query.settings" -}}
{{- $settings := dict
  "server.port" 8080
  "management.server.port" 9000
  "spring.lifecycle.timeout-per-shutdown-phase" (printf "%ds" (int .Values.query.shutdownSeconds))
  "vitrine.near.bootstrap-servers" (required "kafka.bootstrapServers is required" .Values.kafka.bootstrapServers)
  "vitrine.redis.url" "${VITRINE_REDIS_URL}"
  "vitrine.listing.currencies" (join "," .Values.dynamodb.currencies) -}}
{{- with .Values.dynamodb.endpoint }}
{{- $_ := set $settings "vitrine.dynamodb.endpoint" . }}
{{- end }}
{{- with .Values.dynamodb.region }}
{{- $_ := set $settings "vitrine.dynamodb.region" . }}
{{- end }}
{{- range $engine := list "redis" "dynamodb" }}
{{- with include "vitrine.caFile" (dict "root" $ "engine" $engine) }}
{{- $_ := set $settings (printf "vitrine.%s.ca" $engine) . }}
{{- end }}
{{- end }}
{{- if .Values.query.cursorKeySecret }}
{{- $_ := set $settings "vitrine.listing.cursor-key" "${VITRINE_LISTING_CURSOR_KEY}" }}
{{- end }}
{{- if ne .Values.kafka.securityProtocol "PLAINTEXT" }}
{{- $settings = merge $settings (include "vitrine.kafkaProperties" (dict "root" . "prefix" "vitrine.near.properties." "jaas" "${VITRINE_KAFKA_SASL_JAAS_CONFIG}") | fromYaml) }}
{{- end }}
{{- if .Values.logs.json }}
{{- $_ := set $settings "logging.structured.format.console" "ecs" }}
{{- end }}
{{- toYaml (merge (deepCopy .Values.query.settings) $settings) -}}
{{- end -}}

{{- define "vitrine.projections.settings" -}}
{{- $settings := dict
  "server.port" 8082
  "management.server.port" 9000
  "spring.lifecycle.timeout-per-shutdown-phase" (printf "%ds" (int .Values.projections.shutdownSeconds))
  "spring.kafka.bootstrap-servers" (required "kafka.bootstrapServers is required" .Values.kafka.bootstrapServers)
  "spring.kafka.streams.state-dir" "/var/lib/vitrine/streams"
  "spring.kafka.streams.properties.num.stream.threads" (int .Values.projections.threads)
  "spring.kafka.streams.properties.num.standby.replicas" (int .Values.projections.standbyReplicas)
  "spring.kafka.streams.properties.replication.factor" (int .Values.kafka.topics.replicationFactor)
  "spring.kafka.streams.properties.group.instance.id" "${POD_NAME}" -}}
{{- /* Longer than a pod's restart: its partitions wait for it, rather than be restored from the changelog elsewhere. */ -}}
{{- $_ := set $settings "spring.kafka.streams.properties.main.consumer.session.timeout.ms" 45000 -}}
{{- $security := include "vitrine.kafkaProperties" (dict "root" . "prefix" "spring.kafka.streams.properties." "jaas" "${VITRINE_KAFKA_SASL_JAAS_CONFIG}") | fromYaml -}}
{{- if .Values.logs.json }}
{{- $_ := set $settings "logging.structured.format.console" "ecs" }}
{{- end }}
{{- toYaml (merge (deepCopy .Values.projections.settings) $settings $security) -}}
{{- end -}}

{{- define "vitrine.connect.settings" -}}
{{- $group := .Values.connect.groupId -}}
{{- $settings := dict
  "bootstrap.servers" (required "kafka.bootstrapServers is required" .Values.kafka.bootstrapServers)
  "group.id" $group
  "config.storage.topic" (printf "%s-configs" $group)
  "offset.storage.topic" (printf "%s-offsets" $group)
  "status.storage.topic" (printf "%s-status" $group)
  "config.storage.replication.factor" (int .Values.kafka.topics.replicationFactor)
  "offset.storage.replication.factor" (int .Values.kafka.topics.replicationFactor)
  "status.storage.replication.factor" (int .Values.kafka.topics.replicationFactor)
  "exactly.once.source.support" "enabled"
  "consumer.isolation.level" "read_committed"
  "key.converter" "org.apache.kafka.connect.storage.StringConverter"
  "value.converter" "org.apache.kafka.connect.storage.StringConverter"
  "connector.client.config.override.policy" "All"
  "listeners" "http://:8083"
  "rest.advertised.host.name" "${env:VITRINE_POD_IP}"
  "rest.advertised.port" 8083
  "plugin.path" "/opt/vitrine/plugins"
  "plugin.discovery" "service_load"
  "config.providers" "env"
  "config.providers.env.class" "org.apache.kafka.common.config.provider.EnvVarConfigProvider"
  "config.providers.env.param.allowlist.pattern" "VITRINE_.*"
  "offset.flush.interval.ms" 5000
  "scheduled.rebalance.max.delay.ms" 0
  "task.shutdown.graceful.timeout.ms" (mul 1000 (int .Values.connect.shutdownSeconds)) -}}
{{- range $prefix := list "" "producer." "consumer." "admin." }}
{{- $security := include "vitrine.kafkaProperties" (dict "root" $ "prefix" $prefix "jaas" "${env:VITRINE_KAFKA_SASL_JAAS_CONFIG}") | fromYaml }}
{{- $settings = merge $settings $security }}
{{- end }}
{{- toYaml (merge (deepCopy .Values.connect.settings) $settings) -}}
{{- end -}}

{{/* A connector as connectors/config has it, with what differs in a cluster. */}}
{{- define "vitrine.connector" -}}
{{- $file := .root.Files.Get (printf "files/connectors/%s.json" .file) | fromJson -}}
{{- $config := mergeOverwrite $file.config .over .values -}}
{{- dict "name" $file.name "config" $config | toPrettyJson -}}
{{- end -}}

{{- define "vitrine.connectors.settings" -}}
{{- $db := .Values.postgresql -}}
{{- $relay := dict "database.sslmode" $db.sslMode "topic.creation.events.partitions" (toString .Values.kafka.topics.partitions) -}}
{{- if $db.caSecret }}
{{- $_ := set $relay "database.sslrootcert" (include "vitrine.caFile" (dict "root" . "engine" "postgresql")) }}
{{- end }}
{{- if and (not $db.caSecret) (hasPrefix "verify" $db.sslMode) }}
{{- $_ := set $relay "database.sslfactory" "org.postgresql.ssl.DefaultJavaSSLFactory" }}
{{- end }}
{{- $factor := toString (int .Values.kafka.topics.replicationFactor) -}}
{{- $_ := set $relay "topic.creation.events.replication.factor" $factor -}}
{{- $_ := set $relay "topic.creation.default.replication.factor" $factor -}}
{{- $sink := dict "errors.deadletterqueue.topic.replication.factor" $factor -}}
{{- $dynamodb := dict "listing.currencies" (join "," .Values.dynamodb.currencies) -}}
{{- with include "vitrine.caFile" (dict "root" . "engine" "dynamodb") }}
{{- $_ := set $dynamodb "dynamodb.ca" . }}
{{- end }}
{{- $redis := dict -}}
{{- with include "vitrine.caFile" (dict "root" . "engine" "redis") }}
{{- $_ := set $redis "redis.ca" . }}
{{- end }}
relay.json: |
  {{- include "vitrine.connector" (dict "root" . "file" "relay" "over" $relay "values" .Values.connect.connectors.relay) | nindent 2 }}
dynamodb-sink.json: |
  {{- include "vitrine.connector" (dict "root" . "file" "dynamodb-sink" "over" (merge $dynamodb $sink) "values" .Values.connect.connectors.dynamodb) | nindent 2 }}
redis-sink.json: |
  {{- include "vitrine.connector" (dict "root" . "file" "redis-sink" "over" (merge $redis $sink) "values" .Values.connect.connectors.redis) | nindent 2 }}
{{- end -}}

{{/* How the topics job reaches Kafka, as properties of its client. */}}
{{- define "vitrine.topics.settings" -}}
{{- $settings := dict "bootstrap.servers" (required "kafka.bootstrapServers is required" .Values.kafka.bootstrapServers) -}}
{{- $security := include "vitrine.kafkaSecurity" (dict "root" . "jaas" "${VITRINE_KAFKA_SASL_JAAS_CONFIG}") | fromYaml -}}
{{- toYaml (merge $settings $security) -}}
{{- end -}}

{{/* A flat YAML map as a properties file. */}}
{{- define "vitrine.properties" -}}
{{- range $key, $value := . | fromYaml }}
{{ $key }}={{ if kindIs "float64" $value }}{{ int64 $value }}{{ else }}{{ $value }}{{ end }}
{{- end }}
{{- end -}}

{{/* The files that a workload mounts as its settings, all of them: (dict "root" $ "component" "query"). */}}
{{- define "vitrine.settingsFiles" -}}
{{- if eq .component "connect" -}}
connect.properties: |
  {{- include "vitrine.properties" (include "vitrine.connect.settings" .root) | nindent 2 }}
metrics.yaml: |
  {{- .root.Files.Get "files/connectors/metrics.yaml" | nindent 2 }}
log4j2.properties: |
  {{- tpl (.root.Files.Get "files/connect-log4j2.properties") .root | nindent 2 }}
log-line.json: |
  {{- .root.Files.Get "files/connect-log-line.json" | nindent 2 }}
{{- else -}}
application.yaml: |
  {{- include (printf "vitrine.%s.settings" .component) .root | nindent 2 }}
{{- end -}}
{{- end -}}

{{/* SHA-256 of these files: names and contents, in the order of the names. WorkloadChecks counts it again. */}}
{{- define "vitrine.settingsChecksum" -}}
{{- $all := "" -}}
{{- range $name, $content := include "vitrine.settingsFiles" . | printf "%s\n" | fromYaml -}}
{{- $all = printf "%s%s\n%s\n" $all $name $content -}}
{{- end -}}
{{- $all | sha256sum -}}
{{- end -}}
