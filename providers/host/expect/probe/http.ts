import * as plain from "node:http";
import * as secure from "node:https";
import type { HttpGoal } from "../../../../net/goal.ts";
import { type Outcome, ofError, SILENCE } from "./outcome.ts";
import { firstOf } from "./tcp.ts";

const UNANSWERED: Outcome = { ...SILENCE, found: "the connection opened, then no answer", opened: true };
/** More than this of a body is not read. */
const BODY_LIMIT = 1024 * 1024;

/**
 * GETs the URL once, from the address that its host stands for; the Host header keeps the URL's own name, and TLS takes it
 * from there.
 *
 * @param reached called when the server has taken the connection
 */
export function http(goal: HttpGoal, seconds: number, reached: () => void): Promise<Outcome> {
  const url = new URL(goal.url);
  const client = url.protocol === "https:" ? secure : plain;
  return new Promise((resolve) => {
    const request = client.request(url, {
      agent: false,
      hostname: goal.host,
      port: goal.port,
      headers: { host: url.host, connection: "close" },
    });
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      request.destroy();
      resolve(outcome);
    };
    let opened = false;
    const timer = setTimeout(() => end(opened ? UNANSWERED : SILENCE), seconds * 1000);
    const connected = () => {
      opened = true;
      reached();
    };
    request.on("socket", (socket) => socket.once("connect", connected));
    request.on("error", (error) => end(ofError(firstOf(error))));
    request.on("response", async (response) => end(judge(goal, response.statusCode ?? 0, await bodyOf(response))));
    request.end();
  });
}

async function bodyOf(response: plain.IncomingMessage): Promise<string> {
  let text = "";
  try {
    for await (const piece of response.setEncoding("utf8")) {
      text += piece;
      if (text.length > BODY_LIMIT) break;
    }
  } catch {
    // A body that breaks off is judged by what came of it.
  }
  return text;
}

function judge(goal: HttpGoal, status: number, body: string): Outcome {
  const fine = goal.status === undefined ? status < 400 : status === goal.status;
  const outcome = { ran: true, found: `HTTP status ${status}` };
  if (!fine) return { ...outcome, answered: false, symptom: "status" };
  if (goal.body === undefined || body.includes(goal.body)) return { ...outcome, answered: true };
  const start = JSON.stringify(body.slice(0, 60));
  return {
    ...outcome,
    answered: false,
    symptom: "contents",
    found: `HTTP status ${status} and a body that begins ${start}`,
  };
}
