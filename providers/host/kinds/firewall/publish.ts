export * from "../../../../net/published.ts";
