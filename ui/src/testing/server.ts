import { setupServer } from "msw/node";
import { handlers } from "./handlers";

/** The API as the tests see it; a request nobody answers fails the test. */
export const server = setupServer(...handlers);
