import { BackOffice, Deliveries, Faults, Shopper, Simulation, Truth, VirtualClock } from "@paylayer/simulator"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as Reference from "../src/reference/provider/index.ts"
import {
  type Answer,
  errorOf,
  eur,
  type Fields,
  hour,
  intent,
  iso,
  proofOf,
  type Request,
  session,
  start,
  textOf,
  world,
  type World
} from "./reference-world.ts"

describe("errors", () => {
  const rows: ReadonlyArray<readonly [status: number, code: string, met: () => Answer | Promise<Answer>]> = [
    [400, "malformed", () => world().send("POST", "/sessions", "{")],
    [401, "unauthorised", () => world().send("POST", "/sessions", session, { authorization: "Bearer other" })],
    [
      403,
      "forbidden",
      () => world({ forbidden: ({ method }) => method === "POST" }).send("POST", "/sessions", session)
    ],
    [404, "not_found", () => world().send("GET", "/intents/int_0001")],
    [
      409,
      "key_reused",
      () => {
        const { keyed } = world()
        keyed("k", "POST", "/sessions", session)
        return keyed("k", "POST", "/sessions", { ...session, final: true })
      }
    ],
    [
      409,
      "key_in_use",
      async () => {
        const { ask, clock } = world({ latency: "1 second" })
        const post = ask("POST", "/sessions", session, { "idempotency-key": "k" })
        const exit = await clock.drive(Effect.all([post, post], { concurrency: "unbounded" }))
        return Exit.isSuccess(exit) ? exit.value[1] : expect.fail()
      }
    ],
    [
      409,
      "final",
      () => {
        const { create, lock, update } = world()
        const { id, token } = create()
        return update(id, { token: lock(id, token) })
      }
    ],
    [
      409,
      "paid",
      () => {
        const { ready, submit, update } = world()
        const checkout = ready()
        submit(checkout)
        return update(checkout.id, { token: checkout.token })
      }
    ],
    [
      409,
      "token",
      () => {
        const { create, update } = world()
        return update(create().id, {})
      }
    ],
    [
      409,
      "state",
      () => {
        const { confirm, createIntent } = world()
        return confirm(createIntent({ payment_method: false }))
      }
    ],
    [
      409,
      "not_possible",
      () => {
        const { modify, paid } = world({ decides: "at-once" })
        const payment = paid({ capture: "automatic" })
        return modify(payment, "cancellations")
      }
    ],
    [
      409,
      "too_much",
      () => {
        const { modify, paid } = world({ decides: "at-once" })
        return modify(paid(), "captures", { amount: eur(1901) })
      }
    ],
    [
      410,
      "expired",
      async () => {
        const { at, create, update } = world()
        const { id, token } = create()
        await at(hour)
        return update(id, { token })
      }
    ],
    [422, "invalid", () => world().send("POST", "/sessions", { ...session, reference: "", amount: eur(1) })]
  ]
  it.each(rows)("%i %s", async (status, code, met) => {
    const answer = await met()
    expect(answer.status).toBe(status)
    expect(answer.headers["content-type"]).toBe("application/json")
    expect(Object.keys(answer.json)).toEqual(["error"])
    expect(answer.json["error"]).toEqual({
      code,
      message: expect.any(String),
      ...(code === "not_possible" || code === "too_much" ? { why: "captured" } : {}),
      ...(code === "invalid"
        ? { parameters: ["reference", "amount.value"].map((name) => ({ name, reason: expect.any(String) })) }
        : {})
    })
    expect(Reference.documentedErrors.find(({ name }) => name === code)).toMatchObject({
      status,
      headers: answer.headers,
      ...(code === "invalid" ? {} : { body: answer.body })
    })
  })

  it("are documented, one for each row, and one that no row has", () => {
    expect(Reference.documentedErrors.map(({ name, status }) => `${status} ${name}`)).toEqual([
      ...rows.map(([status, code]) => `${status} ${code}`),
      "429 slow_down",
      "503 unavailable"
    ])
    for (const { body, headers, name } of [...Reference.documentedErrors, Reference.unknownError]) {
      const { error } = JSON.parse(body) as {
        readonly error: Fields & { readonly parameters?: ReadonlyArray<unknown> }
      }
      expect(error["code"]).toBe(name)
      expect(error.parameters?.length).toBe(name === "invalid" ? 2 : undefined)
      expect(headers?.["retry-after"] !== undefined).toBe(name === "slow_down")
    }
    expect(Reference.documentedErrors.map(({ name }) => name)).not.toContain(Reference.unknownError.name)
  })

  it.each([
    ["GET", "/nothing"],
    ["GET", "/sessions"],
    ["GET", "/sessions/ses_0001"],
    ["PUT", "/sessions/ses_0001"],
    ["POST", "/sessions/ses_0001/expire/x"],
    ["POST", "/intents/int_0001/nothing"],
    ["POST", "/payments"],
    ["PATCH", "/payments/pay_0001"],
    ["POST", "/payments/pay_0001/voids"],
    ["GET", "/payments/pay_0001/captures"],
    ["GET", "/../v2/sessions"]
  ])("404 for the unknown path %s %s", (method, path) => {
    const { create, createIntent, paid, send } = world()
    create()
    createIntent()
    paid()
    expect(errorOf(send(method, path, {}))).toEqual([404, "not_found"])
  })

  it.each(["", "Bearer", "bearer ref_other_key_0123456", `Basic ${Reference.credentials.key}`])(
    "401 for the authorisation %j",
    (authorization) => {
      expect(errorOf(world().send("GET", "/nothing", "", { authorization }))).toEqual([401, "unauthorised"])
    }
  )

  it("takes another key where it was told one", () => {
    const { send } = world({ key: "another" })
    expect(send("POST", "/sessions", session).status).toBe(201)
    expect(
      errorOf(send("POST", "/sessions", session, { authorization: `Bearer ${Reference.credentials.key}` }))
    ).toEqual([401, "unauthorised"])
  })
})

