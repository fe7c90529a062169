# What Prometheus and Grafana hosts install.
check "apt installs it" apt_local install "balloon-exporter-monitoring=$VERSION"
check "rules export writes the packaged rules" bash -c 'balloon-exporter rules export --out /tmp/rules > /dev/null && diff -r --exclude=runbooks /tmp/rules /usr/share/balloon-exporter/rules'
check "each alert's runbook is where it points" bash -c "grep -q runbook_url: /usr/share/balloon-exporter/rules/health.rules.yml && grep -ho 'runbook_url: file://.*' /usr/share/balloon-exporter/rules/*.yml | sed 's|.*file://||' | while read -r file; do test -s \"\$file\" || exit 1; done"
check "the dashboards are JSON" bash -c 'for file in /usr/share/balloon-exporter/dashboards/*.json; do python3 -m json.tool "$file" > /dev/null || exit 1; done'
