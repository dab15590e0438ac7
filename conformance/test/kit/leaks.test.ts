/** Where the kit looks for secrets: however they are written, however deep they lie, and on the console. */
import { inspect } from "node:util"
import { Catalogue, Mutant, Run, type Subject, Trial } from "@paylayer/conformance"
import { Provider, reference, subject } from "@paylayer/conformance/reference"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { finder } from "../../src/leaks.ts"
import { listen } from "../../src/Printed.ts"
import { textsOf, unfinished } from "../../src/texts.ts"

const secret = 'q"7\\/é <&+=%s\n-end'
const bytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text))
const base64 = (text: string) => btoa(bytes(text))
const percented = (text: string) =>
  [...bytes(text)].map((byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("")
const hex = (text: string) => [...bytes(text)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("")
const escaped = (text: string) =>
  `{"key":${JSON.stringify(text).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)}}`.replaceAll(
    "/",
    "\\/"
  )
const entities = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll("'", "&apos;")

const finds = (text: string) => finder(["another-secret", secret])(text) === secret

const statusOf = async (subject: Subject.Subject) =>
  (await Effect.runPromise(Run.tryLaw(subject, Catalogue.law("SEC-01")!))).status

describe("a secret is found", () => {
  it.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify({ secret })],
    ["in a URL", `?key=${encodeURIComponent(secret)}&x=1`],
    ["in a form", new URLSearchParams({ secret }).toString()],
    ["where all is percent-encoded", percented(secret)],
    ["where it is so twice", encodeURIComponent(encodeURIComponent(secret))],
    ["in Base64", base64(secret)],
    ["in Base64 for URLs", base64(`shop:${secret}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")],
    ["in percent-encoded Base64", `Basic%20${encodeURIComponent(base64(`shop:${secret}`))}`],
    ["in JSON with more escapes than it needs", escaped(secret)],
    ["in JSON within JSON", JSON.stringify({ body: JSON.stringify({ body: JSON.stringify({ secret }) }) })],
    ["in XML", `<key>${entities(secret)}</key>`],
    ["in XML, by numbers", [...secret].map((one) => `&#${one.codePointAt(0)};`).join("")],
    ["in XML, by hexadecimal numbers", [...secret].map((one) => `&#x${one.codePointAt(0)!.toString(16)};`).join("")],
    ["in Base64 of Base64", base64(`Basic ${base64(`shop:${secret}`)}`)],
    ["in Base64 of JSON", `so ${base64(JSON.stringify({ secret }))}.`],
    ["in Base64 of a URL", base64(`?key=${encodeURIComponent(secret)}`)],
    ["in hexadecimal digits", hex(secret)],
    ["in great hexadecimal digits", hex(secret).toUpperCase()]
  ])("%s", (_, text) => {
    expect(finds(text)).toBe(true)
  })

  it("in Base64 of whatever it stands in", () => {
    const around = fc.string({ unit: "binary", maxLength: 10 })
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(finds(`so ${base64(before + secret + after)}, it says`)).toBe(true)
      })
    )
  })

  it("of hexadecimal digits in either case", () => {
    for (const [secret, text] of [
      ["00FFeeDD11", "so 00ffeedd11"],
      ["00ffeedd11", "so 00FFEEDD11"]
    ] as const) {
      expect(finder([secret])(text)).toBe(secret)
    }
    expect(finder(["00FFggDD11"])("so 00ffggdd11")).toBeUndefined()
  })

  it("and not where it is not", () => {
    expect(finder([])("anything")).toBeUndefined()
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !finds(text) && !finds(base64(text))))
    expect(finds("100 % sure, %zz, %e9, \\u12, &#99999999; &#9999999; &nothing;")).toBe(false)
  })
})

