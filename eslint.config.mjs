import js from "@eslint/js";
import tseslint from "typescript-eslint";

const limits = {
  "max-lines": ["error", { max: 300 }],
  "max-lines-per-function": ["error", { max: 60 }],
  "max-params": ["error", { max: 3 }],
};

const nodeGlobals = { console: "readonly", process: "readonly", URL: "readonly" };

export default tseslint.config(
  { ignores: ["lib/dist/", "work/", "book/", ".venv/", ".cache/", "node_modules/", "data/"] },
  js.configs.recommended,
  {
    files: ["lib/**/*.ts", "test/**/*.ts", "test/**/*.mts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ["./tsconfig.json", "./test/tsconfig.json"] } },
    rules: {
      ...limits,
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Export by name, so that one name means one thing.",
        },
      ],
    },
  },
  {
    // noUncheckedIndexedAccess makes `array[i]!` the plain way to read a typed array inside its bounds.
    files: ["lib/**/*.ts", "test/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["lib/**/*.ts"],
    ignores: ["lib/engine/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@tensorflow/*"], message: "Import { tf } from engine/tf: one door to TensorFlow.js." },
          ],
        },
      ],
    },
  },
  {
    files: ["lib/setup/**/*.js", "**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
        fetch: "readonly",
        URL: "readonly",
        setImmediate: "readonly",
        AbortController: "readonly",
        AbortSignal: "readonly",
        performance: "readonly",
      },
    },
    rules: limits,
  },
  {
    files: ["lib/book/site/*.js"],
    languageOptions: {
      sourceType: "script",
      globals: {
        document: "readonly",
        window: "readonly",
        localStorage: "readonly",
        IntersectionObserver: "readonly",
      },
    },
    rules: limits,
  },
  { files: ["test/**/*.mjs"], languageOptions: { globals: nodeGlobals } },
  {
    // A describe block is a list of tests, not one idea that must fit a screen.
    // Notebooks and stored vectors are read as JSON, whose values the assertions check; a detached method is a thing to
    // test; a test's helper may take what it needs.
    files: ["test/**/*.ts", "test/**/*.mts"],
    rules: {
      "max-lines-per-function": "off",
      "max-params": "off",
      "@typescript-eslint/no-base-to-string": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
