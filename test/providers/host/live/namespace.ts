import type { LiveSpec } from "./spec.ts";

export const namespace: LiveSpec = {
  kind: "namespace",
  base: { RED: {} },
  creates: ["create namespace RED", "create link lo in RED"],
  drifts: {
    sound: [
      { by: ["ip netns del RED"], says: ["create namespace RED", "create link lo in RED"], renews: ["RED/lo"] },
      {
        by: ["umount /run/netns/RED"],
        says: ["delete namespace RED: sound false -> true", "create namespace RED", "create link lo in RED"],
        renews: ["RED/lo"],
      },
    ],
  },
  steps: {
    sound: [{ to: { BLUE: {} }, does: ["create namespace BLUE", "create link lo in BLUE", "delete namespace RED"] }],
  },
  removal: { to: {}, does: ["delete namespace RED"] },
  foreign: {
    by: [
      "ip netns add RED",
      "ip -n RED link set lo alias theirs up",
      "ip -n RED link set lo down",
      "ip -n RED addr add 10.7.7.7/32 dev lo",
    ],
    refusal: /^namespace RED exists[^\n]*$/,
    adopts: ["adopt namespace RED", "adopt link lo in RED: up false -> true"],
  },
};
