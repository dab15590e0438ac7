/**
 * `pnpm bench`: how fast the simulator answers in process, and what each law costs. Everything in one run on one
 * machine: compare the ratios, not the figures of different machines.
 */
import { Catalogue, Report, Run, Text } from "@paylayer/conformance"
import * as Core from "@paylayer/core"
import { Acquired } from "@paylayer/put-session"
import { AcquiredSimulator } from "@paylayer/put-session/simulator"
import { VirtualClock } from "@paylayer/simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { subjects } from "../conformance/collected.ts"

const rounds = 7
const requests = 2000

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const { credentials } = AcquiredSimulator
const adapter = Acquired.layer({ appId: credentials.appId, appKey: Redacted.make(credentials.appKey) })

/** Milliseconds that `effect` takes in a fresh world. */
const timed = async <E>(effect: Effect.Effect<unknown, E, HttpClient.HttpClient | Core.Sessions.Sessions>) => {
  const scope = Scope.makeUnsafe()
  const context = await Effect.runPromise(
    Layer.buildWithScope(Layer.provideMerge(adapter, AcquiredSimulator.layer()), scope)
  )
  const { drive } = Context.get(context, VirtualClock.VirtualClock)
  const started = performance.now()
  const exit = await drive(Effect.provideContext(effect, context))
  const millis = performance.now() - started
  await Effect.runPromise(Scope.close(scope, Exit.void))
  if (Exit.isFailure(exit)) throw new Error(String(exit.cause))
  return millis
}

const eur = (value: number) => Core.Money.positiveUnsafe(value, "EUR")

const plain = Effect.gen(function* () {
  const client = yield* HttpClient.HttpClient
  const logIn = HttpClientRequest.post("https://test-api.acquired.com/v1/login").pipe(
    HttpClientRequest.bodyJsonUnsafe({ app_id: credentials.appId, app_key: credentials.appKey })
  )
  for (let sent = 0; sent < requests; sent++) yield* (yield* client.execute(logIn)).json
})

const updates = Effect.gen(function* () {
  const sessions = yield* Core.Sessions.Sessions
  let session = yield* sessions.create({ reference: "order-1", amount: eur(1900) })
  for (let sent = 0; sent < requests; sent++) session = yield* sessions.update(session, { amount: eur(1900 + sent) })
})

const perSecond = async (effect: Parameters<typeof timed>[0]): Promise<number> => {
  const all: Array<number> = []
  for (let round = 0; round < rounds; round++) all.push((requests * 1000) / (await timed(effect)))
  return median(all)
}

const bare = await perSecond(plain)
const adapted = await perSecond(updates)
console.log(`in process, median of ${rounds} rounds of ${requests}, on Node ${process.version}`)
console.log(`  simulator by itself       ${Math.round(bare)} requests/s  1.00`)
console.log(`  through the adapter       ${Math.round(adapted)} updates/s   ${(adapted / bare).toFixed(2)}`)

const reports: Array<Report.Report> = []
for (const subject of subjects) reports.push(await Effect.runPromise(Run.run(subject, { runs: 200 })))
const rows = Catalogue.laws.map(({ id, title }) => [
  id,
  title,
  ...reports.map(({ laws }) => {
    const found = laws.find(({ law }) => law === id)
    return found === undefined || found.runs === 0 ? "-" : `${Math.round(found.millis)} (${found.runs})`
  })
])
console.log("\nwall time of each law in milliseconds (and its runs), 200 runs for properties and models")
console.log(Text.columns([["law", "", ...reports.map(({ subject }) => subject)], ...rows]))
const totals = reports.map(({ laws }) => laws.reduce((sum, { millis }) => sum + millis, 0) / 1000)
console.log(`in all: ${totals.map((total) => `${total.toFixed(1)} s`).join(", ")}`)

const faces = ["reference", "acquired", "adyen", "adyen classic, json", "stripe intents", "stripe checkout"]
const models = Catalogue.laws.filter(({ kind }) => kind === "model")

/** Commands of the stories of model laws, each tried on 100 inputs. */
const commandsPerSecond = async (name: string): Promise<number> => {
  const subject = subjects.find((subject) => subject.name === name)!
  const { laws } = await Effect.runPromise(Run.run(subject, { laws: models, runs: 100 }))
  const sum = (of: (report: Report.LawReport) => number) => laws.reduce((total, report) => total + of(report), 0)
  return (sum(({ commands }) => commands) * 1000) / sum(({ millis }) => millis)
}

// Round by round, so that what disturbs the machine disturbs all faces.
const measured: Array<ReadonlyArray<number>> = []
for (let round = 0; round < 5; round++) {
  const one: Array<number> = []
  for (const face of faces) one.push(await commandsPerSecond(face))
  measured.push(one)
}
const medians = faces.map((_, index) => median(measured.map((round) => round[index]!)))
console.log("\ncommands of stories per second, median of 5 rounds")
console.log(
  Text.columns([
    ["subject", "commands/s", "to the reference"],
    ...faces.map((face, index) => [
      face,
      String(Math.round(medians[index]!)),
      (medians[index]! / medians[0]!).toFixed(2)
    ])
  ])
)
