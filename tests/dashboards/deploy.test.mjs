// compose.yaml and Grafana's provisioning fit each other and the configurations they mount. No container is started here.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { boards, root } from './boards.mjs';

const read = (file) => parse(readFileSync(path.join(root, file), 'utf8'));
const compose = read('deploy/compose.yaml');
const { exporter, prometheus, alertmanager, grafana } = compose.services;
const prometheusConfig = read('deploy/prometheus.yml');
const alertmanagerConfig = read('alerts/alertmanager/alertmanager.yml');
const provisioning = 'deploy/grafana/provisioning';

/** What a service mounts: source in the repository (or a volume's name, or a path of the host), and target. */
const mounts = (service) =>
  service.volumes.map((volume) => {
    const [source, target, mode] = volume.split(':');
    return { source: source.startsWith('.') ? path.relative(root, path.join(root, 'deploy', source)) : source, target, mode, inRepository: source.startsWith('.') };
  });

/** The file of the repository that a service sees under a path. */
function inRepository(service, seen) {
  const mount = mounts(service).filter(({ target, inRepository: own }) => own && (seen === target || seen.startsWith(`${target}/`))).sort((a, b) => b.target.length - a.target.length)[0];
  return mount && path.join(mount.source, path.relative(mount.target, seen));
}

const option = (service, name) => service.command.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);

// Made by the operator: a secret is not in a repository.
const token = 'alerts/alertmanager/balloon-exporter.token';

test('Every image is pinned, and Grafana is the one the dashboards are checked against', () => {
  for (const { image } of [prometheus, alertmanager, grafana]) assert.match(image, /^[a-z/]+:v?\d+\.\d+\.\d+$/);
  const { version } = createRequire(import.meta.url)('@grafana/schema/package.json');
  assert.equal(grafana.image, `grafana/grafana:${version}`);
  assert.equal(existsSync(path.join(root, 'deploy', exporter.build, 'Dockerfile')), true);
});

test('Everything mounted from the repository is there, and read-only', () => {
  for (const service of Object.values(compose.services)) {
    for (const { source, mode, inRepository: own } of mounts(service)) {
      if (!own) continue;
      assert.equal(source === token || existsSync(path.join(root, source)), true, source);
      assert.equal(mode, 'ro', source);
    }
  }
});

test('Every volume that is used is declared, and the other way round', () => {
  const used = Object.values(compose.services).flatMap((service) => mounts(service)).filter(({ source, inRepository: own }) => !own && !source.startsWith('/')).map(({ source }) => source);
  assert.deepEqual(used.sort(), Object.keys(compose.volumes).sort());
});

test('The configurations that are started with are mounted', () => {
  assert.equal(inRepository(prometheus, option(prometheus, 'config.file')), 'deploy/prometheus.yml');
  assert.equal(inRepository(alertmanager, option(alertmanager, 'config.file')), 'alerts/alertmanager/alertmanager.yml');
});

test('Prometheus finds every rule file of its configuration', () => {
  const folder = path.dirname(option(prometheus, 'config.file'));
  assert.equal(prometheusConfig.rule_files.length > 0, true);
  for (const file of prometheusConfig.rule_files) assert.equal(existsSync(path.join(root, inRepository(prometheus, path.join(folder, file)))), true, file);
});

test('Targets come in time: Prometheus repeats alerts every five seconds', () => assert.equal(option(prometheus, 'rules.alert.resend-delay'), '5s'));

test('Every service listens on loopback, where the others look for it', () => {
  const listens = {
    exporter: option(exporter, 'web.listen-address'),
    prometheus: option(prometheus, 'web.listen-address'),
    alertmanager: option(alertmanager, 'web.listen-address'),
    grafana: `${grafana.environment.GF_SERVER_HTTP_ADDR}:${grafana.environment.GF_SERVER_HTTP_PORT}`,
  };
  for (const [name, address] of Object.entries(listens)) {
    assert.match(address, /^127\.0\.0\.1:\d+$/, name);
    assert.equal(compose.services[name].network_mode, 'host', name);
  }
  assert.equal(new Set(Object.values(listens)).size, 4);

  const scraped = prometheusConfig.scrape_configs.flatMap((config) => config.static_configs.flatMap((group) => group.targets));
  assert.equal(scraped.includes(listens.exporter), true);
  assert.deepEqual(prometheusConfig.alerting.alertmanagers[0].static_configs[0].targets, [listens.alertmanager]);
  const receivers = alertmanagerConfig.receivers.flatMap((receiver) => receiver.webhook_configs ?? []);
  assert.deepEqual(receivers.map(({ url }) => url), [`http://${listens.exporter}/api/v1/feedback`]);
  assert.equal(read(`${provisioning}/datasources/prometheus.yaml`).datasources[0].url, `http://${listens.prometheus}`);
});

test('Alertmanager and the exporter have the same token', () => {
  const [{ http_config: http }] = alertmanagerConfig.receivers.flatMap((receiver) => receiver.webhook_configs ?? []);
  const folder = path.dirname(option(alertmanager, 'config.file'));
  assert.equal(inRepository(alertmanager, path.join(folder, http.authorization.credentials_file)), token);
  const keys = option(exporter, 'api.keys');
  const [{ file, may }] = read(inRepository(exporter, keys)).filter((key) => key.name === 'alertmanager');
  assert.equal(inRepository(exporter, path.join(path.dirname(keys), file)), token);
  assert.deepEqual(may, ['feedback']);
});

test('The exporter is started with options that it has', () => {
  const options = readFileSync(path.join(root, 'docs', 'options.md'), 'utf8');
  for (const argument of exporter.command) assert.equal(options.includes(`\`${argument.split('=')[0]}=`), true, argument);
});

test('The data source knows how often is scraped', () => {
  assert.equal(read(`${provisioning}/datasources/prometheus.yaml`).datasources[0].jsonData.timeInterval, prometheusConfig.global.scrape_interval);
});

test('Grafana finds its provisioning and the dashboards, and opens with the fleet', () => {
  for (const kind of ['datasources', 'dashboards']) {
    const mounted = inRepository(grafana, `/etc/grafana/provisioning/${kind}`);
    assert.equal(readdirSync(path.join(root, mounted)).filter((file) => /\.ya?ml$/.test(file)).length, 1, kind);
  }
  const [provider] = read(`${provisioning}/dashboards/balloon-exporter.yaml`).providers;
  assert.equal(inRepository(grafana, provider.options.path), 'dashboards');
  assert.equal(provider.allowUiUpdates, false);
  const home = inRepository(grafana, grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH);
  assert.equal(boards.some((board) => path.join('dashboards', board.file) === home), true, home);
});
