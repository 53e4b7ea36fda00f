import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** Nothing here is marked as a secret by the program: by its type it is one. */
const { password, context } = new pulumi.Config().requireObject<{ password: string; context: string }>("settings");

new docker.Provider("p", {
  registryAuth: [{ address: "some-address", username: "some-user", password: `${password}-1` }],
});
new docker.Image("i", {
  imageName: "127.0.0.1:15000/me/x",
  build: { context, args: { TOKEN: "plain" } },
  skipPush: true,
  registry: { server: "127.0.0.1:15000", username: "me", password: `${password}-2` },
});
