/** Where the kit looks for secrets: however they are written, however deep they lie, and on the console. */
import { Mutant, Trial } from "@paylayer/conformance"
import { Provider, subject } from "@paylayer/conformance/reference"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { finder } from "../../src/leaks.ts"
import { listen } from "../../src/Printed.ts"
import { textsOf } from "../../src/texts.ts"

const secret = 'q"7\\/é <&+=%s\n-end'
const bytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text))
const base64 = (text: string) => btoa(bytes(text))
const percented = (text: string) =>
  [...bytes(text)].map((byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("")

const finds = (text: string) => finder(["another-secret", secret])(text) === secret

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
    ["in percent-encoded Base64", `Basic%20${encodeURIComponent(base64(`shop:${secret}`))}`]
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

  it("and not where it is not", () => {
    expect(finder([])("anything")).toBeUndefined()
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !finds(text) && !finds(base64(text))))
    expect(finds("100 % sure, %zz, %e9")).toBe(false)
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

  it("is not what is redacted, nor what JSON leaves out", () => {
    expect(finds(textsOf([Redacted.make(secret), { secret, toJSON: () => "nothing" }]))).toBe(false)
  })

  it("is shown in a failure whatever it refers to", () => {
    const value: Record<string, unknown> = { big: 1n, twice: [1, 1] }
    value["self"] = value
    value["list"] = [value["twice"], { value }]
    expect(Trial.show(value)).toBe('{"big":"1","twice":[1,1],"self":"[itself]","list":[[1,1],{"value":"[itself]"}]}')
  })
})

describe("what is printed", () => {
  const print = vi.fn()
  const own = { ...console }
  beforeEach(() => {
    print.mockClear()
    for (const method of ["debug", "info", "table"] as const) console[method] = print
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
