// Eleventy's server listens on every address of the machine; a benchmark needs none but its own.
import net from "node:net";

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (options, ...rest) {
  return listen.call(this, typeof options === "object" ? { host: "127.0.0.1", ...options } : options, ...rest);
};
