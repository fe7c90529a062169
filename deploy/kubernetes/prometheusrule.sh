#!/bin/sh
# For rules only: the exporter itself belongs on libvirt's hosts, as a package or a container beside libvirtd, and there are no manifests for it.
# Writes the rules as PrometheusRule objects for the Prometheus operator, one for each file in alerts/:
#   deploy/kubernetes/prometheusrule.sh [LABEL=VALUE...] | kubectl apply -f -
# RULES=DIR takes the files of another folder, for example of "balloon-exporter rules export".
# The labels are those that your Prometheus selects rules by (ruleSelector), for example release=kube-prometheus-stack.
set -eu
alerts=${RULES:-$(cd "$(dirname "$0")/../../alerts" && pwd)}

for file in "$alerts"/*.rules.yml; do
  echo "---"
  echo "apiVersion: monitoring.coreos.com/v1"
  echo "kind: PrometheusRule"
  echo "metadata:"
  echo "  name: balloon-$(basename "$file" .rules.yml)"
  echo "  labels:"
  echo "    app.kubernetes.io/name: balloon-exporter"
  for label in "$@"; do echo "    ${label%%=*}: '${label#*=}'"; done
  echo "spec:"
  # The file itself, two columns further in: what the operator runs is what was tested.
  sed -n '/^groups:/,$ { s/^\(.\)/  \1/; p }' "$file"
done
