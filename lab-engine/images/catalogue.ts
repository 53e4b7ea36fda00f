// The images of the labs. Each is a real server with the programs that a person looks at a network with.

/** A server of the labs. Paths are absolute and below /usr, which /bin, /sbin and /lib point into. */
export interface LabImage {
  /** What the engine knows it by; a topology says `image: bridgework/web`. */
  tag: string;
  /** The official image that takes its place where a registry can be reached. */
  official: string;
  /** Debian and Ubuntu packages. */
  packages: readonly string[];
  /** Programs and modules, taken along with every library that they load. */
  programs: readonly string[];
  /** Files of the packages that are taken as they are. */
  data: readonly string[];
  files: Readonly<Record<string, string>>;
  folders: readonly string[];
  links: Readonly<Record<string, string>>;
  command: readonly string[];
  port: string;
  /** The signal on which the server ends in good order. */
  stop: string;
}

const NGINX = `daemon off;
error_log /dev/stderr;
pid /run/nginx.pid;
events {}
http {
  include mime.types;
  access_log /dev/stdout;
  server {
    listen 80 default_server;
    listen [::]:80 default_server;
    root /usr/share/nginx/html;
  }
}
`;

const APACHE_MODULES = "/usr/lib/apache2/modules";
const APACHE = `ServerName localhost
PidFile /run/httpd.pid
LoadModule mpm_event_module ${APACHE_MODULES}/mod_mpm_event.so
LoadModule authz_core_module ${APACHE_MODULES}/mod_authz_core.so
LoadModule dir_module ${APACHE_MODULES}/mod_dir.so
Listen 80
User www-data
Group www-data
DocumentRoot /var/www/html
ErrorLog /dev/stderr
`;

export const LAB_IMAGES: Readonly<Record<string, LabImage>> = {
  web: {
    tag: "bridgework/web:latest",
    official: "nginx:alpine",
    packages: ["nginx"],
    programs: ["/usr/sbin/nginx"],
    data: ["/usr/share/nginx/html/index.html", "/etc/nginx/mime.types"],
    files: { "/etc/nginx/nginx.conf": NGINX },
    folders: ["/var/lib/nginx", "/var/log/nginx"],
    links: {},
    command: ["nginx"],
    port: "80/tcp",
    stop: "SIGQUIT",
  },
  redis: {
    tag: "bridgework/redis:latest",
    // Like nginx the alpine one: redis:latest and httpd:latest have neither ip nor ping.
    official: "redis:alpine",
    packages: ["redis-server"],
    programs: ["/usr/bin/redis-server", "/usr/bin/redis-cli"],
    data: [],
    files: {},
    folders: ["/data"],
    links: {},
    // As the official one: it answers on every address, and "-" leaves out IPv6 where there is none.
    command: ["redis-server", "--bind", "*", "-::*", "--protected-mode", "no", "--dir", "/data"],
    port: "6379/tcp",
    stop: "SIGTERM",
  },
  httpd: {
    tag: "bridgework/httpd:latest",
    official: "httpd:alpine",
    packages: ["apache2-bin"],
    programs: ["/usr/sbin/apache2", ...["mpm_event", "authz_core", "dir"].map((m) => `${APACHE_MODULES}/mod_${m}.so`)],
    data: [],
    files: {
      "/etc/apache2/httpd.conf": APACHE,
      "/var/www/html/index.html": "<html><body><h1>It works!</h1></body></html>\n",
    },
    folders: [],
    links: { "/usr/sbin/httpd": "apache2" },
    command: ["httpd", "-D", "FOREGROUND", "-f", "/etc/apache2/httpd.conf"],
    port: "80/tcp",
    stop: "SIGWINCH",
  },
};

/**
 * The names in the catalogue among references, in any spelling that the engine takes for the same image.
 *
 * @example labImageNames(["bridgework/web", "nginx:alpine"]) // ["web"]
 */
export function labImageNames(references: readonly string[]): string[] {
  const tags = references.map((reference) => {
    const short = reference.replace(/^docker\.io\//, "");
    return /:[^/]+$/.test(short) ? short : `${short}:latest`;
  });
  return Object.keys(LAB_IMAGES).filter((name) => tags.includes(LAB_IMAGES[name]!.tag));
}
