/** Formats of others, written from their documentation and not from our code. */

/** @see https://exercism.org/docs/building/tooling/test-runners/interface (version 3) */
export const exercism = {
  type: "object",
  required: ["version", "status", "message", "tests"],
  additionalProperties: false,
  properties: {
    version: { const: 3 },
    status: { enum: ["pass", "fail", "error"] },
    message: { type: ["string", "null"], maxLength: 65535 },
    tests: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "status"],
        additionalProperties: false,
        properties: {
          name: { type: "string", minLength: 1 },
          status: { enum: ["pass", "fail", "error"] },
          message: { type: ["string", "null"], maxLength: 65535 },
          test_code: { type: "string" },
          output: { type: "string", maxLength: 500 },
          task_id: { type: "integer", minimum: 1 },
        },
        if: { properties: { status: { enum: ["fail", "error"] } } },
        then: { required: ["message"], properties: { message: { type: "string", minLength: 1 } } },
      },
    },
  },
  allOf: [
    {
      if: { properties: { status: { const: "error" } } },
      then: { properties: { message: { type: "string", minLength: 1 }, tests: { maxItems: 0 } } },
      else: { properties: { tests: { minItems: 1 } } },
    },
    {
      if: { properties: { status: { const: "pass" } } },
      then: { properties: { tests: { items: { properties: { status: { const: "pass" } } } } } },
    },
  ],
} as const;

const format = { enum: ["text", "html", "simple_format", "md", "ansi"] };
const visibility = { enum: ["hidden", "after_due_date", "after_published", "visible"] };

/** @see https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
export const gradescope = {
  type: "object",
  additionalProperties: false,
  properties: {
    score: { type: "number" },
    execution_time: { type: "number" },
    output: { type: "string" },
    output_format: format,
    test_output_format: format,
    test_name_format: format,
    visibility,
    stdout_visibility: visibility,
    extra_data: { type: "object" },
    tests: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        properties: {
          score: { type: "number" },
          max_score: { type: "number" },
          status: { enum: ["passed", "failed"] },
          name: { type: "string" },
          name_format: format,
          number: { type: "string" },
          output: { type: "string" },
          output_format: format,
          tags: { type: "array", items: { type: "string" } },
          visibility,
          extra_data: { type: "object" },
        },
      },
    },
    leaderboard: { type: "array" },
  },
  anyOf: [
    { required: ["score"] },
    {
      required: ["tests"],
      properties: { tests: { minItems: 1, items: { required: ["score", "max_score"] } } },
    },
  ],
} as const;

/** Columns of `nbgrader export`, in their order. */
export const nbgrader = [
  "assignment",
  "duedate",
  "timestamp",
  "student_id",
  "last_name",
  "first_name",
  "email",
  "raw_score",
  "late_submission_penalty",
  "score",
  "max_score",
];
