#!/usr/bin/env -S node --
// The two dashes: without them Node itself takes --env-file, wherever it stands.
import path from "node:path";
import { cacheFolder, loadScript } from "../host/code-cache.ts";

declare const BUILD: string;

const folder = cacheFolder(process.env, process.platform);
const program = loadScript(path.join(__dirname, "program.js"), BUILD, folder, require);
// The bundle of program.ts, built together with this file.
const { main } = program.exports as typeof import("./program.ts");
void main().then((worthKeeping) => worthKeeping && program.save());
