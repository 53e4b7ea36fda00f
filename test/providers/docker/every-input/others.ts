import type { Value, Values } from "../../../../providers/docker/values.ts";
import { inputOf, type Pair } from "./pair.ts";

const pair = (from: Value | undefined, to: Value | undefined, beside: Values = {}): Pair => ({ from, to, beside });
const unmade = (why: string, from: Value | undefined, to: Value | undefined): Pair => ({ from, to, unmade: why });

const SUBNET = "10.60.0.0/24";
const ipam = (more: Values): Value => [{ subnet: SUBNET, ...more }];
const labels = (label: string, value: string): Value => [{ label, value }];

export const NETWORK_PAIRS: Record<string, Pair> = {
  name: pair("one", "other"),
  driver: pair("bridge", "macvlan"),
  attachable: pair(false, true),
  ingress: unmade("needs a swarm", false, true),
  internal: pair(false, true),
  ipv6: unmade("needs a subnet of IPv6 before 27.0, which needs ipv6: true", false, true),
  ipamDriver: pair("default", "null"),
  "ipamOptions{}": pair({ a: "1" }, { a: "2" }),
  "ipamConfigs[].subnet": pair(ipam({}), ipam({ subnet: "10.61.0.0/24" })),
  "ipamConfigs[].gateway": pair(ipam({ gateway: "10.60.0.254" }), ipam({})),
  "ipamConfigs[].ipRange": pair(ipam({ ipRange: "10.60.0.128/25" }), ipam({ ipRange: "10.60.0.64/26" })),
  "ipamConfigs[].auxAddress{}": pair(
    ipam({ auxAddress: { printer: "10.60.0.7" } }),
    ipam({ auxAddress: { printer: "10.60.0.8" } }),
  ),
  "options{}": pair({ "com.docker.network.driver.mtu": "1400" }, { "com.docker.network.driver.mtu": "1450" }),
  "labels[].label": pair(labels("a", "1"), labels("b", "1")),
  "labels[].value": pair(labels("a", "1"), labels("a", "2")),
};

export const VOLUME_PAIRS: Record<string, Pair> = {
  name: pair("one", "other"),
  driver: unmade("needs a volume driver beside local", "local", "other"),
  "driverOpts{}": pair(
    { type: "tmpfs", device: "tmpfs", o: "size=1m" },
    { type: "tmpfs", device: "tmpfs", o: "size=2m" },
  ),
  "labels[].label": pair(labels("a", "1"), labels("b", "1")),
  "labels[].value": pair(labels("a", "1"), labels("a", "2")),
};

const build = (more: Values): Value => ({ context: "CONTEXT", ...more });
const asked = (leaf: string, from: Value, to: Value): Record<string, Pair> => ({
  [`build.${leaf}`]: unmade(
    "a build is not compared with the engine",
    build({ [inputOf(leaf)]: from }),
    build({ [inputOf(leaf)]: to }),
  ),
});
const both = (leaf: string, from: Value, to: Value): Record<string, Pair> => ({
  [`build.${leaf}`]: pair(build({ [inputOf(leaf)]: from }), build({ [inputOf(leaf)]: to })),
});
const login = (more: Values): Value => [{ hostName: "r.test", ...more }];
const logins = ["userName", "password", "auth", "email", "identityToken", "registryToken", "serverAddress"];

