// SPDX-License-Identifier: MIT
// usage: zitadel-groups.js SCRIPT < SCENES
// Calls the action of SCRIPT once for each scene, {"projectId": ..., "grants": ...}, as
// Zitadel would, and prints the claims that each call sets; all of it is JSON.
"use strict";
const fs = require("fs");

const script = fs.readFileSync(process.argv[2], "utf8");

function play(scene) {
  const text = scene.projectId === undefined
    ? script : script.replace('"<project id>"', JSON.stringify(scene.projectId));
  const action = new Function(text + "\nreturn kubernetesGroups;")();
  const calls = [];
  action(
    { v1: { user: { grants: scene.grants } } },
    { v1: { claims: { setClaim: (name, value) => calls.push([name, value]) } } },
  );
  return calls;
}

console.log(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf8")).map(play)));
