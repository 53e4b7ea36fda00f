import { connect } from "node:net";
import type { TcpGoal } from "../../../../net/goal.ts";
import { type Outcome, ofError, SILENCE } from "./outcome.ts";

/** Opens a connection and closes it at once. */
export function tcp(goal: TcpGoal, seconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ host: goal.host, port: goal.port });
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => end(SILENCE), seconds * 1000);
    socket.on("connect", () => end({ ran: true, answered: true, found: "the connection opened" }));
    socket.on("error", (error) => end(ofError(firstOf(error))));
  });
}

/** A name with several addresses fails with one error for each of them; the first one's reason is told. */
export function firstOf(error: Error): Error {
  return error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
}