const BUILD_PAIRS: Record<string, Pair> = {
  "build.context": pair(build({}), build({ context: "CONTEXT/" })),
  "build.dockerfile": pair(build({}), build({ dockerfile: "Dockerfile" })),
  ...asked("tags[]", ["a"], ["b"]),
  ...asked("label{}", { a: "1" }, { a: "2" }),
  ...asked("labels{}", { a: "1" }, { a: "2" }),
  ...asked("extraHosts[]", ["a:10.0.0.1"], ["a:10.0.0.2"]),
  ...asked("ulimits[].name", [{ name: "nofile", soft: 1, hard: 2 }], [{ name: "nproc", soft: 1, hard: 2 }]),
  ...asked("ulimits[].soft", [{ name: "nofile", soft: 1, hard: 2 }], [{ name: "nofile", soft: 2, hard: 2 }]),
  ...asked("ulimits[].hard", [{ name: "nofile", soft: 1, hard: 2 }], [{ name: "nofile", soft: 1, hard: 3 }]),
  ...asked("authConfigs[].hostName", login({}), login({ hostName: "q.test" })),
  ...Object.assign(
    {},
    ...logins.map((one) => asked(`authConfigs[].${one}`, login({ [one]: "a" }), login({ [one]: "b" }))),
  ),
  ...asked("version", "1", "2"),
  ...asked("useLegacyBuilder", true, false),
  ...asked("buildArgs{}", { A: "1" }, { A: "2" }),
  ...asked("buildId", "a", "b"),
  ...asked("cacheFroms[]", ["a"], ["b"]),
  ...asked("cgroupParent", "/a", "/b"),
  ...asked("cpuPeriod", 1000, 2000),
  ...asked("cpuQuota", 1000, 2000),
  ...asked("cpuSetCpus", "0", "0-1"),
  ...asked("cpuSetMems", "0", "1"),
  ...asked("cpuShares", 1, 2),
  ...asked("forceRemove", true, false),
  ...asked("isolation", "default", "process"),
  ...asked("memory", 64, 128),
  ...asked("memorySwap", 64, -1),
  ...asked("networkMode", "bridge", "none"),
  ...asked("noCache", true, false),
  ...asked("platform", "linux/amd64", "linux/386"),
  ...asked("pullParent", true, false),
  ...asked("remoteContext", "http://a.test/a.tar", "http://a.test/b.tar"),
  ...asked("remove", true, false),
  ...asked("shmSize", 1, 2),
  ...asked("squash", true, false),
  ...asked("suppressOutput", true, false),
  ...asked("target", "one", "other"),
};

export const REMOTE_IMAGE_PAIRS: Record<string, Pair> = {
  name: pair("busybox", "other"),
  platform: pair("linux/amd64", "linux/386"),
  "triggers{}": pair({ a: "1" }, { a: "2" }),
  ...BUILD_PAIRS,
  "pullTriggers[]": pair(["a"], ["b"]),
  forceRemove: pair(true, false),
  keepLocally: unmade("it would remove the image of the other tests", true, false),
};

export const TAG_PAIRS: Record<string, Pair> = {
  targetImage: pair("tagged:one", "tagged:other"),
  sourceImage: pair("busybox", "other"),
  "tagTriggers[]": pair(["a"], ["b"]),
};

const auth = (more: Values): Value => ({ address: "r.test", username: "a", password: "b", ...more });

/** Compared with what a registry has; none is asked. */
export const REGISTRY_IMAGE_PAIRS: Record<string, Pair> = {
  name: pair("r.test/one", "r.test/other"),
  ...BUILD_PAIRS,
  "triggers{}": pair({ a: "1" }, { a: "2" }),
  "authConfig.address": pair(auth({}), auth({ address: "http://r.test" })),
  "authConfig.username": pair(auth({}), auth({ username: "b" })),
  "authConfig.password": pair(auth({}), auth({ password: "c" })),
  insecureSkipVerify: pair(true, false),
  keepRemotely: pair(true, false),
};

/** Built for every pair, with neither a registry nor a push. */
export const IMAGE_PAIRS: Record<string, Pair> = {
  imageName: pair("built", "built:other"),
  "build.context": pair(build({}), build({ context: "ELSEWHERE" })),
  ...both("dockerfile", "Dockerfile", "Otherfile"),
  ...both("args{}", { A: "1" }, { A: "2" }),
  ...both("target", "one", "other"),
  ...both("platform", "linux/amd64", "linux/386"),
  ...both("network", "none", "host"),
  ...both("addHosts[]", ["a:10.0.0.1"], ["a:10.0.0.2"]),
  "build.cacheFrom.images[]": pair(build({ cacheFrom: { images: ["a"] } }), build({ cacheFrom: { images: ["b"] } })),
  ...both("builderVersion", "BuilderV1", "BuilderBuildKit"),
  "build.contextDigest": pair(build({}), build({ context: "ELSEWHERE" })),
  "registry.server": pair({}, { server: "docker.io" }),
  "registry.username": pair({ username: "a" }, { username: "b" }),
  "registry.password": pair({ password: "a" }, { password: "b" }),
  skipPush: pair(true, false),
};
