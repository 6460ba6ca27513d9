/** Answers that end, or never end. Rows 13 to 16. */
import { attackTests } from "./table";
import { endings } from "./tables/endings";

attackTests("ends and loops", endings);
