import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { classifyPid1, programName } from "../../src/catalog/classify-pid1.ts";
import { afterKnownEntrypoint } from "../../src/catalog/known-entrypoint.ts";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";

test.each([
  ["tini -- node server.js", "init"],
  ["/usr/bin/dumb-init -- /start.sh", "init"],
  ["/init", "init"],
  ["/sbin/init", "init"],
  ["/sbin/my_init", "init"],
  ["s6-svscan /etc/s6", "init"],
  ["/usr/bin/supervisord -n", "init"],
  ["gosu app tini -- app", "init"],
  ["nginx -g daemon\u00a0off;", "good"],
  ["/usr/sbin/nginx", "good"],
  ["postgres -c max_connections=9", "good"],
  ["php-fpm8.2 -F", "good"],
  ["gunicorn app:app", "good"],
  ["uvicorn main:app", "good"],
  ["python -m gunicorn app:app", "good"],
  ["python3.12 -m uvicorn main:app", "good"],
  ["java -jar app.jar", "good"],
  ["dotnet App.dll", "good"],
  ["bundle exec puma", "good"],
  ["bundle exec rails server", "good"],
  ["env A=1 B=2 nginx", "good"],
  ["env -u HOME redis-server", "good"],
  ["su-exec redis redis-server", "good"],
  ["setpriv --reuid 999 --clear-groups redis-server", "good"],
  ["nice -n 5 nginx", "good"],
  ["poetry run uvicorn main:app", "good"],
  ["pm2-runtime app.js", "good"],
  ["uwsgi --ini app.ini --die-on-term", "good"],
  ["npm start", "bad"],
  ["npx serve", "bad"],
  ["yarn start", "bad"],
  ["pnpm start", "bad"],
  ["node server.js", "bad"],
  ["/usr/local/bin/node server.js", "bad"],
  ["python app.py", "bad"],
  ["python -m http.server", "bad"],
  ["ruby app.rb", "bad"],
  ["./app.py", "bad"],
  ["nodemon server.js", "bad"],
  ["uvicorn main:app --reload", "bad"],
  ["dotnet run", "bad"],
  ["dotnet watch run", "bad"],
  ["go run main.go", "bad"],
  ["flask run", "bad"],
  ["sh -c npm\u00a0start", "bad"],
  ["bash", "bad"],
  ["tail -f /dev/null", "bad"],
  ["apache2ctl -D FOREGROUND", "bad"],
  ["gosu app node x.js", "bad"],
  ["bundle exec ruby app.rb", "bad"],
  ["/entrypoint.sh", "unknown"],
  ["sh /start.sh", "unknown"],
  ["./server", "unknown"],
  ["uwsgi app.ini", "unknown"],
  ["gosu", "unknown"],
])("%s is %s", (command, verdict) => {
  expect(classifyPid1(command.split(" ").map((word) => word.replaceAll("\u00a0", " "))).verdict).toBe(verdict);
});

test("says why", () => {
  expect(classifyPid1(["npm", "start"]).reason).toBe("npm starts the app as a child and does not hand signals on");
  expect(classifyPid1([]).reason).toBe("no command");
  expect(classifyPid1(["/entrypoint.sh"]).reason).toBe("/entrypoint.sh is a script that nobody read");
});

test("names programs without path and version", () => {
  expect(programName("/usr/bin/python3.11")).toBe("python");
  expect(programName("C:\\node\\node.exe")).toBe("node");
  expect(programName("php-fpm7.4")).toBe("php-fpm");
  expect(programName("redis-server")).toBe("redis-server");
});

test("any words get a verdict", () => {
  const word = oneof(string(), constantFrom("env", "gosu", "exec", "bundle", "--", "-", "A=1", "python", "-m", "sh", "-c"));
  assert(
    property(array(word), (argv) => {
      expect(classifyPid1(argv).reason).not.toBe("");
    }),
  );
});

test.each([
  ["node:22", ["docker-entrypoint.sh", "pnpm", "start"], ["pnpm", "start"]],
  ["node:22", ["docker-entrypoint.sh", "server.js"], ["node", "server.js"]],
  ["node:22", ["docker-entrypoint.sh", "--inspect", "x.js"], ["node", "--inspect", "x.js"]],
  ["postgres:16", ["docker-entrypoint.sh", "-c", "fsync=off"], ["postgres", "-c", "fsync=off"]],
  ["redis:7", ["docker-entrypoint.sh", "/etc/redis.conf"], ["redis-server", "/etc/redis.conf"]],
  ["php:8.3-fpm", ["docker-php-entrypoint", "php-fpm"], ["php-fpm"]],
  ["node:22", ["/entrypoint.sh", "node"], undefined],
  ["acme/app:1", ["docker-entrypoint.sh", "node"], undefined],
])("the entrypoint of %s execs %j as %j", (reference, argv, expected) => {
  expect(afterKnownEntrypoint(argv, lookupCatalog(parseImageRef(reference)))).toEqual(expected);
});