describe("the order of checks", () => {
  it("is authentication, idempotency, parameters, object, token, time, state", async () => {
    const { at, create, keyed, send, submit, update } = world()
    const { id, token } = create({ final: true })
    keyed("k", "POST", "/sessions", session)
    const wrong = { authorization: "Bearer wrong", "idempotency-key": "k" }
    expect(errorOf(send("POST", "/sessions", "{", wrong))).toEqual([401, "unauthorised"])
    expect(errorOf(keyed("k", "POST", "/sessions", "{"))).toEqual([409, "key_reused"])
    expect(errorOf(update("other", { token, note: 1 }))).toEqual([422, "invalid", ["note"]])
    expect(errorOf(update("other", { token: "stale" }))).toEqual([404, "not_found"])
    expect(errorOf(update(id, { token: "stale" }))).toEqual([409, "token"])
    expect(errorOf(update(id, { token }))).toEqual([409, "final"])
    expect(errorOf(update(id, { token: "stale", amount: { value: 1900, currency: "USD" } }))).toEqual([
      422,
      "invalid",
      ["amount.currency"]
    ])
    await at(hour)
    expect(errorOf(update(id, { token }))).toEqual([410, "expired"])
    expect(errorOf(update(id, { token: "stale" }))).toEqual([409, "token"])
    expect(submit({ id, token: "stale" })).toEqual({ _tag: "Refused", why: "token" })
  })
})

describe("money", () => {
  const rows = [
    ["EUR", 50, "0.5", 99999999, "999999.99", 1],
    ["USD", 50, "0.5", 99999999, "999999.99", 1],
    ["JPY", 50, "50", 99999999, "99999999", 1],
    ["KWD", 100, "0.1", 99999990, "99999.99", 10],
    ["ISK", 10000, "100", 99999900, "999999", 100],
    ["IDR", 1000, "1000", 999999999, "999999999", 1],
    ["CLP", 100, "1", 99999999, "999999.99", 1]
  ] as const
  it.each(rows)("%s is taken from %i (%s) to %i (%s) in steps of %i", (currency, least, low, most, high, step) => {
    const { send, sessions } = world()
    const create = (value: number) => send("POST", "/sessions", { ...session, amount: { value, currency } })
    for (const [value, decimal] of [
      [least, low],
      [most, high]
    ] as const) {
      expect(create(value).json["amount"]).toEqual({ value, currency })
      expect(sessions().at(-1)?.amount).toEqual({ decimal, currency })
    }
    expect(create(least + step).status).toBe(201)
    const refused = [least - step, most + step, ...(step === 1 ? [] : [least + 1, least + step - 1])]
    for (const value of refused) expect(errorOf(create(value))).toEqual([422, "invalid", ["amount.value"]])
    expect(sessions()).toHaveLength(3)
  })

  it.each<readonly [unknown, ReadonlyArray<string>]>([
    [{ value: 1900, currency: "eur" }, ["amount.currency"]],
    [{ value: 1900, currency: "XXX" }, ["amount.currency"]],
    [{ value: 1900.5, currency: "EUR" }, ["amount.value"]],
    [{ value: "1900", currency: "EUR" }, ["amount.value"]],
    [{ value: -1900, currency: "EUR" }, ["amount.value"]],
    [{ value: 0, currency: "EUR" }, ["amount.value"]],
    [{ value: 1e300, currency: "EUR" }, ["amount.value"]],
    [{ value: null, currency: null }, ["amount.value", "amount.currency"]],
    [{ value: 1900, currency: "EUR", decimals: 2 }, ["amount.decimals"]],
    [{}, ["amount.value", "amount.currency"]],
    [1900, ["amount"]],
    [null, ["amount"]],
    [[1900, "EUR"], ["amount"]]
  ])("%j is invalid", (amount, names) => {
    const { send } = world()
    for (const [path, body] of [
      ["/sessions", session],
      ["/intents", intent]
    ] as const) {
      expect(errorOf(send("POST", path, { ...body, amount }))).toEqual([422, "invalid", names])
    }
  })
})

