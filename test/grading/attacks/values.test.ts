/** Values that lie about what they are. Row 24. */
import { attackTests } from "./table";
import { values } from "./tables/values";

attackTests("lying values", values);
