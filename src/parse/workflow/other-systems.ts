import { basename } from "../../util/path.ts";

const files: readonly (readonly [RegExp, string])[] = [
  [/^Jenkinsfile(?:\..*)?$|\.jenkinsfile$/i, "Jenkins"],
  [/^\.travis\.ya?ml$/, "Travis CI"],
  [/^bitbucket-pipelines\.ya?ml$/, "Bitbucket Pipelines"],
  [/^\.drone\.(?:ya?ml|jsonnet|star)$/, "Drone"],
  [/^\.woodpecker\.ya?ml$/, "Woodpecker"],
  [/^cloudbuild(?:[.-][\w-]+)?\.(?:ya?ml|json)$/, "Google Cloud Build"],
  [/^buildspec(?:[.-][\w-]+)?\.ya?ml$/, "AWS CodeBuild"],
  [/^\.?appveyor\.ya?ml$/, "AppVeyor"],
  [/^azure-pipelines(?:[.-][\w-]+)*\.ya?ml$/, "Azure Pipelines"],
  [/^codefresh\.ya?ml$/, "Codefresh"],
  [/^\.cirrus\.(?:ya?ml|star)$/, "Cirrus CI"],
  [/^wercker\.ya?ml$/, "Wercker"],
  [/^\.?buddy\.ya?ml$/, "Buddy"],
];

const folders: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.circleci\/.*\.ya?ml$/, "CircleCI"],
  [/(?:^|\/)\.azure-pipelines\/.*\.ya?ml$|(?:^|\/)\.azuredevops\/.*\.ya?ml$/, "Azure Pipelines"],
  [/(?:^|\/)\.woodpecker\/.*\.ya?ml$/, "Woodpecker"],
  [/(?:^|\/)\.buildkite\/.*\.(?:ya?ml|json)$/, "Buildkite"],
  [/(?:^|\/)\.tekton\/.*\.ya?ml$/, "Tekton"],
  [/(?:^|\/)\.teamcity\/.*\.(?:kts|xml)$/, "TeamCity"],
  [/(?:^|\/)\.codefresh\/.*\.ya?ml$/, "Codefresh"],
  [/(?:^|\/)\.semaphore\/.*\.ya?ml$/, "Semaphore"],
  [/(?:^|\/)\.harness\/.*\.ya?ml$/, "Harness"],
  [/(?:^|\/)\.builds\/.*\.ya?ml$|(?:^|\/)\.build\.ya?ml$/, "SourceHut builds"],
];

/** A word that every one of these paths holds: most files are told apart by this look alone. */
const words =
  /jenkinsfile|travis|bitbucket|drone|woodpecker|cloudbuild|buildspec|appveyor|azure|codefresh|cirrus|wercker|buddy|circleci|buildkite|tekton|teamcity|semaphore|harness|\.build/i;

/** The CI system that a file belongs to, where it is one that is not read. */
export function otherCiSystem(path: string): string | undefined {
  if (!words.test(path)) return undefined;
  const name = basename(path);
  return (files.find(([pattern]) => pattern.test(name)) ?? folders.find(([pattern]) => pattern.test(path)))?.[1];
}
