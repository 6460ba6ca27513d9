/** The words after `npm start --`. */
import { describe, expect, it } from "vitest";
import { parseOptions } from "../../lib/setup/options";

const plain = { browser: true, author: false, cpu: false, check: false, help: false };

describe("options of npm start", () => {
  it("has defaults", () => expect(parseOptions([])).toEqual(plain));

  it("reads every option", () => {
    const words =
      "--check --author --cpu --no-browser --port 8890 --notebook notebooks/05-dcgan.ipynb --help".split(" ");
    expect(parseOptions(words)).toEqual({
      browser: false,
      author: true,
      cpu: true,
      check: true,
      help: true,
      port: 8890,
      notebook: "notebooks/05-dcgan.ipynb",
    });
  });

  it("reads a value after an equals sign", () => {
    expect(parseOptions(["--port=9000", "--notebook=a=b.ipynb"])).toMatchObject({
      port: 9000,
      notebook: "a=b.ipynb",
    });
  });

  it.each([
    [["--chek"], /does not know "--chek"[^]*--check/],
    [["notebook"], /does not know "notebook"/],
    [["--port"], /--port wants a number from 1024 to 65535.*"nothing"/],
    [["--port", "80"], /it got "80"/],
    [["--port", "8e3"], /it got "8e3"/],
    [["--port", "99999"], /it got "99999"/],
    [["--notebook", "--check"], /--notebook wants a path/],
  ])("refuses %j", (words, message) => expect(() => parseOptions(words)).toThrow(message));
});
