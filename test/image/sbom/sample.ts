import { alpine } from "../inspect.ts";
import type { ImageParts } from "../make-image.ts";
import { file } from "../make-tar.ts";

const database = `P:ssl_client
V:1.36.1-r15
A:x86_64
L:GPL-2.0-only
o:busybox
m:Sören Tempel <soeren+alpine@soeren-tempel.net>

P:zlib
V:1.3.1-r0
A:x86_64
L:Zlib AND custom
o:zlib
m:Alpine (core) team

`;

/** A small system with packages of three kinds, one of them in a layer of its own. */
export const sample: ImageParts & { readonly tags: readonly string[] } = {
  tags: ["registry.example.org/shop/app:1.2"],
  layers: [
    [file("etc/os-release", alpine.release), file("lib/apk/db/installed", database)],
    [
      file("app/node_modules/@scope/lib/package.json", '{"name":"@scope/lib","version":"2.0.0","license":"(MIT OR Apache-2.0)"}'),
      file("usr/lib/python3/site-packages/a-1.dist-info/METADATA", "Name: A_b\nVersion: 1\nLicense: Mine\n"),
    ],
  ],
};
