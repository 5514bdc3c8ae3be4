import { describe, expect, it } from "vitest";
import { secretKindOf, takesCredentials } from "../../src/catalog/secret-names.ts";

describe("secretKindOf", () => {
  it.each(
    "PASSWORD DB_PASSWORD MYSQL_PWD ROOT_PW VNC_PASSWD DBPASS INFLUXPASS WALLETPASS postgrespassword dbPassword PGPASSWORD ARTIFACTORY_PSW SECRET_PASSPHRASE ADMIN_PASSWORD_HASH DB_PASSWORD_1 proxypass spring.datasource.password requirepass".split(
      " ",
    ),
  )("%s is a password", (name) => expect(secretKindOf(name)).toBe("password"));

  it.each(
    "TOKEN GITHUB_TOKEN gogstoken authToken super_duper_secret_token JWT_SECRET SECRET CLIENT_SECRET OAUTH2_PROXY_COOKIE_SECRET VAULT_TOKEN".split(
      " ",
    ),
  )("%s is a token", (name) => expect(secretKindOf(name)).toBe("token"));

  it.each(
    "API_KEY apikey git_key AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY SECRET_KEY_BASE RAILS_MASTER_KEY APP_KEY SSH_PRIVATE_KEY LICENSE_KEY HASH_SALT LOGGED_IN_KEY VTOT_API2_KEY".split(
      " ",
    ),
  )("%s is a key", (name) => expect(secretKindOf(name)).toBe("key"));

  it.each(
    "GPG_KEY TINI_GPG_KEY GPG_KEYS GPG_SIGNING_KEY AUTH_METHOD DISABLE_AUTH SSH_AUTH_SOCK ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD KEYCLOAK_URL KEYCLOAK_USER API_VERSION PRIVATE_SUBNET SECRET_NAME NEXT_PUBLIC_API_KEY PUBLIC_API_TOKEN_URL BASIC_AUTH_CREDENTIALS_PROVIDER SASL_CREDENTIALS_SOURCE SECRET_PARAM_X TOKENIZERS_PARALLELISM PASSWORD_MIN_LENGTH KEY_PREFIX PGPASSFILE passwordfile PWD OLDPWD BYPASS COMPASS SECRETARY_VERSION SECRETS_DIR TOKEN_TTL MAX_TOKENS CSRF_TOKEN ACCESS_TOKEN_EXPIRE_MINUTES PASSWORD_FILE GITHUB_TOKEN_PATH AUTH_MODULE_VERSION public_token PUBLIC_KEY NOPASSWD disabled-password password-stdin SUDO_ASKPASS PASS_MAX_DAYS MONKEY initial-cluster-token smtp_sasl_password_maps REGISTRY_AUTH_TOKEN_SERVICE REGISTRY_AUTH_HTPASSWD_REALM CONFLUENT_METADATA_SERVER_TOKEN_MAX_LIFETIME_MS CONNECT_CONFIG_PROVIDERS_SECRET_PARAM_SECRET_REGISTRY_GROUP_ID".split(
      " ",
    ),
  )("%s is none", (name) => expect(secretKindOf(name)).toBeUndefined());

  it("tells names in auth that are credentials without a value", () => {
    expect(["COMPOSER_AUTH", "NPM_AUTH", "HTTP_BASIC_AUTH"].map(takesCredentials)).toEqual([true, true, true]);
    expect(["AUTH", "LDAP_AUTH", "GRPC_AUTHORIZATION"].map(takesCredentials)).toEqual([false, false, false]);
  });
});
