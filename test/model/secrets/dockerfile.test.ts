import { describe, expect, it } from "vitest";
import { foundBy, foundInDockerfile } from "./found-by.ts";

describe("secrets of commands in a Dockerfile", () => {
  it.each([
    ["RUN redis-cli -a hunter2 ping", "hunter2"],
    ["RUN redis-server --requirepass hunter2", "hunter2"],
    ["RUN sshpass -phunter2 ssh x", "hunter2"],
    ["RUN aws configure set aws_secret_access_key wJalrXUtnFEMI", "wJalrXUtnFEMI"],
    ["RUN npm config set //registry.npmjs.org/:_authToken abcdef0123456789", "abcdef0123456789"],
    ["RUN docker build --build-arg TOKEN=abcdef12345 .", "abcdef12345"],
    ["RUN mysqladmin -u root password hunter2", "hunter2"],
    ["RUN htpasswd -cb /etc/x bob hunter2", "hunter2"],
    ["RUN echo hunter2 | docker login -u x --password-stdin", "hunter2"],
    ["RUN curl -H 'Authorization: Bearer abcdef0123456789' https://x", "abcdef0123456789"],
    ["RUN curl --user bob:hunter2 https://x", "hunter2"],
    ["RUN mongo -u a -p hunter2 --eval x", "hunter2"],
    ["RUN useradd -p '$6$abcd$efghijklmn' x", "$6$abcd$efghijklmn"],
    ["RUN usermod -p $(echo hunter2 | openssl passwd -1 -stdin) x", "hunter2"],
    ["RUN printf 'password: hunter2\\n' > /etc/x.yml", "hunter2"],
    ["RUN cat <<EOF > /etc/x.conf\npassword=hunter2\nEOF", "hunter2"],
    ["RUN chpasswd <<EOF\nroot:hunter2\nEOF", "hunter2"],
    ["RUN <<EOF\necho root:toor | chpasswd\nEOF", "toor"],
    ["RUN sed -i 's/^password=.*/password=hunter2/' /etc/x", "hunter2"],
    ["RUN bash -c \"echo 'root:toor' | chpasswd\"", "toor"],
    ["RUN /bin/echo -e 'hunter2\\nhunter2' | passwd root", "hunter2"],
    ["RUN yes hunter2 | passwd root", "hunter2"],
    ["RUN rabbitmqctl add_user bob hunter2", "hunter2"],
    ["RUN su postgres -c \"CREATE ROLE x WITH LOGIN PASSWORD 'hunter2';\"", "hunter2"],
    ["RUN composer config http-basic.repo.acme.com bob hunter2", "hunter2"],
    ["RUN x11vnc -storepasswd hunter2 ~/.vnc/passwd", "hunter2"],
    ["RUN ldapadd -x -D cn=a -w hunter2 -f x", "hunter2"],
    ['RUN echo "machine github.com login bob password hunter2" > ~/.netrc', "hunter2"],
    ["RUN echo 'mysql-server mysql-server/root_password password toto' | debconf-set-selections", "toto"],
    ["ENV NAME=abc\nRUN x11vnc -storepasswd ${NAME} /p", "${NAME}"],
    ["HEALTHCHECK CMD mysqladmin ping -uroot -phunter2", "hunter2"],
    ['ENTRYPOINT ["app","--token","abc123def"]', "abc123def"],
    ["RUN php artisan key:generate", "php artisan key:generate"],
    ["RUN openssl genrsa 2048 > /etc/x.key", "openssl genrsa 2048 > /etc/x.key"],
    ["RUN --mount=type=secret,id=x cp /run/secrets/x /root/.netrc", "cp /run/secrets/x /root/.netrc"],
    ['RUN --mount=type=secret,id=x,env=TOK echo "t=$TOK" > /x', 'echo "t=$TOK" > /x'],
  ])("%s", async (lines, secret) => expect(await foundInDockerfile(lines)).toEqual([`secret-in-run: ${secret}`]));

  it.each([
    "RUN apt-get install -y sshpass openssl mysql-client",
    "RUN curl -fsSL https://x | bash",
    "RUN gpg --batch --keyserver hkp://x --recv-keys ABCDEF0123456789",
    "RUN --mount=type=secret,id=x cat /run/secrets/x | docker login --password-stdin",
    "RUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) make",
    "RUN --mount=type=secret,id=x cat /run/secrets/x > /tmp/x && use /tmp/x && rm /tmp/x",
    "RUN SECRET_KEY_BASE=NOT-IMPORTANT rails assets:precompile",
    "RUN bundle exec rake assets:precompile SECRET_KEY_BASE=secret",
    "RUN echo 'slapd slapd/root_password password whatever' | debconf-set-selections",
    "RUN ssh-keygen -F github.com && ssh-keygen -lf /etc/x.pub",
    "RUN openssl dhparam -out /x 2048",
    "RUN adduser --disabled-password --gecos '' app && passwd -d root && usermod -p '!' root",
    "RUN keytool -import -cacerts -storepass changeit -noprompt -file x.crt",
    "RUN sed -i 's/#PasswordAuthentication yes/PasswordAuthentication no/' /etc/ssh/sshd_config",
    "RUN echo 'app ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/app",
    'RUN echo "mean:`openssl rand -base64 15`" | chpasswd',
    'RUN echo "x:`pwgen 9 | mkpasswd -s -m sha-256`" | chpasswd',
    "RUN postconf -e smtp_sasl_password_maps=hash:/etc/postfix/sasl_passwd",
    "RUN openssl req -x509 -newkey rsa:2048 -keyout /tmp/k.pem -out /tmp/c.pem && sign && rm -rf /tmp/*",
    "RUN docker buildx build --secret id=x,src=y .",
    'RUN echo "token=\\${TOKEN}" > /etc/x.tpl',
  ])("%s has none", async (lines) => expect(await foundInDockerfile(lines)).toEqual([]));

  it("leaves keys of a stage alone from which they are not copied", async () => {
    const key = "FROM debian:12 AS keys\nRUN openssl genrsa -out /k/a.pem 2048\nFROM debian:12\n";
    expect(await foundBy({ Dockerfile: `${key}COPY --from=keys /x /x\n` })).toEqual([]);
    expect(await foundBy({ Dockerfile: `${key}COPY --from=keys /k /k\n` })).toEqual([
      "secret-in-run: openssl genrsa -out /k/a.pem 2048",
    ]);
  });
});

