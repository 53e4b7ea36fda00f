import { expect, test } from "vitest";
import type { ImageInspect } from "../../../engine/types.ts";
import { digestOf } from "../../../providers/docker/image/digest.ts";

const image = (...RepoDigests: string[]): ImageInspect => ({
  Id: "sha256:1",
  Architecture: "amd64",
  Os: "linux",
  RepoDigests,
});

test.each([
  ["nginx:alpine", ["nginx@sha256:1"], "nginx@sha256:1"],
  ["quay.io/nginx", ["nginx@sha256:1", "quay.io/nginx@sha256:2"], "quay.io/nginx@sha256:2"],
  ["reg:5000/box:v1@sha256:3", ["reg:5000/box@sha256:3"], "reg:5000/box@sha256:3"],
  ["reg:5000/box:v1@sha256:3", ["reg:5000/box:v1@sha256:3"], "reg:5000/box@sha256:3"],
  ["reg:5000/box", ["other@sha256:4"], "other@sha256:4"],
  ["built", [], undefined],
])("the digest of %s among %j is %s", (name, digests, expected) => {
  expect(digestOf(image(...digests), name)).toBe(expected);
});
