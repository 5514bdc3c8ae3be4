export { buildsByDockerfile } from "../load/ci-files.ts";
export type { CiBuild, CiFile, CiRemote, CiScan, CiUpload } from "../parse/workflow/tree.ts";
