/** Folders that hold what others have published: anybody can read what is in there. */
const SHIPPED =
  /^(?:usr\/(?:lib|lib32|lib64|libexec|include|bin|sbin|games)|usr\/share(?!\/nginx\/html\/)|usr\/local\/(?:lib|include|share|go)|opt\/(?:java|jdk|openjdk)[\w.-]*)\/|^(?:lib|lib64|bin|sbin|var\/lib\/(?:dpkg|apt|apk|rpm|gems)|var\/cache|snap)\/|(?:^|\/)(?:node_modules|bower_components|site-packages|dist-packages|\.cargo\/registry|cargo\/registry|go\/pkg\/mod|\.m2\/repository|\.gradle\/caches|\.nuget\/packages|gems\/[\w.-]+-\d[\w.]*)\//;

/** Documentation, wherever a distribution or a language puts it. */
const DOCUMENTS = /^(?:usr|usr\/local|opt\/[\w.-]+)\/(?:share\/(?:doc|man|info|gtk-doc|help|licenses|vim)|man|doc)\//;

/** Folders and names of tests, examples and documents in what others have published. */
const ASIDE =
  /(?:^|\/)(?:tests?|testing|testdata|test-data|test_data|__tests__|specs?|fixtures?|examples?|samples?|demos?|docs?|man|benchmarks?|idlelib|selftest)\/|(?:^|\/)(?:[\w-]*[-_])?(?:test_|fake[-_])[^/]*$|_test\.(?:go|py|rb|js)(?:\.tmpl)?$|(?:^|\/)pkg\/mod\/cache\/download\/|\.(?:md|markdown|rst|adoc|html?|txt|pod)$|[._-](?:test|spec|example|sample)\.[a-z]+$/i;

/** Keys that a package makes for whoever has none: nobody trusts them. */
const SNAKEOIL = /(?:^|\/)ssl-cert-snakeoil\.(?:key|pem)$/;

/** Whether a file is part of what distributions and languages ship, not of what the user put there. */
export function isShipped(path: string): boolean {
  return SHIPPED.test(path);
}

/** Whether nothing in the file is a secret of anybody: published documents, tests and examples, throw-away keys. */
export function isHarmlessPlace(path: string): boolean {
  return DOCUMENTS.test(path) || SNAKEOIL.test(path) || (SHIPPED.test(path) && ASIDE.test(path.replace(SHIPPED_START, "")));
}

/** So that `usr/share/…` itself is no example. */
const SHIPPED_START = /^usr\/(?:local\/)?/;
