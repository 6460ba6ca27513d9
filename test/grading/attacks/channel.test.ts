/** Answers that write and read the pipe between harness and judge. The table "The pipe is only a claim". */
import { attackTests } from "./table";
import { channel } from "./tables/channel";

attackTests("the pipe", channel);
