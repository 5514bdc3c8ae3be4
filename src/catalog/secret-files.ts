/** What a file is by its name, as far as secrets go. */
export type SecretFileKind = "env" | "key" | "credentials" | "config";

const env = /^(?:\.env(?:[.-].+)?|[\w.-]+\.env|\.envrc|env\.list)$/i;
const key =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|[\w.-]*\.(?:key|ppk|p12|pfx|jks|keystore|kdbx)|[\w.-]*(?:priv|key)[\w.-]*\.pem|ssh_host_[a-z0-9]+_key)$/i;
const credentials =
  /^(?:\.npmrc|\.pypirc|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.git-credentials|\.dockercfg|\.dockerconfigjson|\.htpasswd|htpasswd|\.htdigest|credentials(?:\.(?:json|ya?ml|ini|csv))?|auth\.json|service[-_]?account[\w-]*\.json|gcp[-_]?key[\w-]*\.json|client_secrets?[\w-]*\.json|kubeconfig|\.s3cfg|\.boto|secrets?\.(?:ya?ml|json|toml|env|ini|properties|txt)|\.vault[-_]pass(?:word)?|vault[-_]pass(?:word)?\.txt|master\.key|wp-config\.php|(?:ipsec|chap|pap|ppp)[.-]secrets|(?:passwords?|passwd|tokens?)\.(?:txt|json)|[\w.-]+\.(?:passwd|htpasswd|token))$/i;
const config = /\.(?:ya?ml|json|toml|ini|cfg|conf|cnf|properties|config)$/i;
/** Keys that are public, and stores of public certificates. */
const open =
  /\.(?:pub|crt|cer|csr)$|(?:^|[._-])(?:truststore|cacerts?|ca|chain|fullchain|cert|public|pub|asc|apk|signing|gpg|rsa\.pub)(?:[._-][\w-]*)?\.(?:pem|jks|key|keystore)$|(?:^|[._-])(?:apt|rpm|yum|repo|archive|signing|keyring|gpg|pgp|release)[\w.-]*\.(?:key|gpg|asc)$/i;
/** Files of tools and of languages that hold no credentials. */
const plain =
  /^(?:package(?:-lock)?|composer|tsconfig[\w.-]*|jsconfig|angular|nx|lerna|turbo|vercel|deno|bower|renovate|biome|manifest|openapi[\w.-]*|swagger[\w.-]*|schema[\w.-]*|\.eslintrc|\.prettierrc|\.babelrc|(?:docker-)?compose[\w.-]*|messages?[\w.-]*|translations?[\w.-]*|lang[\w.-]*|[a-z]{2}(?:[-_][A-Za-z]{2,4})?)\.(?:json|ya?ml|toml|properties)$|\.(?:schema|arb|lock|tsbuildinfo|spec|test)\.(?:json|ya?ml)$/i;
const example = /(?:^|[._-])(?:example|examples|sample|samples|dist|tmpl|tpl|defaults?|stub)(?:[._-]|$)/i;
const asideFolder =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|fixtures?|testdata|mocks?|examples?|samples?|demos?|docs?|e2e|cypress|playground|node_modules|vendor|third_party|\.git|\.github|\.vscode|\.idea|locales?|i18n|lang|languages|translations?|charts|k8s|kubernetes|helm|deploy(?:ment)?s?|\.devcontainer)\//i;
const asideName = /(?:[._-](?:test|tests|spec|mock|e2e|stories)\.[a-z]+$)|^(?:test_|conftest|readme|changelog|license)/i;

/** What is in the file; undefined for ordinary source. */
export function secretFileKind(path: string): SecretFileKind | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const kind = kindByName(path, name);
  return kind === undefined || example.test(name) || open.test(name) ? undefined : kind;
}

function kindByName(path: string, name: string): SecretFileKind | undefined {
  if (/(?:^|\/)\.(?:docker\/config\.json|aws\/credentials|kube\/config)$/.test(path)) return "credentials";
  if (env.test(name)) return "env";
  if (key.test(name) || /(?:^|\/)\.ssh\/[^/.]+$/.test(path))
    return /known_hosts|authorized_keys|config$/.test(name) ? undefined : "key";
  if (credentials.test(name)) return "credentials";
  return config.test(name) && !plain.test(name) ? "config" : undefined;
}

/** Tests, examples, documentation, foreign modules: nobody runs with what is written there. */
export function isAside(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return asideFolder.test(path) || asideName.test(name) || (example.test(name) && !/\.(?:env|key|pem)$/.test(name));
}
