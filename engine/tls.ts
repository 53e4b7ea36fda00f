import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a connection is secured with, as PEM text. */
export interface Tls {
  ca?: string;
  cert?: string;
  key?: string;
  /** Whether the engine's certificate must be signed by `ca`, and be its host's. */
  verify: boolean;
}

type PemFiles = Pick<Tls, "ca" | "cert" | "key">;

/** The files that the docker CLI looks for in a directory of certificates; none of them has to be there. */
export function pemFiles(directory: string): PemFiles {
  const names = ["ca", "cert", "key"].filter((name) => existsSync(join(directory, `${name}.pem`)));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, `${name}.pem`), "utf8")]));
}

/**
 * The files of a directory that somebody named, of which `ca.pem` must be there, as the docker CLI has it.
 *
 * @throws Error naming the file that is missing, and who asked for it
 */
export function pemDirectory(directory: string, source: string): PemFiles {
  const files = pemFiles(directory);
  const missing = files.ca === undefined ? "ca" : files.cert && !files.key ? "key" : !files.cert && files.key && "cert";
  if (!missing) return files;
  throw new Error(
    `${source} asks for TLS with the certificates in ${directory}, and ${join(directory, `${missing}.pem`)} ` +
      "does not exist: ca.pem is the CA that signed the engine's certificate, cert.pem and key.pem are the client's own",
  );
}

const VERIFICATION = /^(CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH)/;

/** What helps against an error of the TLS library; undefined for any other error. */
export function tlsAdvice(code: string): string | undefined {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "Use a host name that the engine's certificate has";
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "Renew the engine's certificate";
  if (VERIFICATION.test(code))
    return "Give the CA that signed the engine's certificate: ca.pem in DOCKER_CERT_PATH or certPath, or caMaterial";
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG")
    return "What listens there speaks no TLS: unset DOCKER_TLS_VERIFY, or use the engine's TLS port, usually 2376";
  if (/^ERR_SSL_.*ALERT/.test(code))
    return "The engine refused the client: give a certificate that its CA signed (cert.pem and key.pem in DOCKER_CERT_PATH or certPath, or certMaterial and keyMaterial)";
  if (/^ERR_(SSL|TLS|OSSL)_/.test(code))
    return "Look at the certificates: they are PEM, and the key is the certificate's";
  return undefined;
}