describe("idempotency", () => {
  it("gives the first answer again, byte for byte, whatever has happened since", () => {
    const { keyed, sessions, update } = world()
    const first = keyed("k", "POST", "/sessions", session)
    update(textOf(first.json["id"]), { token: first.json["token"], amount: eur(2000), final: true })
    const again = keyed("k", "POST", "/sessions", session)
    expect(again.status).toBe(201)
    expect(again.body).toBe(first.body)
    expect(first.headers).not.toHaveProperty("idempotent-replayed")
    expect(again.headers).toEqual({ ...first.headers, "idempotent-replayed": "true" })
    expect(sessions()).toHaveLength(1)
  })

  it("works on every POST and PATCH, and not on GET", () => {
    const { create, createIntent, keyed, paid } = world()
    const { id, token } = create()
    const named = { reference: "m-1" }
    const requests: ReadonlyArray<Request> = [
      ["POST", "/sessions", session],
      ["PATCH", `/sessions/${id}`, { token }],
      ["POST", `/sessions/${id}/expire`, {}],
      ["POST", "/intents", intent],
      ["POST", `/intents/${createIntent()}`, {}],
      ["POST", `/intents/${createIntent()}/confirm`, {}],
      ["POST", `/intents/${createIntent()}/cancel`, {}],
      ["POST", `/payments/${paid()}/adjustments`, { ...named, amount: eur(2150) }],
      ["POST", `/payments/${paid()}/captures`, { ...named, amount: eur(1) }],
      ["POST", `/payments/${paid()}/cancellations`, named],
      ["POST", `/payments/${paid()}/refunds`, { ...named, amount: eur(1) }],
      ["POST", `/payments/${paid()}/reversals`, named]
    ]
    requests.forEach((request, index) => {
      const first = keyed(`k${index}`, ...request)
      expect(first.status).toBeLessThan(300)
      const again = keyed(`k${index}`, ...request)
      expect([again.body, again.headers["idempotent-replayed"]]).toEqual([first.body, "true"])
    })
    expect(keyed("k0", "GET", `/intents/${createIntent()}`).status).toBe(200)
  })

  it("refuses the key for another method, path or body", () => {
    const { create, keyed } = world()
    const { id, token } = create()
    keyed("k", "PATCH", `/sessions/${id}`, { token })
    const others: ReadonlyArray<Request> = [
      ["POST", `/sessions/${id}`, { token }],
      ["PATCH", "/sessions/other", { token }],
      ["PATCH", `/sessions/${id}`, { token, note: "" }],
      ["PATCH", `/sessions/${id}`, `{ "token": "${token}" }`]
    ]
    for (const request of others) expect(errorOf(keyed("k", ...request))).toEqual([409, "key_reused"])
    expect(keyed("k", "PATCH", `/sessions/${id}`, { token }).status).toBe(200)
  })

  it("ends after 24 hours, to the millisecond", async () => {
    const { at, keyed, sessions } = world()
    const first = keyed("k", "POST", "/sessions", session)
    await at(24 * hour - 1)
    expect(keyed("k", "POST", "/sessions", session).body).toBe(first.body)
    expect(errorOf(keyed("k", "POST", "/sessions", intent))).toEqual([409, "key_reused"])
    await at(24 * hour)
    const again = keyed("k", "POST", "/sessions", session)
    expect(again.headers).not.toHaveProperty("idempotent-replayed")
    expect(again.body).not.toBe(first.body)
    expect(sessions()).toHaveLength(2)
  })

  it.each<readonly [name: string, wait: number, outcome: ReadonlyArray<unknown>]>([
    ["in use until the answer is given", 999, [409, "key_in_use"]],
    ["replayed as soon as it is", 1000, [201, undefined]]
  ])("a key is %s", async (_, wait, outcome) => {
    const { ask, clock, sessions } = world({ latency: "1 second" })
    const post = ask("POST", "/sessions", session, { "idempotency-key": "k" })
    const exit = await clock.drive(
      Effect.all([post, Effect.andThen(Effect.sleep(wait), post)], { concurrency: "unbounded" })
    )
    const [first, second] = Exit.isSuccess(exit) ? exit.value : expect.fail()
    expect(first.status).toBe(201)
    expect(errorOf(second)).toEqual(outcome)
    expect(sessions()).toHaveLength(1)
    expect(clock.now()).toBe(start + wait + 1000)
  })

  it("does not know two keys as one, nor requests without", () => {
    const { keyed, send, sessions } = world()
    keyed("a", "POST", "/sessions", session)
    keyed("b", "POST", "/sessions", session)
    send("POST", "/sessions", session)
    send("POST", "/sessions", session)
    expect(sessions()).toHaveLength(4)
  })

  it("takes keys of 1 to 64 characters", () => {
    const { keyed } = world()
    for (const key of ["k", "k".repeat(64)]) expect(keyed(key, "POST", "/sessions", session).status).toBe(201)
    for (const key of ["", "k".repeat(65)]) {
      expect(errorOf(keyed(key, "POST", "/sessions", session))).toEqual([422, "invalid", ["Idempotency-Key"]])
    }
  })

  it("does not store 401, 422 and key_reused", () => {
    const { keyed, send } = world()
    send("POST", "/sessions", session, { authorization: "", "idempotency-key": "a" })
    expect(keyed("a", "POST", "/sessions", session).status).toBe(201)

    expect(keyed("b", "POST", "/sessions", {}).status).toBe(422)
    expect(keyed("b", "POST", "/sessions", {}).headers).not.toHaveProperty("idempotent-replayed")
    const first = keyed("b", "POST", "/sessions", session)
    expect(first.status).toBe(201)

    expect(errorOf(keyed("b", "POST", "/sessions", {}))).toEqual([409, "key_reused"])
    expect(keyed("b", "POST", "/sessions", session).body).toBe(first.body)
  })

  it("holds a key that will not be stored for as long as it is under way", async () => {
    const { ask, clock } = world({ latency: "1 second" })
    const post = (body: unknown) => ask("POST", "/sessions", body, { "idempotency-key": "k" })
    const exit = await clock.drive(
      Effect.all(
        [post({}), Effect.andThen(Effect.sleep(500), post(session)), Effect.andThen(Effect.sleep(1000), post(session))],
        { concurrency: "unbounded" }
      )
    )
    expect(Exit.isSuccess(exit) && exit.value.map(({ status }) => status)).toEqual([422, 409, 201])
  })

  it("stores every other refusal", async () => {
    let allowed = false
    const { at, create, createIntent, keyed, lock, paid } = world({
      decides: "at-once",
      forbidden: ({ path }) => path.endsWith("/cancel") && !allowed
    })
    const { id, token } = create()
    const final = create()
    const locked = lock(final.id, final.token)
    const without = createIntent({ payment_method: false })
    const payment = paid()
    const refusals: ReadonlyArray<readonly [code: string, ...Request]> = [
      ["malformed", "POST", "/sessions", "{"],
      ["not_found", "POST", "/sessions/other/expire", {}],
      ["token", "PATCH", `/sessions/${id}`, {}],
      ["final", "PATCH", `/sessions/${final.id}`, { token: locked }],
      ["state", "POST", `/intents/${without}/confirm`, {}],
      ["not_possible", "POST", `/payments/${payment}/refunds`, { reference: "m-1", amount: eur(1) }],
      ["too_much", "POST", `/payments/${payment}/captures`, { reference: "m-1", amount: eur(1901) }],
      ["forbidden", "POST", `/intents/${without}/cancel`, {}]
    ]
    const replays = (code: string, ...request: Request) => {
      const first = keyed(code, ...request)
      expect(errorOf(first)[1]).toBe(code)
      const again = keyed(code, ...request)
      expect([again.status, again.body, again.headers["idempotent-replayed"]]).toEqual([
        first.status,
        first.body,
        "true"
      ])
    }
    for (const [code, ...request] of refusals) replays(code, ...request)
    allowed = true
    expect(errorOf(keyed("forbidden", "POST", `/intents/${without}/cancel`, {}))).toEqual([403, "forbidden"])
    expect(keyed("new", "POST", `/intents/${without}/cancel`, {}).status).toBe(200)
    await at(hour)
    replays("expired", "PATCH", `/sessions/${id}`, { token })
  })
})

