import { expect, test } from "vitest";
import { projectOf } from "../../rules/check-example.ts";

const oneShots = [
  "python manage.py migrate",
  "bundle exec rails db:seed",
  "poetry run alembic -c a.ini upgrade head",
  "flask db upgrade",
  "npx prisma db push",
  "npx knex migrate:latest",
  "yarn run db:migrate",
  "php artisan db:seed",
  "php bin/console doctrine:migrations:migrate",
  "goose -dir m up",
  "mc alias set a b",
  "exit 0",
  "pytest -q",
  "npx jest",
  "npx vitest run",
  "npx playwright test",
  "cypress run",
  "tox",
  "npm t",
  "go test ./...",
  "mvn -q verify",
  "cargo check",
  "sh -c 'NPM=1; Alembic upgrade head'",
];
const others = ["node server.js", "npm start", "", "latest", "gunicorn app"];

test("commands that end are told from those that stay", async () => {
  const commands = [...oneShots, ...others];
  const services = commands.map((command, index) => `  s${index}:\n    image: app:1\n    command: ${JSON.stringify(command)}\n`);
  const project = await projectOf({ "compose.yaml": `services:\n${services.join("")}` });
  const ended = commands.filter((_, index) => project.workloads.find(({ name }) => name === `s${index}`)?.role === "job");
  expect(ended).toEqual(oneShots);
});
