/** Words of values that nobody takes for a secret, as data. */
const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Values that switch something and hide nothing. */
export const plainValues = set(
  "true false yes no on off none null nil undefined unset ~ enable enabled disable disabled t f y n 0 1 -1 **none** **random** [] {} n/a",
);

/** A value with one of these says of itself that it is none. */
export const dummyParts: readonly string[] = [
  "dummy",
  "placeholder",
  "fake",
  "notused",
  "not-used",
  "not_used",
  "unused",
  "notreal",
  "not-real",
  "not_real",
  "notasecret",
  "not-a-secret",
  "not_a_secret",
  "not-secret",
  "nosecret",
  "buildtime",
  "build-time",
  "build_time",
  "buildonly",
  "build-only",
  "build_only",
  "for-build",
  "for_build",
  "precompile",
  "collectstatic",
  "whatever",
  "unimportant",
  "not-important",
  "not_important",
  "notimportant",
  "doesnt-matter",
  "doesnotmatter",
  "irrelevant",
];

/** Words of what a build step is given when any value will do. */
export const weakWords = set(
  "test testing tests secret secrets key base build builds builder building ci none foo bar baz foobar example sample temp tmp temporary random anything something some any a an the default local dev development insecure change changeme me user username pass password passwd token django rails app static assets docker image only for at in is not used x abc abcd abcde abcdef",
);

/** File names that hold keys: a value that is one names a file. */
export const keyFileNames =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|[\w.-]{1,80}\.(?:json|pem|key|crt|cer|p12|pfx|jks|keystore|txt|ya?ml|env|conf|cfg|ini|pub|asc|gpg|toml|properties|sh|py|openssh|enc|kubeconfig))$/i;