describe("creating a session", () => {
  it("answers what it holds, with an hour to go", () => {
    const { send, sessions } = world()
    const { json, status } = send("POST", "/sessions", session)
    expect(status).toBe(201)
    expect(json).toEqual({
      id: "ses_0001",
      reference: "order-1",
      amount: eur(1900),
      final: false,
      capture: "manual",
      expires_at: iso(hour),
      token: expect.stringMatching(/^tok_[0-9a-f]{32}$/)
    })
    expect(sessions()).toEqual([
      {
        id: "ses_0001",
        reference: "order-1",
        amount: { decimal: "19", currency: "EUR" },
        status: "open",
        rest: { capture: "manual", expires_at: iso(hour) }
      }
    ])
  })

  it("holds what is optional", () => {
    const { send, sessions } = world()
    const optional = {
      expires_at: "2026-01-01T00:30:00Z",
      return_url: "https://shop.test/back?x=1",
      note: "",
      pre_authorisation: true
    }
    const { json } = send("POST", "/sessions", { ...session, ...optional, final: true, capture: "automatic" })
    expect(json).toMatchObject({ final: true, capture: "automatic", expires_at: iso(hour / 2) })
    expect(json).not.toHaveProperty("note")
    expect(sessions()[0]).toMatchObject({
      status: "locked",
      rest: {
        capture: "automatic",
        expires_at: iso(hour / 2),
        return_url: optional.return_url,
        note: "",
        pre_authorisation: true
      }
    })
  })

  it.each<readonly [string, unknown]>([
    ["reference", "r"],
    ["reference", "🛒".repeat(80)],
    ["expires_at", iso(hour / 2)],
    ["expires_at", iso(24 * hour)],
    ["note", "n".repeat(200)],
    ["pre_authorisation", false]
  ])("takes %s %j", (name, value) => {
    expect(world().send("POST", "/sessions", { ...session, [name]: value }).status).toBe(201)
  })

  it.each<readonly [string, unknown]>([
    ["reference", undefined],
    ["reference", ""],
    ["reference", "r".repeat(81)],
    ["reference", 1],
    ["amount", undefined],
    ["final", undefined],
    ["final", "true"],
    ["capture", undefined],
    ["capture", "later"],
    ["expires_at", iso(hour / 2 - 1)],
    ["expires_at", iso(24 * hour + 1)],
    ["expires_at", "2026-01-01T01:00:00"],
    ["expires_at", "2026-01-01T02:00:00+01:00"],
    ["expires_at", "2026-01-01T25:00:00Z"],
    ["expires_at", "2026-02-30T01:00:00Z"],
    ["expires_at", start + hour],
    ["return_url", "http://shop.test"],
    ["return_url", "https://"],
    ["return_url", "/back"],
    ["note", "n".repeat(201)],
    ["note", null],
    ["pre_authorisation", "no"],
    ["colour", "red"],
    ["__proto__", {}]
  ])("refuses %s %j", (name, value) => {
    const { send, sessions } = world()
    const body =
      name === "__proto__" ? `{"__proto__":{},${JSON.stringify(session).slice(1)}` : { ...session, [name]: value }
    expect(errorOf(send("POST", "/sessions", body))).toEqual([422, "invalid", [name]])
    expect(sessions()).toEqual([])
  })

  it("names all that is invalid at once", () => {
    expect(
      errorOf(world().send("POST", "/sessions", { amount: { value: 1.5 }, final: 1, capture: "x", note: 1, x: 1 }))
    ).toEqual([422, "invalid", ["reference", "amount.value", "amount.currency", "final", "capture", "note", "x"]])
  })

  it.each(["", "{", "nonsense", '{"a":1,}'])("400 for the body %j", (body) => {
    expect(errorOf(world().send("POST", "/sessions", body))).toEqual([400, "malformed"])
  })
  it.each(["[]", "null", "1", '"{}"'])("422 for the body %s", (body) => {
    expect(errorOf(world().send("POST", "/sessions", body))).toEqual([422, "invalid", ["body"]])
  })
})

