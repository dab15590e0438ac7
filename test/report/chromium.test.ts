/**
 * The page in a browser: filters, a failure opened by keyboard alone, nothing from the network, a phone. Screenshots
 * are in `.generated/screenshots`.
 *
 * Where there is no Chromium the tests are skipped, saying so; in CI, which installs it, they fail instead.
 */
import { Reports } from "@paylayer/conformance"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { executable, launch } from "./browser.ts"
import { tooFaint } from "./contrast.ts"
import { hostile, sample } from "./sample.ts"

const folder = join(import.meta.dirname, ".generated")
const screenshots = join(folder, "screenshots")
const file = join(folder, "conformance.html")
const address = pathToFileURL(file).href

const desktop = { width: 1280, height: 860 }
const phone = { width: 360, height: 740 }

it("there is a Chromium to look with", (context) => {
  if (executable === undefined && process.env["CI"] === undefined)
    context.skip("no Chromium here: the page is not looked at")
  expect(executable, "no Chromium on the path, nor in CHROMIUM").toBeDefined()
})

// A browser beside the other tests may take its time: what fails three times is wrong.
describe.skipIf(executable === undefined)("the page", { timeout: 60_000, retry: 2 }, () => {
  let browser: Browser
  let opened = 0
  const contexts: Array<BrowserContext> = []
  /** What went wrong, or over the network, in any of the pages. */
  const heard: Array<string> = []

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    writeFileSync(file, Reports.toHtml(await sample()))
    browser = await launch(executable!)
  }, 60_000)

  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())))

  afterAll(() => browser?.close())

  const open = async (hash = "", options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: desktop, ...options })
    context.setDefaultTimeout(10_000)
    contexts.push(context)
    opened++
    const page = await context.newPage()
    page.on("request", (request) => {
      if (request.url().split("#")[0] !== address) heard.push(`request: ${request.url()}`)
    })
    page.on("console", (message) => heard.push(`console: ${message.text()}`))
    page.on("pageerror", (error) => heard.push(`error: ${error.message}`))
    await page.goto(address + hash)
    return page
  }

  const rows = (page: Page) => page.locator(".matrix tbody tr:not(.area):visible")
  const ids = (page: Page) => rows(page).locator("th .mono").allTextContents()
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent)
  const hash = async (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1))
  const cell = (page: Page, law: string, subject: string) =>
    page.getByRole("button", { name: `${law} on ${subject}: ` })

  it("says what was tried, what may be claimed, and what failed", async () => {
    const page = await open()
    await page.screenshot({ path: join(screenshots, "desktop-light.png") })
    expect(await page.title()).toMatch(/^Conformance: \d+ failures on 1 of 3 subjects, 1 mutant survived$/)
    expect(await page.getByRole("tab", { selected: true }).textContent()).toMatch(/^Laws \d+$/)
    expect(await page.locator(".standing").textContent()).toContain("conformant by simulator:")
    expect(await page.locator(".story").first().textContent()).toContain("new sessions")
    const statuses = await page
      .locator("[data-status-of]")
      .evaluateAll((cells) => cells.map((one) => one.getAttribute("data-status-of")))
    expect(new Set(statuses)).toEqual(new Set(["passed", "failed", "refused", "deviates", "skipped"]))
    await page.getByRole("tab", { name: "Subjects" }).click()
    expect(await page.locator(".person").count()).toBe(3)
    await page.locator(".person", { hasText: "acquired" }).getByText("modifications").click()
    expect(await page.locator(".person", { hasText: "acquired" }).textContent()).toContain("provider-limit")
    await page.screenshot({ path: join(screenshots, "desktop-subjects.png") })
  })

  it("filters by text, outcome, area, level and subject, and its address says so", async () => {
    const page = await open()
    const all = await ids(page)
    await page.getByRole("searchbox").first().fill("expiry")
    expect(await ids(page)).toContain("SES-06")
    expect((await ids(page)).length).toBeLessThan(all.length)
    expect(await page.getByRole("status").first().textContent()).toBe(
      `${(await ids(page)).length} of ${all.length} laws`
    )
    await page.getByRole("searchbox").first().fill("no law is about this")
    expect(await ids(page)).toEqual([])
    await page.getByRole("button", { name: "Show all", exact: true }).click()
    expect(await ids(page)).toEqual(all)

    await page.getByRole("button", { name: /^\d+ deviates$/ }).click()
    expect(await ids(page)).toEqual(["SES-24", "CAP-04", "REV-01", "MOD-03"])
    await page.getByLabel("subject", { exact: true }).selectOption("acquired")
    await page.getByLabel("area").selectOption("REV")
    expect(await ids(page)).toEqual(["REV-01"])
    expect(await rows(page).first().locator("td:visible .cell").count()).toBe(1)
    await expect
      .poll(async () => Object.fromEntries(await hash(page)))
      .toEqual({ status: "deviates", subject: "acquired", area: "REV" })

    const again = await open(`#${new URL(page.url()).hash.slice(1)}`)
    expect(await ids(again)).toEqual(["REV-01"])
    expect(await again.getByLabel("area").inputValue()).toBe("REV")
    expect(await again.getByRole("button", { name: /^\d+ deviates$/ }).getAttribute("aria-pressed")).toBe("true")
  })

  it("is used by keyboard alone: to a failure, through its story, and back", async () => {
    const page = await open("#area=SES&status=failed")
    const press = async (...keys: ReadonlyArray<string>) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await page.getByLabel("subject", { exact: true }).focus()
    await press("Tab")
    expect(await focused(page)).toMatch(/^reference/)
    for (let down = 0; down < 30 && !(await focused(page))?.startsWith("SES-03"); down++) await press("ArrowDown")
    await press("End")
    expect(await focused(page)).toBe("SES-03 on new sessions: failed")
    await page.screenshot({ path: join(screenshots, "desktop-focus.png") })
    await press("Enter")

    const dialog = page.getByRole("dialog")
    expect(await dialog.getAttribute("aria-labelledby")).toBe("panel-title")
    expect(await focused(page)).toMatch(/^SES-03 /)
    const text = (await dialog.textContent()) ?? ""
    expect(text).toContain("shop")
    for (const said of ["Expected", "Observed", "POST /v1/sessions", "SES-03/"]) expect(text).toContain(said)
    const summary = dialog.locator("summary").first()
    for (let tab = 0; tab < 5 && !(await summary.evaluate((one) => one === document.activeElement)); tab++)
      await press("Tab")
    await press("Enter")
    expect(await dialog.locator("details[open] pre").first().isVisible()).toBe(true)
    await page.screenshot({ path: join(screenshots, "desktop-failure.png") })

    await press("Escape")
    await expect.poll(() => dialog.isVisible()).toBe(false)
    expect(await focused(page)).toBe("SES-03 on new sessions: failed")
    await expect.poll(async () => (await hash(page)).has("open")).toBe(false)
  })

  it("has one stop for the keyboard in its matrix, and a name for each button", async () => {
    const page = await open()
    expect(await page.locator(".matrix button[tabindex='0']:visible").count()).toBe(1)
    await page.getByRole("searchbox").first().fill("expiry")
    expect(await page.locator(".matrix button[tabindex='0']:visible").count()).toBe(1)
    const nameless = await page
      .locator("button")
      .evaluateAll(
        (all) => all.filter((one) => !one.getAttribute("aria-label") && one.textContent?.trim() === "").length
      )
    expect(nameless).toBe(0)
  })

  it("goes back from what was opened, as a phone does", async () => {
    const page = await open()
    await page.locator(".story .name").first().click()
    await expect.poll(() => page.getByRole("dialog").isVisible()).toBe(true)
    await page.goBack()
    expect(await ids(page)).not.toEqual([])
    await expect.poll(() => page.getByRole("dialog").isVisible()).toBe(false)
    await page.goForward()
    await expect.poll(() => page.getByRole("dialog").isVisible()).toBe(true)
  })

  it("copies what shows a failure again", async () => {
    const page = await open(`#open=${encodeURIComponent("SES-03/new sessions")}`)
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await page.getByRole("button", { name: "copy" }).click()
    await page.getByRole("button", { name: "copied" }).waitFor()
    const token = await page.locator(".token code").textContent()
    expect(token).toMatch(/^SES-03\//)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token)
  })

  it("shows what a provider answers as text", async () => {
    const page = await open(`#open=${encodeURIComponent("SES-03/new sessions")}`)
    await page.locator("dialog summary").first().click()
    expect(await page.locator("dialog pre").allTextContents()).toContain(hostile)
    expect(await page.locator("img").count()).toBe(0)
    expect(await page.title()).toMatch(/^Conformance: /)
  })

  it("sets apart what only leads to where the law begins", async () => {
    const page = await open("#open=REV-01/acquired")
    const opening = page.locator("dialog .opening")
    expect(await opening.textContent()).toMatch(/^opening: leads to where the law begins.*authorise EUR/s)
    expect(await opening.textContent()).not.toContain("reverse")
    expect(await page.locator("dialog .flow").textContent()).toContain("reverse")
  })

  it("shows mutants, those that survived first, and how one died", async () => {
    const page = await open("#view=mutants")
    expect(await page.locator("#kills h3").allTextContents()).toEqual([
      expect.stringContaining("Survivors"),
      expect.stringContaining("CAP-03"),
      expect.stringContaining("SES-03")
    ])
    await page.screenshot({ path: join(screenshots, "desktop-mutants.png") })
    await page.getByRole("searchbox").last().fill("new session")
    expect(await page.locator(".kill:visible").count()).toBe(1)
    await page.locator(".kill:visible").click()
    expect(await page.getByRole("dialog").textContent()).toContain("How it fails")
  })

  it.each([
    "",
    "#view=subjects",
    "#view=mutants",
    `#open=${encodeURIComponent("SES-03/new sessions")}`,
    "#open=SES-06"
  ])("does not scroll sideways on a phone (%s)", async (hash) => {
    const page = await open(hash, { viewport: phone, colorScheme: "dark", hasTouch: true })
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true
    })
    const widths = await page.evaluate(() =>
      [document.documentElement, document.querySelector("dialog")!].map(
        ({ clientWidth, scrollWidth }) => scrollWidth - clientWidth
      )
    )
    expect(widths).toEqual([0, 0])
    await page.screenshot({ path: join(screenshots, `phone-${hash.replace(/\W+/g, "-")}.png`) })
  })

  it("has a law for each row on a phone, and its failures by name", async () => {
    const page = await open("", { viewport: phone })
    const box = await rows(page).first().boundingBox()
    expect(box?.width).toBeGreaterThan(300)
    await expect.poll(() => cell(page, "SES-03", "new sessions").isVisible()).toBe(true)
    expect(await cell(page, "SES-03", "new sessions").textContent()).toBe("new sessions")
    await expect.poll(() => cell(page, "SES-03", "reference").isVisible()).toBe(false)
  })

  it.each(["light", "dark"] as const)("is readable in %s", async (colorScheme) => {
    const failure = `#open=${encodeURIComponent("SES-03/new sessions")}`
    for (const hash of ["", "#view=subjects", "#view=mutants", failure, "#open=SES-06"]) {
      const page = await open(hash, { colorScheme, reducedMotion: "reduce" })
      expect(await page.evaluate(tooFaint), hash).toEqual([])
      if (hash === failure)
        await page.screenshot({ path: join(screenshots, `failure-${colorScheme}.png`), fullPage: false })
      if (hash === "") await page.screenshot({ path: join(screenshots, `laws-${colorScheme}.png`), fullPage: true })
    }
  })

  it("moves nothing for those who do not want it", async () => {
    const animation = async (reducedMotion: "reduce" | "no-preference") => {
      const page = await open("#open=SES-06", { reducedMotion })
      return page.locator("dialog").evaluate((dialog) => getComputedStyle(dialog).animationName)
    }
    expect(await animation("reduce")).toBe("none")
    expect(await animation("no-preference")).toBe("slide")
  })

  it("asked for nothing, and said nothing, in all of this", () => {
    expect(opened).toBeGreaterThan(20)
    expect(heard).toEqual([])
  })
})
