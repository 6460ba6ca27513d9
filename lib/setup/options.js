"use strict";
/** The words after `npm start --`. */

const help = `npm start [-- options]    sets up what is missing, then opens JupyterLab on your copies in work/

  --notebook PATH   open this notebook instead of chapter 00, such as notebooks/05-dcgan.ipynb
  --port NUMBER     listen on this port instead of the first free one from 8888 on
  --no-browser      only print the address
  --author          open the course's tracked files instead of your copies
  --cpu             take TensorFlow's CPU build even when there is an NVIDIA card
  --check           start the server, run one cell in the kernel, print the versions, stop
  --help            print this`;

class UsageError extends Error {}

/**
 * @param {string[]} words
 * @returns {{ notebook?: string, port?: number, browser: boolean, author: boolean, cpu: boolean, check: boolean, help: boolean }}
 * @throws UsageError that names the word that is wrong.
 */
function parseOptions(words) {
  const options = { browser: true, author: false, cpu: false, check: false, help: false };
  const rest = words.flatMap((word) => (/^--\w[\w-]*=/.test(word) ? splitOnce(word) : [word]));
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === "--no-browser") options.browser = false;
    else if (["--author", "--cpu", "--check", "--help"].includes(word)) options[word.slice(2)] = true;
    else if (word === "--port") options.port = readPort(rest.shift());
    else if (word === "--notebook") options.notebook = readPath(rest.shift());
    else throw new UsageError(`npm start does not know "${word}".\n\n${help}`);
  }
  return options;
}

const splitOnce = (word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)];

function readPort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text || "") && port >= 1024 && port <= 65535) return port;
  throw new UsageError(
    `--port wants a number from 1024 to 65535, such as --port 8890; it got "${text || "nothing"}".`,
  );
}

function readPath(text) {
  if (text && !text.startsWith("--")) return text;
  throw new UsageError(
    "--notebook wants a path, such as --notebook notebooks/05-dcgan.ipynb; it got nothing.",
  );
}

module.exports = { parseOptions, UsageError, help };