describe("updating a session", () => {
  it("changes what it names, keeps the rest, and gives a new token each time", () => {
    const { create, sessions, update } = world()
    const { id, token } = create({ note: "gift" })
    const tokens = new Set([token])
    const steps: ReadonlyArray<readonly [Fields, Fields]> = [
      [{ amount: eur(2150) }, { amount: eur(2150), final: false, reference: "order-1" }],
      [{ reference: "order-2" }, { amount: eur(2150), final: false, reference: "order-2" }],
      [{ note: "" }, { amount: eur(2150), final: false, reference: "order-2" }],
      [{}, { amount: eur(2150), final: false, reference: "order-2" }],
      [
        { amount: eur(1900), final: true },
        { amount: eur(1900), final: true, reference: "order-2" }
      ]
    ]
    let latest = token
    for (const [change, expected] of steps) {
      const { json, status } = update(id, { token: latest, ...change })
      expect([status, json]).toEqual([200, { ...expected, token: expect.any(String) }])
      latest = textOf(json["token"])
      tokens.add(latest)
    }
    expect(tokens.size).toBe(6)
    expect(sessions()).toEqual([
      {
        id,
        reference: "order-2",
        amount: { decimal: "19", currency: "EUR" },
        status: "locked",
        rest: { capture: "manual", expires_at: iso(hour), note: "" }
      }
    ])
  })

  it("takes only the latest token of this session", () => {
    const { create, open, sessions, update } = world()
    const { id, token } = create()
    const other = create()
    const latest = textOf(update(id, { token }).json["token"])
    for (const wrong of [undefined, "", "tok_unknown", token, other.token]) {
      expect(errorOf(update(id, { token: wrong, amount: eur(2000) }))).toEqual([409, "token"])
    }
    const shown = open(id)
    expect(errorOf(update(id, { token: latest }))).toEqual([409, "token"])
    expect(sessions()[0]?.amount.decimal).toBe("19")
    expect(update(id, { token: shown._tag === "Shown" ? shown.token : undefined }).status).toBe(200)
  })

  it.each<readonly [Fields, ReadonlyArray<string>]>([
    [{ amount: { value: 1900, currency: "USD" } }, ["amount.currency"]],
    [{ amount: { value: 1900, currency: "XXX" } }, ["amount.currency"]],
    [{ amount: { value: "1", currency: "USD" }, note: 1 }, ["amount.value", "amount.currency", "note"]],
    [{ amount: eur(49) }, ["amount.value"]],
    [{ final: false }, ["final"]],
    [{ reference: "" }, ["reference"]],
    [{ note: "n".repeat(201) }, ["note"]],
    [{ token: 1 }, ["token"]],
    [{ capture: "automatic" }, ["capture"]]
  ])("refuses %j, and nothing changes", (change, names) => {
    const { create, sessions, update } = world()
    const { id, token } = create()
    const before = sessions()
    expect(errorOf(update(id, { token, ...change }))).toEqual([422, "invalid", names])
    expect(sessions()).toEqual(before)
    expect(update(id, { token }).status).toBe(200)
  })

  it.each<readonly [string, string, (w: World, checkout: { id: string; token: string }) => unknown]>([
    ["final", "final", () => undefined],
    ["pending", "paid", ({ submit }, checkout) => submit(checkout, "pending")],
    ["completed", "paid", ({ submit }, checkout) => submit(checkout)],
    ["cancelled", "paid", ({ submit }, checkout) => submit(checkout, "abandon")],
    ["expired", "expired", ({ send }, { id }) => send("POST", `/sessions/${id}/expire`, {})]
  ])("refuses a session that is %s: %s", (_, code, bring) => {
    const w = world()
    const checkout = w.ready()
    bring(w, checkout)
    const before = w.sessions()
    expect(errorOf(w.update(checkout.id, { token: checkout.token, amount: eur(1) }))[1]).toBe("invalid")
    expect(errorOf(w.update(checkout.id, { token: checkout.token, amount: eur(2000) }))[1]).toBe(code)
    expect(w.sessions()).toEqual(before)
  })
})

describe("the end of a session", () => {
  it.each([hour / 2, hour, 24 * hour])("comes after %i ms, to the millisecond", async (lifetime) => {
    const { at, create, ready, sessions, submit, update } = world()
    const open = create({ expires_at: iso(lifetime) })
    const final = ready({ expires_at: iso(lifetime) })
    const paid = ready({ expires_at: iso(lifetime) })
    await at(lifetime - 1)
    expect(sessions().map(({ status }) => status)).toEqual(["open", "locked", "locked"])
    expect(submit(paid)).toMatchObject({ _tag: "Authorised" })
    const token = textOf(update(open.id, { token: open.token, amount: eur(2000) }).json["token"])
    await at(lifetime)
    expect(sessions().map(({ status }) => status)).toEqual(["expired", "expired", "completed"])
    expect(errorOf(update(open.id, { token, amount: eur(3000) }))).toEqual([410, "expired"])
    expect(submit(final)).toEqual({ _tag: "Refused", why: "expired" })
    expect(sessions()[0]?.amount.decimal).toBe("20")
  })

  it("can be asked for while it is open or final", () => {
    const { create, ready, send, sessions, submit } = world()
    for (const { id } of [create(), ready()]) {
      const { json, status } = send("POST", `/sessions/${id}/expire`, {})
      expect([status, json]).toEqual([200, { id, status: "expired" }])
      expect(errorOf(send("POST", `/sessions/${id}/expire`, {}))).toEqual([410, "expired"])
    }
    expect(sessions().map(({ status }) => status)).toEqual(["expired", "expired"])
    for (const manner of ["pending", "pay", "abandon"] as const) {
      const checkout = ready()
      submit(checkout, manner)
      expect(errorOf(send("POST", `/sessions/${checkout.id}/expire`, {}))).toEqual([409, "paid"])
    }
    expect(errorOf(send("POST", "/sessions/other/expire", {}))).toEqual([404, "not_found"])
    expect(errorOf(send("POST", "/sessions/other/expire", { x: 1 }))).toEqual([422, "invalid", ["x"]])
  })

  it("by time cannot be asked for again", async () => {
    const { at, create, send } = world()
    const { id } = create()
    await at(hour)
    expect(errorOf(send("POST", `/sessions/${id}/expire`, {}))).toEqual([410, "expired"])
  })
})

