{{/* A pod that runs one of the programs of the Connect image, or another image's: (dict "root" $ "name" "topics"
     "args" (list …) "env" "…" "mounts" "…" "volumes" "…" "image" "connect" "command" (list …)). */}}
{{- define "vitrine.jobPod" -}}
{{- $root := .root -}}
metadata:
  labels:
    {{- include "vitrine.podLabels" (dict "root" $root "component" .name) | nindent 4 }}
  {{- if and $root.Values.istio.enabled (not (include "vitrine.beforehand" (dict "component" .name))) }}
  annotations:
    {{- include "vitrine.nativeProxy" . | nindent 4 }}
  {{- end }}
spec:
  {{- include "vitrine.jobPodSpec" . | nindent 2 }}
{{- end -}}

{{- define "vitrine.jobPodSpec" -}}
{{- $root := .root -}}
serviceAccountName: {{ include "vitrine.fullname" $root }}-{{ .account | default .name }}
automountServiceAccountToken: false
enableServiceLinks: false
restartPolicy: Never
{{- include "vitrine.pullSecrets" $root | nindent 0 }}
{{- include "vitrine.podSecurity" $root | nindent 0 }}
containers:
  - name: {{ .name }}
    image: {{ include "vitrine.image" (dict "root" $root "component" (.image | default "connect")) }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    # The image's own entry point is a worker, or a service.
    command:
      {{- toYaml (.command | default (list "java" "-cp" "/opt/vitrine/connect/*:/opt/vitrine/plugins/vitrine-connectors/*" "dev.vitrine.connectors.cluster.ClusterJob")) | nindent 6 }}
    args:
      {{- toYaml .args | nindent 6 }}
    {{- include "vitrine.containerSecurity" $root | nindent 4 }}
    env:
      {{- if .trust }}
      {{- include "vitrine.trustEnv" $root | nindent 6 }}
      {{- end }}
      - name: JDK_JAVA_OPTIONS
        value: {{ include "vitrine.javaOptions" (dict "root" $root "options" "-XX:MaxRAMPercentage=60 -XX:TieredStopAtLevel=1 -XX:+UseSerialGC" "trust" .trust) | quote }}
      {{- with .env }}
      {{- . | nindent 6 }}
      {{- end }}
    resources:
      {{- toYaml $root.Values.jobs.resources | nindent 6 }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- with .mounts }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- if .trust }}
      {{- include "vitrine.trustMounts" $root | nindent 6 }}
      {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- with .volumes }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if .trust }}
  {{- include "vitrine.trustVolumes" $root | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "vitrine.jobHead" -}}
metadata:
  name: {{ include "vitrine.fullname" .root }}-{{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "vitrine.labels" (dict "root" .root "component" .name) | nindent 4 }}
  annotations:
    helm.sh/hook: {{ .hook }}
    helm.sh/hook-weight: {{ .weight | quote }}
    helm.sh/hook-delete-policy: before-hook-creation
{{- end -}}

{{- define "vitrine.jobBounds" -}}
backoffLimit: 4
activeDeadlineSeconds: {{ .Values.jobs.deadlineSeconds }}
ttlSecondsAfterFinished: {{ .Values.jobs.ttlSeconds }}
{{- end -}}

{{- define "vitrine.connectorsPod" -}}
{{- $mounts := include "vitrine.mount" (dict "name" "connectors" "path" "/etc/vitrine/connectors") -}}
{{- $volumes := printf "- name: connectors\n  configMap:\n    name: %s-connectors" (include "vitrine.fullname" .root) -}}
{{- $url := printf "http://%s-connect.%s.svc:8083" (include "vitrine.fullname" .root) .root.Release.Namespace -}}
{{- include "vitrine.jobPod" (dict "root" .root "name" "connectors" "args" (list .verb $url "/etc/vitrine/connectors") "mounts" $mounts "volumes" $volumes) -}}
{{- end -}}
