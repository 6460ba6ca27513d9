/** Answers that would change how a test compares and counts, if it ran in their process. Rows 1 to 6, 12, 23 and 25. */
import { attackTests } from "./table";
import { verdicts } from "./tables/verdicts";

attackTests("forged verdicts", verdicts);