describe("the result", () => {
  it.each<readonly [Shopper.Manner, string, ReadonlyArray<string>]>([
    ["pay", "completed", ["authorised"]],
    ["decline", "final", ["refused"]],
    ["pending", "pending", ["pending"]],
    ["abandon", "cancelled", []]
  ])("of %s is %s with payments %j", (manner, status, results) => {
    const { ready, result, submit } = world()
    const checkout = ready()
    const answer = result(proofOf(submit(checkout, manner)), checkout.id)
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      id: checkout.id,
      reference: "order-1",
      status,
      payments: results.map((result) => ({ id: "pay_0001", amount: eur(1900), result }))
    })
  })

  it("is that of the proof's session, whatever session is asked", () => {
    const { ready, result, submit } = world()
    const [one, two] = [ready(), ready()]
    const proof = proofOf(submit(one))
    for (const id of [one.id, two.id, "other"]) expect(result(proof, id).json["id"]).toBe(one.id)
  })

  it("is made when it is first asked for, and never changes", async () => {
    const { at, ready, result, settle, submit } = world()
    const checkout = ready()
    const declined = proofOf(submit(checkout, "decline"))
    const early = result(declined)
    expect(early.json["status"]).toBe("final")
    const late = proofOf(submit(checkout, "decline"))
    const pending = proofOf(submit(checkout, "pending"))
    expect(proofOf(settle(checkout.id, true))).toBe(pending)
    await at(2 * hour)
    expect(result(declined).body).toBe(early.body)
    for (const proof of [late, pending]) {
      expect(result(proof).json).toMatchObject({
        status: "completed",
        payments: [{ result: "refused" }, { result: "refused" }, { result: "authorised" }]
      })
    }
  })

  it("may be expired by the time it is asked for", async () => {
    const { at, ready, result, submit } = world()
    const proof = proofOf(submit(ready(), "decline"))
    await at(hour)
    expect(result(proof).json["status"]).toBe("expired")
  })

  it("needs a proof that is known", () => {
    const { create, result, send } = world()
    const { id } = create()
    expect(errorOf(result("prf_unknown", id))).toEqual([404, "not_found"])
    expect(errorOf(send("GET", `/sessions/${id}/result`))).toEqual([422, "invalid", ["proof"]])
  })
})

describe("the browser", () => {
  it("is shown the amount and gets a new token, and needs that one to submit", () => {
    const { create, lock, open, submit } = world()
    const { id, token } = create({ amount: { value: 1500, currency: "KWD" } })
    const locked = lock(id, token)
    const shown = open(id)
    expect(shown).toEqual({ _tag: "Shown", amount: { decimal: "1.5", currency: "KWD" }, token: expect.any(String) })
    const latest = shown._tag === "Shown" ? textOf(shown.token) : expect.fail()
    const stale = [token, locked, "other"].map((token) => ({ id, token }))
    for (const checkout of [{ id }, ...stale]) {
      expect(submit(checkout)).toEqual({ _tag: "Refused", why: "token" })
    }
    expect(submit({ id, token: latest })).toMatchObject({ _tag: "Authorised" })
  })

  it.each<readonly [string, string, Shopper.Manner | undefined]>([
    ["pending", "paid", "pending"],
    ["completed", "paid", "pay"],
    ["cancelled", "paid", "abandon"]
  ])("is refused once the session is %s: %s", (_, why, manner) => {
    const { open, ready, submit } = world()
    const checkout = ready()
    submit(checkout, manner)
    for (const next of ["pay", "decline", "challenge", "pending", "abandon"] as const) {
      expect(submit(checkout, next)).toEqual({ _tag: "Refused", why })
    }
    expect(open(checkout.id)).toEqual({ _tag: "Refused", why })
  })

  it("is refused an open, an expired and an unknown session", async () => {
    const { at, authorisations, create, open, submit } = world()
    const checkout = create()
    expect(submit(checkout)).toEqual({ _tag: "Refused", why: "not_final" })
    expect(submit({ id: "other", token: checkout.token })).toEqual({ _tag: "Refused", why: "not_found" })
    expect(open("other")).toEqual({ _tag: "Refused", why: "not_found" })
    await at(hour)
    for (const manner of ["pay", "abandon"] as const) {
      expect(submit(checkout, manner)).toEqual({ _tag: "Refused", why: "expired" })
    }
    expect(open(checkout.id)).toEqual({ _tag: "Refused", why: "expired" })
    expect(authorisations()).toEqual([])
  })

  it.each([
    ["automatic", "19"],
    ["manual", "0"]
  ])("approved with capture %s: captured %s", (capture, captured) => {
    const { authorisations, ready, sessions, submit } = world()
    const checkout = ready({ capture })
    const amount = { decimal: "19", currency: "EUR" }
    expect(submit(checkout)).toEqual({
      _tag: "Authorised",
      authorisation: "pay_0001",
      amount,
      proof: expect.any(String)
    })
    expect(sessions()[0]?.status).toBe("completed")
    expect(authorisations()).toEqual([
      {
        id: "pay_0001",
        session: checkout.id,
        authorised: amount,
        captured: { decimal: captured, currency: "EUR" },
        refunded: { decimal: "0", currency: "EUR" },
        released: false
      }
    ])
  })

  it("declined: the session stays final and the token good", () => {
    const { authorisations, ready, sessions, submit } = world()
    const checkout = ready()
    const declined = submit(checkout, "decline")
    expect(declined).toEqual({ _tag: "Declined", token: checkout.token, proof: expect.any(String) })
    expect(sessions()[0]?.status).toBe("locked")
    expect(authorisations()).toEqual([])
    const paid = submit(checkout)
    expect(paid).toMatchObject({ _tag: "Authorised", authorisation: "pay_0002" })
    expect(proofOf(paid)).not.toBe(proofOf(declined))
  })

  const challenged = (submission: Shopper.Submission) =>
    submission._tag === "Challenged" ? (passed: boolean) => Effect.runSync(submission.finish(passed)) : expect.fail()

  it("challenged: a second step, then approved or declined, once", () => {
    const { ready, sessions, submit } = world()
    const checkout = ready()
    const declined = challenged(submit(checkout, "challenge"))
    expect(sessions()[0]?.status).toBe("locked")
    expect(declined(false)).toMatchObject({ _tag: "Declined", token: checkout.token })
    expect(declined(true)).toEqual({ _tag: "Refused", why: "state" })
    const approved = challenged(submit(checkout, "challenge"))
    expect(approved(true)).toMatchObject({ _tag: "Authorised" })
    expect(approved(true)).toEqual({ _tag: "Refused", why: "paid" })
    expect(sessions()[0]?.status).toBe("completed")
  })

  it("challenged: the second step has to be in time too", async () => {
    const { at, authorisations, ready, submit } = world()
    const finish = challenged(submit(ready(), "challenge"))
    await at(hour)
    expect(finish(true)).toEqual({ _tag: "Refused", why: "expired" })
    expect(authorisations()).toEqual([])
  })

  it.each([
    [true, "completed", "Authorised"],
    [false, "locked", "Declined"]
  ] as const)("pending: settled %s, the session is %s", (passed, status, tag) => {
    const { ready, sessions, settle, submit } = world()
    const checkout = ready()
    expect(settle(checkout.id, passed)).toEqual({ _tag: "Refused", why: "state" })
    const pending = submit(checkout, "pending")
    expect(pending).toEqual({ _tag: "Pending", token: checkout.token, proof: expect.any(String) })
    expect(sessions()[0]?.status).toBe("pending")
    const settled = settle(checkout.id, passed)
    expect([settled._tag, proofOf(settled)]).toEqual([tag, proofOf(pending)])
    expect(sessions()[0]?.status).toBe(status)
    expect(settle(checkout.id, passed)).toEqual({ _tag: "Refused", why: "state" })
    if (!passed) expect(submit(checkout)).toMatchObject({ _tag: "Authorised" })
  })

  it("pending: what is under way is not ended by time", async () => {
    const { at, ready, sessions, settle, submit } = world()
    const [one, two] = [ready(), ready()]
    submit(one, "pending")
    submit(two, "pending")
    await at(2 * hour)
    expect(sessions().map(({ status }) => status)).toEqual(["pending", "pending"])
    settle(one.id, true)
    settle(two.id, false)
    expect(sessions().map(({ status }) => status)).toEqual(["completed", "expired"])
  })

  it("giving up cancels, an open session too", () => {
    const { create, ready, sessions, submit } = world()
    for (const checkout of [create(), ready()]) {
      expect(submit(checkout, "abandon")).toEqual({ _tag: "Cancelled", proof: expect.any(String) })
    }
    expect(sessions().map(({ status }) => status)).toEqual(["cancelled", "cancelled"])
  })
})

