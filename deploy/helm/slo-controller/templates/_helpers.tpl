{{- define "slo-controller.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "slo-controller.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "slo-controller.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "slo-controller.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "slo-controller.selectorLabels" -}}
app.kubernetes.io/name: {{ include "slo-controller.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "slo-controller.labels" -}}
{{ include "slo-controller.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{- define "slo-controller.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "slo-controller.fullname" .) -}}
{{- end -}}

{{- define "slo-controller.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{- /* The Secret with the webhook's certificate. */ -}}
{{- define "slo-controller.certificate" -}}
{{- if .Values.webhook.certManager.enabled -}}
{{- printf "%s-webhook" (include "slo-controller.fullname" .) -}}
{{- else if and .Values.webhook.secretName .Values.webhook.caBundle -}}
{{- .Values.webhook.secretName -}}
{{- else -}}
{{- fail "webhook.enabled needs webhook.certManager.enabled, or webhook.secretName and webhook.caBundle" -}}
{{- end -}}
{{- end -}}

{{- define "slo-controller.args" -}}
{{- $root := . -}}
- run
{{- with .Values.sloth }}
{{- with .namespace }}
- --namespace={{ . }}
{{- end }}
{{- with .labelSelector }}
- {{ printf "--label-selector=%s" . | quote }}
{{- end }}
{{- with .workers }}
- --workers={{ . }}
{{- end }}
{{- with .resyncInterval }}
- --resync-interval={{ . }}
{{- end }}
{{- with .defaultSloPeriod }}
- --default-period={{ . }}
{{- end }}
{{- range $key, $value := .extraLabels }}
- {{ printf "--extra-label=%s=%v" $key $value | quote }}
{{- end }}
{{- if .debug.enabled }}
- --log=debug
{{- end }}
{{- if eq .logger "json" }}
- --log-format=json
{{- end }}
{{- end }}
{{- range .Values.outputs }}
- --output={{ . }}
{{- end }}
{{- range $key, $value := .Values.outputLabels }}
- {{ printf "--output-label=%s=%v" $key $value | quote }}
{{- end }}
{{- range $key, $value := .Values.outputAnnotations }}
- {{ printf "--output-annotation=%s=%v" $key $value | quote }}
{{- end }}
{{- if ne .Values.profile "sloth" }}
- --profile={{ .Values.profile }}
{{- end }}
{{- if include "slo-controller.makesDashboards" . }}
{{- with .Values.dashboards }}
{{- with .folder }}
- {{ printf "--dashboard-folder=%s" . | quote }}
{{- end }}
{{- if ne .folderAnnotation "grafana_folder" }}
- --dashboard-folder-annotation={{ .folderAnnotation }}
{{- end }}
{{- range $key, $value := .labels }}
- {{ printf "--dashboard-label=%s=%s" $key $value | quote }}
{{- end }}
{{- range $key, $value := .instances }}
- {{ printf "--dashboard-instance=%s=%s" $key $value | quote }}
{{- end }}
{{- range .externalLabels }}
- --dashboard-external-label={{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.customSloConfig.enabled }}
- --windows={{ .Values.customSloConfig.path }}
{{- end }}
{{- if .Values.leaderElection.enabled }}
- --lease={{ include "slo-controller.fullname" $root }}
{{- end }}
{{- if .Values.webhook.enabled }}
- --webhook-certificates=/certificates
{{- end }}
{{- end -}}

{{- /* The kinds that can be made. What only ours is watched of has to be looked at when its name is taken. */ -}}
{{- define "slo-controller.kinds" -}}
prometheus-rule: {group: monitoring.coreos.com, resource: prometheusrules}
vm-rule: {group: operator.victoriametrics.com, resource: vmrules}
dashboard-config-map: {group: "", resource: configmaps, get: true}
grafana-dashboard: {group: grafana.integreatly.org, resource: grafanadashboards}
{{- end -}}

{{- /* Not empty if dashboards are made of objects. */ -}}
{{- define "slo-controller.makesDashboards" -}}
{{- if or (has "dashboard-config-map" .Values.outputs) (has "grafana-dashboard" .Values.outputs) -}}
true
{{- end -}}
{{- end -}}

{{- /* What the controller may do with the objects that it looks at and makes. */ -}}
{{- define "slo-controller.rules" -}}
- apiGroups: [sloth.slok.dev]
  resources: [prometheusservicelevels]
  verbs: [get, list, watch]
- apiGroups: [sloth.slok.dev]
  resources: [prometheusservicelevels/status]
  verbs: [patch]
{{- $root := . }}
{{- range $name, $kind := include "slo-controller.kinds" . | fromYaml }}
{{- $isMade := has $name $root.Values.outputs }}
{{- if or $isMade (has $name $root.Values.retiredOutputs) }}
- apiGroups: [{{ $kind.group | default "\"\"" }}]
  resources: [{{ $kind.resource }}]
  verbs: [{{ if not $isMade }}get, delete{{ else }}{{ if $kind.get }}get, {{ end }}list, watch, create, patch, delete{{ end }}]
{{- end }}
{{- end }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end -}}
