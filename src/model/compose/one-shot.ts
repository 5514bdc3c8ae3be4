import { parseImageRef } from "../../parse/imageref/parse.ts";
import type { MapValue } from "../../parse/compose/value.ts";
import { listAt, scalarAt } from "./read.ts";

/** Images whose only use is to do one thing and end. */
const images = new Set(
  "flyway/flyway redgate/flyway liquibase/liquibase liquibase migrate/migrate amacneil/dbmate ghcr.io/amacneil/dbmate arigaio/atlas minio/mc cypress/included grafana/k6 loadimpact/k6 postman/newman".split(
    " ",
  ),
);
const launcher = String.raw`(?:(?:bundle exec|npx|pnpm exec|yarn exec|poetry run|uv run|pipenv run|python3? -m) )?(?:\S*/)?`;
const migrations = [
  String.raw`(?:python3? )?(?:\S*/)?manage\.py (?:migrate|collectstatic|loaddata|createsuperuser)`,
  String.raw`(?:rails|rake) db:(?:create|migrate|prepare|seed|setup)`,
  String.raw`alembic (?:\S+ )*upgrade`,
  String.raw`flask (?:--app \S+ )?db upgrade`,
  String.raw`prisma (?:migrate|db (?:push|seed))`,
  String.raw`(?:knex|sequelize|sequelize-cli|typeorm|drizzle-kit) (?:db:)?migrat`,
  String.raw`(?:npm|pnpm|yarn) (?:run )?(?:[\w-]+:)*migrat\w*(?::[\w-]+)*(?: |$)`,
  String.raw`php (?:\S*/)?artisan (?:migrate|db:seed)`,
  String.raw`php (?:\S*/)?bin/console doctrine:migrations:migrate`,
  String.raw`(?:migrate|goose|dbmate|flyway|liquibase|atlas) (?:\S+ )*(?:up|update|migrate|apply)$`,
  String.raw`mc (?:alias|mb|policy|anonymous|admin|cp|mirror|config) `,
  String.raw`exit(?: \d+)?$`,
];
const tests = [
  String.raw`(?:pytest|rspec|phpunit|jest|vitest|tox|newman run|k6 run|cypress run|playwright test)(?: |$)`,
  String.raw`(?:npm|pnpm|yarn) (?:run )?(?:test|t)(?::| |$)`,
  String.raw`(?:go|cargo|mvn|gradle|\./gradlew|dotnet|mix) (?:-\S+ )*(?:test|verify|check)(?: |$)`,
];
/** One of these words is in every such command: a look at them is cheaper than making the pattern. */
const signs =
  "migrat manage.py db alembic goose flyway liquibase atlas mc exit test rspec phpunit jest tox newman k6 cypress npm pnpm yarn verify check".split(
    " ",
  );
let pattern: RegExp | undefined;

function isOneShot(command: string): boolean {
  const lower = command.toLowerCase();
  if (!signs.some((sign) => lower.includes(sign))) return false;
  pattern ??= new RegExp(`^${launcher}(?:${[...migrations, ...tests].join("|")})`, "i");
  return pattern.test(command);
}

/** What makes a service run once although nothing waits for its end: its image or its command. */
export function oneShotReason(service: MapValue): string | undefined {
  if (/^(?:always|unless-stopped)/.test(scalarAt(service, "restart")?.text ?? "")) return undefined;
  const words = wordsAt(service, "command");
  const entrypoint = wordsAt(service, "entrypoint");
  const line = [...entrypoint, ...words].join(" ");
  const inner = /^(?:\/bin\/)?(?:ba|da|a)?sh -[a-z]*c (.*)$/s.exec(line)?.[1] ?? line;
  // Of `migrate && serve` the last part stays.
  const last = inner.split(/&&|\|\||[;\n]/).findLast((part) => part.trim() !== "") ?? "";
  if (isOneShot(last.trim().replace(/^exec /, ""))) return `it runs ${last.trim().slice(0, 60)}`;
  const image = parseImageRef(scalarAt(service, "image")?.text ?? "").normalized;
  return entrypoint.length === 0 && images.has(image) ? `${image} does one thing and ends` : undefined;
}

function wordsAt(service: MapValue, key: string): string[] {
  const list = listAt(service, key);
  if (!list) return [scalarAt(service, key)?.text ?? ""].filter((text) => text !== "");
  return list.items.flatMap((item) => (item.type === "scalar" ? [item.text] : []));
}