describe("intents", () => {
  const bring: ReadonlyArray<readonly [status: string, fields: Fields, outcome?: string]> = [
    ["requires_payment_method", { payment_method: false }],
    ["requires_confirmation", {}],
    ["requires_action", {}, "challenge"],
    ["processing", {}, "pending"],
    ["requires_capture", { capture: "manual" }, "approve"],
    ["succeeded", {}, "approve"],
    ["cancelled", {}, "cancel"]
  ]
  const inState = (status: string) => {
    const w = world()
    const [, fields, outcome] = bring.find(([name]) => name === status) ?? expect.fail()
    const id = w.createIntent(fields)
    if (outcome === "cancel") w.send("POST", `/intents/${id}/cancel`, {})
    else if (outcome !== undefined) w.confirm(id, outcome)
    expect(w.send("GET", `/intents/${id}`).json["status"]).toBe(status)
    return { ...w, id }
  }

  it.each([
    [true, "requires_confirmation"],
    [false, "requires_payment_method"],
    [undefined, "requires_payment_method"]
  ])("are made with payment method %s: %s", (payment_method, status) => {
    const { authorisations, send, sessions } = world()
    const made = send("POST", "/intents", { ...intent, payment_method })
    expect(made.status).toBe(201)
    expect(made.json).toEqual({
      id: "int_0001",
      reference: "order-1",
      amount: eur(1900),
      status,
      capture: "automatic",
      secret: expect.stringMatching(/^int_0001_sec_[0-9a-f]{32}$/)
    })
    const read = send("GET", "/intents/int_0001")
    expect([read.status, read.body]).toEqual([200, made.body])
    expect(sessions()).toMatchObject([{ id: "int_0001", reference: "order-1", status: "open" }])
    expect(authorisations()).toEqual([])
  })

  it.each<readonly [string, unknown]>([
    ["reference", ""],
    ["amount", undefined],
    ["capture", "later"],
    ["payment_method", "yes"],
    ["final", false]
  ])("are not made with %s %j", (name, value) => {
    expect(errorOf(world().send("POST", "/intents", { ...intent, [name]: value }))).toEqual([422, "invalid", [name]])
  })

  const table: ReadonlyArray<readonly [status: string, update: number, confirm: number, cancel: number]> = [
    ["requires_payment_method", 200, 409, 200],
    ["requires_confirmation", 200, 200, 200],
    ["requires_action", 200, 200, 200],
    ["processing", 409, 409, 409],
    ["requires_capture", 409, 409, 200],
    ["succeeded", 409, 409, 409],
    ["cancelled", 409, 409, 409]
  ]
  it.each(table)("%s: update %i, confirm %i, cancel %i", (status, update, confirm, cancel) => {
    const operations = [
      [update, "", { amount: eur(2150) }],
      [confirm, "/confirm", {}],
      [cancel, "/cancel", {}]
    ] as const
    for (const [expected, action, body] of operations) {
      const { id, send } = inState(status)
      const before = send("GET", `/intents/${id}`)
      const answer = send("POST", `/intents/${id}${action}`, body)
      expect(answer.status).toBe(expected)
      if (expected === 409) expect(errorOf(answer)).toEqual([409, "state"])
      expect(send("GET", `/intents/${id}`).body).toBe(expected === 409 ? before.body : answer.body)
    }
  })

  it.each(["requires_payment_method", "requires_confirmation", "requires_action"])(
    "an update in %s changes the amount and nothing else",
    (status) => {
      const { id, send } = inState(status)
      const before = send("GET", `/intents/${id}`).json
      expect(send("POST", `/intents/${id}`, { amount: eur(2150) }).json).toEqual({ ...before, amount: eur(2150) })
      expect(send("POST", `/intents/${id}`, {}).json).toEqual({ ...before, amount: eur(2150) })
      expect(errorOf(send("POST", `/intents/${id}`, { amount: eur(1), reference: "x" }))).toEqual([
        422,
        "invalid",
        ["amount.value", "reference"]
      ])
    }
  )

  it.each(["requires_confirmation", "requires_action"])("confirmed in %s, each outcome", (from) => {
    const outcomes = [
      [undefined, "succeeded"],
      ["approve", "succeeded"],
      ["decline", "requires_payment_method"],
      ["challenge", "requires_action"],
      ["pending", "processing"]
    ] as const
    for (const [outcome, status] of outcomes) {
      const { authorisations, confirm, id } = inState(from)
      expect(confirm(id, outcome).json["status"]).toBe(status)
      expect(authorisations()).toHaveLength(status === "succeeded" ? 1 : 0)
    }
    const { confirm, id } = inState(from)
    expect(errorOf(confirm(id, "perhaps"))).toEqual([422, "invalid", ["outcome"]])
  })

  it("a declined one has its payment method still", () => {
    const { confirm, id } = inState("requires_confirmation")
    confirm(id, "decline")
    expect(confirm(id).json["status"]).toBe("succeeded")
  })

  it("authorise the amount in force, and give it back when cancelled", () => {
    const { authorisations, confirm, createIntent, send } = world()
    const [automatic, manual] = [createIntent(), createIntent({ capture: "manual" })]
    for (const id of [automatic, manual]) {
      send("POST", `/intents/${id}`, { amount: eur(2150) })
      confirm(id)
    }
    send("POST", `/intents/${manual}/cancel`, {})
    const amount = { decimal: "21.5", currency: "EUR" }
    const none = { decimal: "0", currency: "EUR" }
    expect(authorisations()).toEqual([
      { id: automatic, authorised: amount, captured: amount, refunded: none, released: false },
      { id: manual, authorised: amount, captured: none, refunded: none, released: true }
    ])
  })

  it.each([
    ["POST", ""],
    ["POST", "/confirm"],
    ["POST", "/cancel"],
    ["GET", ""]
  ])("an unknown one is not found: %s /intents/{id}%s", (method, action) => {
    expect(errorOf(world().send(method, `/intents/other${action}`, {}))).toEqual([404, "not_found"])
  })
})

