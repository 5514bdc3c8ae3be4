/** The part of SARIF 2.1.0 that is written here. */
export interface Message {
  readonly text: string;
  readonly markdown?: string;
}
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly snippet?: { readonly text: string };
}
export interface Location {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region?: Region;
  };
  readonly message?: Message;
}
export type Level = "error" | "warning" | "note";

export interface ReportingDescriptor {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly fullDescription: Message;
  readonly help: Message;
  readonly helpUri?: string;
  readonly defaultConfiguration: { readonly level: Level };
  readonly properties: {
    readonly tags: readonly string[];
    readonly precision: string;
    readonly "security-severity": string;
    readonly "problem.severity": string;
  };
}
export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Level;
  readonly message: Message;
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly suppressions: readonly { readonly kind: "inSource" | "external"; readonly justification?: string }[];
  readonly properties: Readonly<Record<string, unknown>>;
}
export interface Notification {
  readonly level: Level;
  readonly message: Message;
  readonly locations?: readonly Location[];
}
export interface Log {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly Run[];
}
interface Run {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly semanticVersion: string;
      readonly version: string;
      readonly informationUri?: string;
      readonly rules: readonly ReportingDescriptor[];
    };
  };
  readonly automationDetails: { readonly id: string };
  readonly columnKind: "utf16CodeUnits";
  readonly originalUriBaseIds: Readonly<Record<string, { readonly description: Message }>>;
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly Notification[];
  }[];
  readonly results: readonly Result[];
}
