/** Answers that take all there is. Rows 17 to 20 and the table of limits. */
import { attackTests } from "./table";
import { resources } from "./tables/resources";

attackTests("memory, processes, disk, output", resources);