describe("its world", () => {
  const create = HttpClientRequest.post("https://reference.test/v1/sessions").pipe(
    HttpClientRequest.bearerToken(Reference.credentials.key),
    HttpClientRequest.bodyJsonUnsafe(session)
  )
  const inWorld = <A, E>(
    program: Effect.Effect<A, E, Simulation.Controls<Reference.ReferenceProvider>>
  ): Promise<Exit.Exit<A, E>> =>
    Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(Layer.build(Reference.layer()), (context) => {
          const clock = Context.get(context, VirtualClock.VirtualClock)
          return Effect.promise(() => clock.drive(Effect.provideContext(program, context)))
        })
      )
    )

  it("has a client, a shopper, deliveries, a back office and the truth", async () => {
    const exit = await inWorld(
      Effect.gen(function* () {
        const { status } = yield* HttpClient.execute(create)
        const shopper = yield* Shopper.Shopper
        const shown = yield* shopper.open({ id: "ses_0001" })
        yield* shopper.submit({ id: "ses_0001" }, "abandon")
        const deliveries = yield* Deliveries.Deliveries
        const backOffice = yield* BackOffice.BackOffice
        const known = yield* backOffice.act("pay_0001", { _tag: "Cancel" })
        const truth = yield* Truth.Truth
        return [status, shown._tag, (yield* deliveries.take).length, known, (yield* truth.sessions).length]
      })
    )
    expect(exit).toEqual(Exit.succeed([201, "Shown", 1, false, 1]))
  })

  it("answers a documented error where one is armed", async () => {
    const slow = Reference.documentedErrors.find(({ name }) => name === "slow_down") ?? expect.fail()
    const exit = await inWorld(
      Effect.gen(function* () {
        const faults = yield* Faults.Faults
        yield* faults.arm({ _tag: "Answer", ...slow })
        const { headers, status } = yield* HttpClient.execute(create)
        return [status, headers["retry-after"]]
      })
    )
    expect(exit).toEqual(Exit.succeed([429, "2"]))
  })

  it("is the same in each run, and its tokens look like nothing", () => {
    const made = () => {
      const { create, createIntent, ready, submit } = world()
      const checkout = ready()
      return JSON.stringify([create(), checkout, submit(checkout), createIntent()])
    }
    expect(made()).toBe(made())
    const secrets = made().match(/(tok|prf|sec)_[0-9a-f]{32}/g) ?? []
    expect(new Set(secrets).size).toBe(secrets.length)
    expect(Reference.credentials.key).toMatch(/^ref_secret_.{10,}$/)
    expect(Reference.credentials.signingSecret).toMatch(/^ref_signing_.{10,}$/)
  })
})
