import { questionTests } from "./question-tests";

questionTests(0, 2);