describe("secrets of variables in a Dockerfile", () => {
  it.each([
    ["ENV NEO4J_AUTH=neo4j/hunter22", ["secret-env: neo4j/hunter22"]],
    ['ENV JAVA_OPTS="-Xmx1g -Dspring.datasource.password=hunter2"', ["secret-env: hunter2"]],
    ["ONBUILD ENV PASSWORD=abc", ["secret-env: abc"]],
    ["ENV mysql_password hunter2", ["secret-env: hunter2"]],
    ["ENV PASSWORD=hunter2 \\\n  # c\n  X=1", ["secret-env: hunter2"]],
    ["ENV API_SECRET=1234", ["secret-env: 1234"]],
    ["ARG password=''", ["secret-arg: password"]],
    ["ARG DATABASE_URL=postgres://a:hunter2@db/x", ["secret-value: hunter2"]],
    ["ENV CONN=Server=db;Database=y;UID=z;Password=hunter2;", ["secret-value: hunter2"]],
    ["ARG GIT_PAT\nRUN git clone https://$GIT_PAT@github.com/a/b", ["secret-value: $GIT_PAT"]],
    ["RUN pip install --extra-index-url https://user:123@pypi.acme.com/simple x", ["secret-value: 123"]],
    ["COPY --chown=1:1 .env.production /app/", ["secret-copy: .env.production"]],
    ["COPY password.txt .", ["secret-copy: password.txt"]],
  ])("%s", async (lines, found) => expect(await foundInDockerfile(lines)).toEqual(found));

  it.each([
    "ENV AWS_SECRET_NAME=x SSR_PROTOCOL=auth_chain_b NEO4J_AUTH=none",
    "ENV SSH_PRIV_KEY=id_rsa GOOGLE_APPLICATION_CREDENTIALS=./app/key.json",
    "ENV MYSQL_PASS=**Random** API_KEY=unset",
    "ENV SLACK_TOKEN=$SLACK_TOKEN",
    "ENV PUBLIC_API_TOKEN_URL=https://x TOKEN_ENDPOINT=https://y",
    "# ENV PASSWORD=hunter2",
    "RUN git clone https://x:$(cat /run/secrets/t)@github.com/a/b",
    "COPY nginx_signing.key /etc/apk/keys/",
    "COPY basho.apt.key /tmp/x\nRUN apt-key add /tmp/x",
    "COPY id_rsa.pub cert.pem ca.crt public.key /x/",
    "RUN git clone git@github.com:a/b.git && pip install git+https://github.com/a/b@v1.0#egg=x",
  ])("%s has none", async (lines) => expect(await foundInDockerfile(lines)).toEqual([]));
});

describe("secrets of copied files", () => {
  const dockerfile = "FROM debian:12\nCOPY . /app\n";

  it.each([
    ["config/database.yml", "production:\n  password: hunter2\n  username: app\n", "hunter2"],
    ["app.properties", "spring.datasource.password=hunter2\n", "hunter2"],
    ["settings.json", '{"db": {"user": "a", "password": "hunter2"}}\n', "hunter2"],
    [".htpasswd", "bob:abcdefgh\n", "bob:abcdefgh"],
    ["passwords.txt", "hunter2\n", "hunter2"],
    [".netrc", "machine x login y password hunter2\n", "hunter2"],
  ])("%s", async (path, text, secret) =>
    expect(await foundBy({ Dockerfile: dockerfile, ".dockerignore": ".git\n", [path]: text })).toEqual([
      `secret-copy: ${secret}`,
    ]),
  );

  it.each([
    ["config/database.yml", "production:\n  password: <%= ENV['PW'] %>\n  token: ${TOKEN}\n  secret_file: /x\n"],
    ["locales/en.json", '{"password": "Password", "token": "Your token"}\n'],
    ["src/fields.json", '{"password": "password", "apiKey": "string"}\n'],
    ["test/config.yml", "password: hunter2\n"],
    [".env.example", "PASSWORD=hunter2\n"],
    ["app.py", 'password = "hunter2"\n'],
    ["package.json", '{"token": "hunter2"}\n'],
  ])("%s has none", async (path, text) => expect(await foundBy({ Dockerfile: dockerfile, [path]: text })).toEqual([]));
});
