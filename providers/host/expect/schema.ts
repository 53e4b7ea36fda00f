export * from "../../../net/schema/expectation.ts";
