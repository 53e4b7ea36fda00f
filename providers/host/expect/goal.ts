export * from "../../../net/goal.ts";
