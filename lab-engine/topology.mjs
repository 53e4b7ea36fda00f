// What a stack declares of Docker; whether it is right was checked before.
import { existsSync } from "node:fs";
import { Unreadable } from "../stack-file/place.ts";
import { topologyOf } from "../stack-file/topology.ts";

/** The parts of a topology that need a Docker Engine. */
const PARTS = ["networks", "containers", "images", "volumes"];

/**
 * Tells what a stack needs of Docker.
 *
 * @param {string} file the stack's configuration
 * @returns {{ engine: boolean, references: string[] }} references of the images, in the spelling of the file
 */
export function dockerNeeds(file) {
  const topology = fields(readTopology(file));
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
    return existsSync(file) ? topologyOf(file)?.value : {};
  } catch (error) {
    // Whoever runs the stack says what is wrong with the file.
    if (error instanceof Unreadable) return {};
    throw error;
  }
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>} nothing where it is no mapping
 */
function fields(value) {
  return typeof value === "object" && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}
