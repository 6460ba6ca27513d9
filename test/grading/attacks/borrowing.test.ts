/** Answers that call somebody else's code. Rows 11 and 26. */
import { attackTests } from "./table";
import { borrowing } from "./tables/borrowing";

attackTests("borrowed code", borrowing);
