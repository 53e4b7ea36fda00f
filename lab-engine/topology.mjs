// What a stack's file says about containers; whether it is right is checked later, by the program.
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** The parts of a topology that need a Docker Engine. */
const PARTS = ["networks", "containers", "images", "volumes"];

/**
 * Tells what a stack needs of Docker.
 *
 * @param {string} file the stack's configuration
 * @returns {{ engine: boolean, references: string[] }} references of the images, in the spelling of the file
 */
export function dockerNeeds(file) {
  const topology = readTopology(file);
  const engine = PARTS.some((part) => Object.keys(fields(topology[part])).length > 0);
  const images = fields(topology.images);
  const direct = Object.values(fields(topology.containers)).map((container) => fields(container).image);
  const pulled = Object.values(images).map((image) => fields(image).pull);
  const names = [...direct.filter((name) => !(String(name) in images)), ...pulled];
  return { engine, references: names.filter((name) => typeof name === "string") };
}

/** @param {string} file */
function readTopology(file) {
  try {
    const config = existsSync(file) ? fields(parse(readFileSync(file, "utf8"))).config : {};
    const [, topology] = Object.entries(fields(config)).find(([key]) => key.endsWith(":topology")) ?? [];
    return fields(topology);
  } catch {
    // Pulumi reads the same file right after and says what is wrong with it, and where.
    return {};
  }
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>} nothing where it is no mapping
 */
function fields(value) {
  return typeof value === "object" && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}
