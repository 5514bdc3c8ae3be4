import type { ImageFacts } from "./image-facts.ts";
import { type ImageReference, lastPart } from "./image-reference.ts";

/** Ports that data stores and queues listen on, and what listens there. */
const PORTS: Readonly<Record<string, string>> = {
  "1433": "SQL Server",
  "1521": "Oracle",
  "2375": "Docker Engine without TLS",
  "2379": "etcd",
  "3306": "MySQL",
  "4369": "Erlang port mapper",
  "5432": "PostgreSQL",
  "5672": "RabbitMQ",
  "5984": "CouchDB",
  "6379": "Redis",
  "7000": "Cassandra",
  "7474": "Neo4j",
  "7687": "Neo4j",
  "7700": "Meilisearch",
  "8086": "InfluxDB",
  "8123": "ClickHouse",
  "9000": "ClickHouse or MinIO",
  "9042": "Cassandra",
  "9092": "Kafka",
  "9200": "Elasticsearch or OpenSearch",
  "9300": "Elasticsearch or OpenSearch",
  "11211": "Memcached",
  "15672": "RabbitMQ management",
  "26257": "CockroachDB",
  "27017": "MongoDB",
  "28015": "RethinkDB",
};

const STORE_NAME =
  /(?:^|[-_])(?:postgres|postgresql|postgis|pgvector|timescaledb|timescale|mysql|mariadb|percona|mongo|mongodb|redis|valkey|keydb|dragonfly|memcached|elasticsearch|opensearch|cassandra|scylla|couchdb|couchbase|clickhouse|clickhouse-server|influxdb|neo4j|rethinkdb|cockroach|etcd|rabbitmq|kafka|zookeeper|nats|mssql|oracle-xe|meilisearch|typesense|qdrant|weaviate|milvus|minio|solr|arangodb|dgraph|questdb|victoria-metrics)(?:$|[-_])/;
/** Names that hold a store's name and are none. */
const NOT_A_STORE =
  /(?:exporter|express|admin|commander|insight|ui|manager|backup|client|proxy|operator|init|console|web|bouncer|dashboards?|board|cli|tools?|rest|pixy|bridge|connect|mirror|maker|hq|schema-registry)(?:$|[-_])/;

/** Whether an image keeps data that nobody but the deployment should reach: by the catalog's kind, else by its name. */
export function isDataStore(ref: ImageReference, facts: ImageFacts | undefined): boolean {
  const last = lastPart(ref.normalized);
  // A family of the catalog may hold both: `cp-kafka` and `cp-kafka-connect`.
  if (NOT_A_STORE.test(last)) return false;
  return facts?.kind === undefined ? STORE_NAME.test(last) : facts.kind === "datastore" || facts.kind === "queue";
}

/** What usually listens on a container port of a data store. */
export function dataStorePort(port: string): string | undefined {
  return PORTS[port];
}
