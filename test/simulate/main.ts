/**
 * `pnpm simulate <provider> [--port N]`: a simulated provider on localhost.
 *
 * Prints one line of JSON with where it is and how to log in, then one line for each request, secrets hidden. Ends with
 * SIGINT or SIGTERM; exit code 2 and one sentence on standard error where it can't begin.
 */
import { AdyenSimulator } from "@paylayer/adyen/simulator"
import { AcquiredSimulator } from "@paylayer/put-session/simulator"
import type { Provider } from "@paylayer/simulator"
import * as Server from "@paylayer/simulator/server"
import { StripeSimulator } from "@paylayer/stripe/simulator"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { parseArgs } from "node:util"

interface Simulator {
  readonly make: Effect.Effect<Provider.Provider>
  /** What a client needs to know, as the line of JSON tells it. */
  readonly announce: (origin: string) => Readonly<Record<string, string>>
}

const simulators: Readonly<Record<string, Simulator>> = {
  "put-session": {
    make: AcquiredSimulator.make(),
    announce: (origin) => ({
      url: `${origin}/v1`,
      app_id: AcquiredSimulator.credentials.appId,
      app_key: AcquiredSimulator.credentials.appKey,
      webhook_secret: AcquiredSimulator.credentials.appKey
    })
  },
  stripe: {
    make: StripeSimulator.make(),
    announce: (origin) => ({
      url: origin,
      secret_key: StripeSimulator.credentials.secretKey,
      webhook_secret: StripeSimulator.credentials.webhookSecret
    })
  },
  adyen: {
    make: AdyenSimulator.make(),
    announce: (origin) => ({
      url: `${origin}/v72`,
      api_key: AdyenSimulator.credentials.apiKey,
      username: AdyenSimulator.credentials.username,
      password: AdyenSimulator.credentials.password,
      client_key: AdyenSimulator.credentials.clientKey,
      merchant_account: AdyenSimulator.credentials.merchantAccount,
      hmac_key: AdyenSimulator.credentials.hmacKey
    })
  }
}

const usage = `usage: pnpm simulate <${Object.keys(simulators).join("|")}> [--port N]`

interface Command {
  readonly simulator: Simulator
  readonly port: number
}

/** What to start, or a sentence that says why not. */
const readCommand = (): Result.Result<Command, string> => {
  try {
    // pnpm passes a `--` on.
    const args = process.argv.slice(2).filter((argument) => argument !== "--")
    const { positionals, values } = parseArgs({ args, options: { port: { type: "string" } }, allowPositionals: true })
    const [name, ...rest] = positionals
    if (name === undefined || rest.length > 0) return Result.fail(`Expected the name of one provider; ${usage}.`)
    const simulator = Object.hasOwn(simulators, name) ? simulators[name] : undefined
    if (simulator === undefined) {
      return Result.fail(
        `There is no simulator of ${JSON.stringify(name)}; there is: ${Object.keys(simulators).join(", ")}.`
      )
    }
    const { port = "0" } = values
    return /^\d{1,5}$/.test(port) && Number(port) <= 65535
      ? Result.succeed({ simulator, port: Number(port) })
      : Result.fail(`Expected a port from 0 to 65535, got ${JSON.stringify(port)}.`)
  } catch (error) {
    return Result.fail(`${error instanceof Error ? error.message : String(error)}; ${usage}.`)
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)

const refuse = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 2
}

const start = async ({ port, simulator }: Command): Promise<void> => {
  // Requests that come before the first line is out have to wait for it.
  let announced = false
  const early: Array<string> = []
  const log = (logged: Server.Logged) =>
    announced ? print(Server.toLine(logged)) : void early.push(Server.toLine(logged))
  const opened = await Effect.runPromise(Effect.result(Server.open(simulator.make, { port, log })))
  if (Result.isFailure(opened)) return refuse(`The simulator ${opened.failure.message}.`)
  const server = opened.success
  print(JSON.stringify(simulator.announce(server.url)))
  announced = true
  early.forEach(print)
  const end = () => void Effect.runPromise(server.close)
  process.once("SIGINT", end)
  process.once("SIGTERM", end)
}

const command = readCommand()
if (Result.isFailure(command)) refuse(command.failure)
else await start(command.success)
