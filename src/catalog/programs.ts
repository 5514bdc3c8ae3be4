/** How programs behave as PID 1. Plain lists of names: the first word of a command without its path. */

/** Forward signals and reap every orphan. */
export const INITS = words(
  "tini tini-static tini-amd64 dumb-init catatonit docker-init s6-svscan s6-init s6-overlay-init runit runit-init runsvdir runsvinit my_init baseinit.sh pid1 go-init multirun horust systemd supervisord circusd nosh runitor",
);

/** Handle TERM themselves and leave no zombies to speak of. */
export const SERVERS = words(
  "nginx openresty httpd httpd-foreground apache2 apache2-foreground lighttpd caddy traefik haproxy envoy varnishd h2o pound " +
    "postgres postmaster mysqld mariadbd mongod mongos redis-server redis-sentinel valkey-server keydb-server memcached influxd influxdb3 clickhouse clickhouse-server cockroach etcd rethinkdb " +
    "rabbitmq-server nats-server mosquitto beam.smp erl elasticsearch opensearch solr " +
    "gunicorn uvicorn hypercorn daphne granian celery puma unicorn thin sidekiq passenger php-fpm pm2-runtime pm2-docker java dotnet streamlit jupyter jupyter-lab jupyter-notebook " +
    "prometheus alertmanager pushgateway node_exporter blackbox_exporter grafana grafana-server loki promtail tempo jaeger otelcol otelcol-contrib telegraf vector fluent-bit fluentd " +
    "consul vault nomad coredns dnsmasq named unbound minio registry dockerd containerd sshd slapd openvpn tor cloudflared syncthing gitea vaultwarden memos sqlservr " +
    "filebeat metricbeat heartbeat packetbeat apm-server catalina.sh squid prometheus-node-exporter node-exporter postgres_exporter mysqld_exporter redis_exporter cadvisor dozzle watchtower portainer ollama",
);

/** Package runners: they start the app as a child and do not hand signals on. */
export const RUNNERS = words("npm npx yarn yarnpkg pnpm pnpx bunx corepack lerna nx turbo rushx");

/** Launchers and reloaders: meant for development, the app is their child. */
export const LAUNCHERS = words(
  "nodemon ts-node-dev tsnd concurrently npm-run-all run-s run-p supervisor forever pm2 air realize reflex fresh modd compiledaemon entr watchexec watchmedo guard rerun " +
    "webpack-dev-server react-scripts vue-cli-service ng gulp grunt make rake xvfb-run mysqld_safe foreman honcho meteor ionic watch apache2ctl apachectl",
);

/** Interpreters that do nothing about TERM unless the app's own code does. */
export const INTERPRETERS = words(
  "node nodejs ts-node tsx babel-node deno bun python python2 python3 pypy pypy3 ruby jruby perl php lua luajit rscript r julia",
);

/** Interactive or plain shells. */
export const SHELLS = words("sh bash ash dash zsh ksh fish busybox cmd powershell pwsh");

/** Programs without a handler for TERM: the kernel drops it when they are PID 1. */
export const DEAF = words("tail sleep cat yes top");

/** Programs that change something and then exec the command in their arguments: how many words of their own stand before it. */
export const EXECERS: ReadonlyMap<string, number> = new Map([
  ["gosu", 1],
  ["su-exec", 1],
  ["setpriv", 0],
  ["chpst", 0],
  ["env", 0],
  ["nice", 0],
  ["ionice", 0],
  ["stdbuf", 0],
  ["nohup", 0],
  ["setsid", 0],
  ["numactl", 0],
  ["catchsegv", 0],
  ["exec", 0],
  ["pipenv", 1],
  ["poetry", 1],
  ["bundle", 1],
  ["with-contenv", 0],
  ["doppler", 1],
  ["ddtrace-run", 0],
  ["newrelic-admin", 1],
  ["opentelemetry-instrument", 0],
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