describe("what a value gives away", () => {
  const cyclic = () => {
    const value: Record<string, unknown> = { deep: [{ secret }] }
    value["itself"] = { value }
    return value
  }
  class Own {
    readonly #secret = secret
    toString = () => this.#secret
  }
  class Silent extends Error {
    #said = ""
    override get message() {
      return #said in this ? this.#said : ""
    }
    override toString = () => "an error"
    static saying(text: string) {
      const error = new Silent()
      // The stack is written when it is looked at first.
      expect(error.stack).not.toContain(text)
      error.#said = text
      return error
    }
  }
  it.each([
    ["of a value within itself", cyclic()],
    ["of a field's name", { [secret]: 1 }],
    ["of a map", new Map([["key", new Set([secret])]])],
    ["of headers", { headers: new Headers({ key: encodeURIComponent(secret) }) }],
    ["of bytes", new TextEncoder().encode(secret)],
    ["of what an error says", new Error(secret)],
    ["of what it makes up", Silent.saying(secret)],
    ["of its cause", new Error("it failed", { cause: cyclic() })],
    ["of all errors in one", new AggregateError([new Error("one"), new Error("two", { cause: secret })])],
    ["of what JSON is told", { toJSON: () => ({ secret }) }],
    ["of a field that JSON leaves out", { secret, toJSON: () => ({}) }],
    ["of what Node is told", { [inspect.custom]: () => ({ secret }) }],
    ["of a field by a symbol", { [Symbol("key")]: secret }],
    ["of a symbol", { [Symbol(secret)]: 1 }],
    ["of a field of a function", Object.assign(() => 1, { secret })],
    ["of a function's name", { [secret]: () => 1 }[secret]],
    ["of what it says of itself", new Own()],
    [
      "beside what cannot be looked at",
      {
        get broken() {
          throw new Error("no")
        },
        toJSON() {
          throw new Error("no")
        },
        secret
      }
    ],
    [
      "beside what unfolds for ever",
      (function unfold(): object {
        return { toJSON: () => ({ next: unfold(), secret }) }
      })()
    ],
    ["beside a number that JSON has not", { big: 1n, secret }]
  ])("%s", (_, value) => {
    expect(finds(textsOf(value))).toBe(true)
  })

  it("is not what is redacted, nor what Node leaves out", () => {
    const leavesOut = { secret, [inspect.custom]: () => "nothing", toJSON: () => "nothing" }
    const said = textsOf([Redacted.make(secret), leavesOut])
    expect(inspect([Redacted.make(secret), leavesOut])).not.toContain("7")
    expect(finds(said)).toBe(false)
    expect(said).toContain("redacted")
  })

  it("that does not come to an end is more than can be looked through", async () => {
    const endless = (): object => ({ toJSON: () => ({ next: endless() }) })
    const said = textsOf(endless())
    expect(said.endsWith(unfinished)).toBe(true)
    expect(textsOf({ secret })).not.toContain(unfinished)
    const kill = await Effect.runPromise(
      Mutant.attack({
        killedBy: "SEC-01",
        name: "a log of what does not come to an end",
        subject: subject("reference", {
          client: ({ execute }) => ({ execute: (call) => Effect.andThen(Effect.log(endless()), execute(call)) })
        })
      })
    )
    expect(kill).toMatchObject({ killed: true, failure: { observed: unfinished } })
  })

  it("is shown in a failure whatever it refers to", () => {
    const value: Record<string, unknown> = { big: 1n, twice: [1, 1] }
    value["self"] = value
    value["list"] = [value["twice"], { value }]
    expect(Trial.show(value)).toBe('{"big":"1","twice":[1,1],"self":"[itself]","list":[[1,1],{"value":"[itself]"}]}')
  })
})

describe("what is logged", () => {
  interface Call {
    key?: string
  }
  const { key } = Provider.credentials
  const logging = (known: Call, later: (call: Call) => void) =>
    subject("reference", {
      client: ({ execute }) => ({
        execute: (sent) => {
          const call = { ...known }
          const logged = Effect.andThen(Effect.log("starts", call), execute(sent))
          return Effect.ensuring(
            logged,
            Effect.sync(() => later(call))
          )
        }
      })
    })

  it("is what was there when it was written", async () => {
    expect(await statusOf(logging({ key }, (call) => void delete call.key))).toBe("failed")
    expect(await statusOf(logging({}, (call) => void (call.key = key)))).toBe("passed")
  })
})

