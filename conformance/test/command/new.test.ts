/** `new`: where the files of a new adapter's package come to lie. */
import { describe, expect, it } from "vitest"
import { scaffold } from "../../src/command/scaffold.ts"
import { command } from "./inMemory.ts"

describe("a new adapter", () => {
  it("is written into a directory of its name, and says what to do next", async () => {
    const files = new Map<string, string>()
    const { code, out } = await command({ files })("new", "acme-pay")
    expect(code).toBe(0)
    expect([...files]).toEqual(scaffold("acme-pay").map(({ path, text }) => [`acme-pay/${path}`, text]))
    expect(out).toContain("acme-pay/src/AcmePay.ts\n")
    expect(out).toContain("cd acme-pay && npm install && npm test")
  })

  it("takes no other directory's place", async () => {
    const files = new Map([["acme", "mine"]])
    expect(await command({ files })("new", "acme")).toEqual({
      code: 2,
      out: "",
      err: "There is something called acme here. Take another name, or move it.\n"
    })
    expect([...files.values()]).toEqual(["mine"])
    expect(await command({ directories: ["acme"] })("new", "acme")).toMatchObject({ code: 2 })
  })

  it("is refused without a name that can name files, or where nothing can be written", async () => {
    expect(await command()("new", "../up")).toMatchObject({
      code: 2,
      err: '"../up" cannot name an adapter. Take lower-case words with hyphens, as my-psp.\n'
    })
    expect(await command({ readOnly: true })("new", "acme")).toMatchObject({
      code: 2,
      err: "The package cannot be written to acme: this is not permitted.\n"
    })
  })
})
