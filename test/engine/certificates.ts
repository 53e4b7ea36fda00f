import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../system/process.ts";
import { programFolders } from "../../toolchain/places.mjs";

/** True where certificates can be made. The reason why not otherwise. */
export function cannotMakeCertificates(): string | undefined {
  const found = programFolders(process.env.PATH).some((folder) => existsSync(join(folder, "openssl")));
  return found ? undefined : "needs openssl";
}

/** Certificates of a test, made by openssl: each is `NAME.pem` with `NAME-key.pem` in one directory. */
export class Certificates {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  file(name: string): string {
    return join(this.directory, `${name}.pem`);
  }

  async authority(name: string): Promise<void> {
    await this.#openssl("req", "-x509", ...this.#newKey(name), "-out", this.file(name), "-days", "2");
  }

  /** Signed by an authority; `days` below zero make one that has expired. */
  async sign(authority: string, name: string, extensions: string, days = 2): Promise<void> {
    const request = join(this.directory, `${name}.csr`);
    const wanted = join(this.directory, `${name}.ext`);
    writeFileSync(wanted, extensions);
    await this.#openssl("req", ...this.#newKey(name), "-out", request);
    const by = ["-CA", this.file(authority), "-CAkey", this.file(`${authority}-key`), "-CAcreateserial"];
    const made = ["-days", String(days), "-extfile", wanted, "-out", this.file(name)];
    await this.#openssl("x509", "-req", "-in", request, ...by, ...made);
  }

  /** A directory as DOCKER_CERT_PATH names one, of these files under the docker CLI's names. */
  path(name: string, files: { ca?: string; cert?: string; key?: string }): string {
    const path = join(this.directory, name);
    mkdirSync(path);
    for (const [role, file] of Object.entries(files)) symlinkSync(this.file(file), join(path, `${role}.pem`));
    return path;
  }

  #newKey(name: string): string[] {
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    return [...curve, "-keyout", this.file(`${name}-key`), "-subj", `/CN=${name}`];
  }

  async #openssl(...args: string[]): Promise<void> {
    const done = await run(["openssl", ...args]);
    if (done.code !== 0) throw new Error(`openssl ${args.join(" ")}: ${done.stderr || done.ended}`);
  }
}
