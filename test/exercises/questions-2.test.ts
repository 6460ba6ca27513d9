import { questionTests } from "./question-tests";

questionTests(1, 2);
