/** How the report for a person is written. */
export interface ImageTextOptions {
  readonly width: number;
  readonly color: boolean;
  /** Everything, with the reason for each verdict. */
  readonly verbose?: boolean;
  /** Findings, and nothing else. */
  readonly quiet?: boolean;
  readonly listPackages?: boolean;
}
