/** The package that `paylayer-conformance new` makes; that it is green is its template's own test. */
import { describe, expect, it } from "vitest"
import { isName, scaffold } from "../src/command/scaffold.ts"

const files = scaffold("acme-pay")
const text = (path: string) => files.find((file) => file.path === path)?.text ?? ""

describe("the package of a new adapter", () => {
  it("has the adapter, its simulator, the subject, tests and a README, by its own name", () => {
    expect(files.map(({ path }) => path)).toEqual([
      ".gitignore",
      "README.md",
      "conformance.test.ts",
      "conformance.ts",
      "package.json",
      "simulator/AcmePaySimulator.ts",
      "src/AcmePay.ts",
      "src/index.ts",
      "tsconfig.json"
    ])
    expect(text("src/AcmePay.ts")).toContain('const provider = "acme-pay"')
    expect(text("src/index.ts")).toBe('export * as AcmePay from "./AcmePay.ts"\n')
    expect(files.filter(({ path, text }) => /my-?psp/i.test(path + text))).toEqual([])
  })

  it("asks for the versions that this one was made with", () => {
    const { dependencies, devDependencies, name } = JSON.parse(text("package.json"))
    expect(name).toBe("acme-pay")
    expect(dependencies).toEqual({ "@paylayer/core": expect.stringMatching(/^\^\d/), effect: "~4.1.0" })
    expect(devDependencies["@paylayer/conformance"]).toBe(dependencies["@paylayer/core"])
    expect(devDependencies["vitest"]).toBe(">=4.1 <6")
  })

  it("says where to go on", () => {
    for (const path of ["src/AcmePay.ts", "simulator/AcmePaySimulator.ts", "conformance.ts"])
      expect(text(path)).toMatch(/-> /)
  })

  it("takes its name from one that can name files", () => {
    expect(["acme", "acme-pay", "a2b"].every(isName)).toBe(true)
    expect(
      ["", "Acme", "acme_pay", "-acme", "acme-", "2acme", "a/b", "..", "@acme/pay", "a".repeat(51)].some(isName)
    ).toBe(false)
  })
})
