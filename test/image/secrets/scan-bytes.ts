import type { LayerSecret } from "../../../src/image/secrets/layer-secret.ts";
import { noSettings, type SecretSettings } from "../../../src/image/secrets/settings.ts";
import { readLayer } from "../../../src/image/layer/read-layer.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import { withBlob } from "../../../src/image/layer/blob.ts";
import { makeTar, type MadeEntry } from "../make-tar.ts";
import { put } from "../inspect.ts";

/** The secrets of a layer with these entries, read from a file as they are in use. */
export async function secretsOf(
  layer: readonly MadeEntry[] | Buffer,
  settings: SecretSettings = noSettings,
): Promise<readonly LayerSecret[]> {
  const bytes = Buffer.isBuffer(layer) ? layer : makeTar(layer);
  const record = await withBlob({ file: put(bytes), offset: 0, size: bytes.length }, (part) =>
    readLayer(part, { limits: defaultLimits, name: "layer 1", secrets: settings }),
  );
  return record.secrets;
}
