/** What the packets showed, told apart only as far as a program can see it. */
export type Symptom =
  | "silence"
  | "net-unreachable"
  | "host-unreachable"
  | "port-unreachable"
  | "prohibited"
  | "not-permitted"
  | "no-source"
  | "refused"
  | "ttl-exceeded"
  | "name"
  | "status"
  | "contents"
  | "measure";

export interface Outcome {
  /** False when the probe itself could not be started: then it proves nothing, not even a failure. */
  ran: boolean;
  /** Whether what was hoped for came back. */
  answered: boolean;
  /** What came back, in a person's words. */
  found: string;
  symptom?: Symptom;
  /** True where a connection opened before the silence. */
  opened?: boolean;
  /** Who sent the ICMP error. */
  by?: string;
  /** The address that a domain name stood for. */
  address?: string;
}

const ERRNO: Record<string, Symptom> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "refused",
  ENETUNREACH: "net-unreachable",
  EHOSTUNREACH: "host-unreachable",
  EINVAL: "net-unreachable",
  ETIMEDOUT: "silence",
  EPERM: "not-permitted",
  EACCES: "not-permitted",
  EADDRNOTAVAIL: "no-source",
  ENOTFOUND: "name",
  EAI_AGAIN: "name",
};

const WORDS: Record<string, string> = {
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  ENETUNREACH: "Network is unreachable",
  EHOSTUNREACH: "No route to host",
  EPERM: "Operation not permitted",
  EACCES: "Permission denied",
  EADDRNOTAVAIL: "Cannot assign requested address",
  ENOTFOUND: "Name or service not known",
  EAI_AGAIN: "Temporary failure in name resolution",
};

/** What an error of a socket means; its code and the kernel's own words for it are kept. */
export function ofError(error: NodeJS.ErrnoException & { address?: string }): Outcome {
  const code = error.code ?? "";
  return {
    ran: true,
    answered: false,
    found: WORDS[code] ? `${WORDS[code]} (${code})` : error.message || code,
    symptom: ERRNO[code] ?? "contents",
    ...(error.address ? { address: error.address } : {}),
  };
}

export const SILENCE: Outcome = { ran: true, answered: false, found: "no answer", symptom: "silence" };

/** Of two attempts that came to nothing the one to tell of: the later, unless it heard nothing where the other did. */
export function moreTelling(earlier: Outcome, later: Outcome): Outcome {
  const silent = later.symptom === "silence" && !later.opened;
  return silent && (earlier.symptom !== "silence" || earlier.opened) ? earlier : later;
}
