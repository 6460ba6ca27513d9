"use strict";
/** Whether this Node can run the course. Written for old Nodes too, which must be able to read it. */

/** "" when it is a supported one, else a sentence; `fatal` when there is no point in going on. */
function judgeNode(version) {
  const parts = version.split(".").map(Number);
  const major = parts[0];
  const minor = parts[1];
  const wanted =
    "ganbook is made for Node 20.19 or later, 22.13 or later, and 24; this is Node " + version + ".";
  if (major < 20 || (major === 20 && minor < 19) || (major === 22 && minor < 13)) {
    return {
      fatal: true,
      text: wanted + " Get a newer one from https://nodejs.org, then run the same command again.",
    };
  }
  if (major === 21 || major === 23 || major > 24) {
    return { fatal: false, text: wanted + " It was not tried here; going on." };
  }
  return { fatal: false, text: "" };
}

module.exports = { judgeNode };
