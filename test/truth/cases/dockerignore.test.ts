import { describe } from "vitest";
import { judge } from "./verdicts.ts";

const files = { "package.json": "{}", ".dockerignore": "dist\n" };

describe("what COPY --exclude leaves out does not have to be ignored", () => {
  judge([
    [
      "all of it",
      { ...files, Dockerfile: "FROM node:22-slim\nCOPY --exclude=.env --exclude=.git --exclude=node_modules . .\n" },
      "Dockerfile: dockerignore pass",
    ],
    ["a part of it", { ...files, Dockerfile: "FROM node:22-slim\nCOPY --exclude=.env . .\n" }, "Dockerfile: dockerignore fail"],
    [
      "below the source",
      { "src/app.js": "", Dockerfile: "FROM node:22-slim\nCOPY --exclude=.env src /src\n" },
      "Dockerfile: dockerignore pass",
    ],
  ]);
});