describe("what is printed", () => {
  const printers = ["debug", "dirxml", "error", "info", "log", "table", "trace", "warn"] as const
  const print = vi.fn()
  const own = { ...console }
  beforeEach(() => {
    print.mockClear()
    for (const method of printers) console[method] = print
  })
  afterEach(() => {
    Object.assign(console, own)
  })

  it("is heard by all who listen, and printed once", () => {
    const heard: Array<unknown> = []
    const stops = [1, 2].map((who) => listen((printed) => heard.push([who, ...printed])))
    console.info("a", 1)
    stops[0]!()
    stops[0]!()
    console.debug("b")
    stops[1]!()
    console.info("c")
    expect(heard).toEqual([
      [1, "a", 1],
      [2, "a", 1],
      [2, "b"]
    ])
    expect(print.mock.calls).toEqual([["a", 1], ["b"], ["c"]])
  })

  it("goes the way that it went before", () => {
    const before = Object.getOwnPropertyDescriptors(console)
    const stop = listen(() => undefined)
    expect(console.info).not.toBe(print)
    stop()
    expect(Object.getOwnPropertyDescriptors(console)).toEqual(before)
  })

  it("goes the way that somebody else has chosen meanwhile", () => {
    const stop = listen(() => undefined)
    const other = vi.fn()
    const ours = console.info
    console.info = other
    stop()
    expect(console.info).toBe(other)
    // They put back what they found.
    console.info = ours
    console.info("a")
    expect([other.mock.calls, print.mock.calls]).toEqual([[], [["a"]]])
  })

  it("is heard whichever way it is printed", () => {
    const heard: Array<string> = []
    const stop = listen((printed) => heard.push(String(printed.at(-1))))
    for (const method of printers) console[method]("a")
    console.assert(false, "b")
    stop()
    expect(heard).toEqual([...printers.map(() => "a"), expect.stringContaining("b")])
  })

  it("is not heard where the console is frozen, and nothing is broken", async () => {
    vi.stubGlobal("console", Object.freeze({ ...console }))
    try {
      expect(await statusOf(reference)).toBe("passed")
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it("is of the trial that prints it, and not of another at the same time", async () => {
    const printing = subject("reference", {
      client: ({ execute }) => ({
        execute: (call) => Effect.suspend(() => (console.info(authorization), execute(call)))
      })
    })
    expect(await Promise.all([reference, printing, reference].map(statusOf))).toEqual(["passed", "failed", "passed"])
  })

  it("is of each of them where nobody can tell", async () => {
    const printing = subject("reference", {
      client: ({ execute }) => ({
        execute: (call) =>
          Effect.andThen(
            Effect.promise(() => Promise.resolve().then(() => console.info(authorization))),
            execute(call)
          )
      })
    })
    expect(await statusOf(printing)).toBe("failed")
  })

  const authorization = `Bearer ${Provider.credentials.key}`
  // Here and not in the matrix of mutants, which would print what they print.
  it.each([
    [
      "SEC-01",
      "a credential on the console while the layer is built",
      subject("reference", { client: (client) => (console.info("uses %s", authorization), client) })
    ],
    [
      "SEC-01",
      "the body of a request on the console",
      subject("reference", {
        client: ({ execute }) => ({
          execute: (call) => Effect.suspend(() => (console.debug("sends", call.json), execute(call)))
        })
      })
    ],
    [
      "SEC-03",
      "a credential in a table with every modification",
      subject("reference", {
        client: ({ execute }) => ({
          execute: (call) =>
            Effect.suspend(() => {
              if (call.path.startsWith("/payments")) console.table([{ authorization }])
              return execute(call)
            })
        })
      })
    ]
  ])("%s finds %s", async (killedBy, name, subject) => {
    const kill = await Effect.runPromise(Mutant.attack({ killedBy, name, subject }, { seeds: Mutant.seeds(20) }))
    expect(kill).toMatchObject({ killed: true, seeds: 20 })
    expect(kill.failure?.expected).toBe("no secret in a log, a span or on the console")
    expect(print).toHaveBeenCalled()
  })
})
