import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { requestBody } from "../../src/adapter/requestBody.ts"
import { failure } from "../outcomes.ts"

const Body = Schema.Struct({
  order_id: Schema.String.check(Schema.isPattern(/^[a-z]{1,5}$/)),
  note: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(3))),
  lines: Schema.optionalKey(Schema.Array(Schema.Struct({ quantity: Schema.Int })))
})

describe("requestBody", () => {
  it("is the body, encoded", () => {
    const body = { order_id: "abc", lines: [{ quantity: 1 }] }
    expect(requestBody(Body, body)).toEqual(Result.succeed(body))
  })

  it("names everything that is wrong at once, by the provider's names", () => {
    const { _tag, parameters } = failure(
      requestBody(Body, { order_id: "", note: "long", lines: [{ quantity: 1.5 }], x: 1 })
    )
    expect(_tag).toBe("InvalidRequest")
    expect(parameters.map(({ parameter }) => parameter).sort()).toEqual(["lines.0.quantity", "note", "order_id", "x"])
    for (const { reason } of parameters) expect(reason).not.toBe("")
  })

  it("names what is missing", () => {
    expect(failure(requestBody(Body, {})).parameters).toMatchObject([{ parameter: "order_id" }])
  })

  it.each([undefined, null, 5, "text", []])("does not fall over %j", (value) => {
    expect(failure(requestBody(Body, value))).toMatchObject({ _tag: "InvalidRequest", parameters: [{ parameter: "" }] })
  })
})
