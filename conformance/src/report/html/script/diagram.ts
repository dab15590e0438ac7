/** A failure as a sequence diagram between application, adapter and provider. */
export const diagram = String.raw`
/** JSON with its parts set apart; what is none as it is. */
const printed = (text) => {
  let pretty = text
  try { pretty = JSON.stringify(JSON.parse(text), null, 2) } catch { return el("pre", { tabindex: "0" }, text) }
  const node = el("pre", { tabindex: "0" })
  const parts = /("(?:[^"\\]|\\.)*")(\s*:)?/g
  let done = 0
  for (const found of pretty.matchAll(parts)) {
    const hidden = /^"•••\d*"$/.test(found[1])
    node.append(pretty.slice(done, found.index), el("span", { class: hidden && !found[2] ? "x" : found[2] ? "k" : "s" }, found[1]), found[2] || "")
    done = found.index + found[0].length
  }
  node.append(pretty.slice(done))
  return node
}

const arrow = (lanes, kind, unseen, ...says) =>
  el("div", { class: "msg " + lanes + " " + kind }, el("span", { class: "says" }, el("span", { class: "unseen" }, unseen + ": "), says), el("span", { class: "arrow", "aria-hidden": "true" }))

const bodies = (exchange) => {
  const told = [["sent", exchange.request], ["answered", exchange.answer]].filter(([, text]) => text !== undefined)
  if (told.length === 0 && exchange.key === undefined) return null
  return el("details", { class: "bodies" },
    el("summary", {}, told.length === 0 ? "key" : "what was " + told.map(([what]) => what).join(" and ")),
    exchange.key === undefined ? null : el("p", { class: "soft" }, "idempotency key ", el("code", {}, exchange.key)),
    el("div", { class: "pair" }, told.map(([what, text]) => el("figure", {}, el("figcaption", {}, what), printed(text)))))
}

const exchanged = (exchange) => {
  const answered = exchange.status !== undefined
  const bad = !answered || exchange.status >= 400
  return [
    arrow("b-c", answered ? "" : "lost", "adapter to provider", el("code", {}, exchange.method + " " + exchange.path)),
    answered || exchange.ended
      ? arrow("c-b", "back" + (bad ? " bad" : ""), "provider to adapter", el("code", {}, answered ? String(exchange.status) : exchange.ended))
      : null,
    bodies(exchange)
  ]
}

const stepped = (step) => {
  const drawn = {
    shop: () => arrow("a-b", "act", "application to adapter", step.text),
    shopper: () => arrow("a-c", "act", "shopper to provider", step.text.replace(/^shopper: /, "shopper: ")),
    provider: () => /webhook|event|delivery/i.test(step.text)
      ? arrow("c-b", "act", "provider to adapter", step.text)
      : el("div", { class: "note" }, el("span", { class: "unseen" }, "provider: "), step.text),
    network: () => el("div", { class: "band network" }, el("b", {}, "network "), step.text),
    time: () => el("div", { class: "band time" }, el("b", {}, "time "), step.text)
  }[step.by]
  return el("li", {}, drawn(), step.exchanges.map(exchanged))
}

const sequence = (failure) => {
  const opening = failure.steps.slice(0, failure.opening)
  const rest = failure.steps.slice(failure.opening)
  return el("div", { class: "seq" },
    el("div", { class: "lanes", "aria-hidden": "true" },
      el("span", {}, "Application", el("small", {}, "shop, shopper")), el("span", {}, "Adapter", el("small", {}, "under test")), el("span", {}, "Provider", el("small", {}, "its world"))),
    el("div", { class: "flow" },
      opening.length === 0 ? null : el("div", { class: "opening" }, el("p", {}, "opening: leads to where the law begins"), el("ol", {}, opening.map(stepped))),
      el("ol", { "aria-label": "The story" }, rest.map(stepped))),
    el("div", { class: "ends" },
      el("div", { class: "expected" }, el("h4", {}, "Expected"), el("p", {}, failure.expected)),
      el("div", { class: "observed" }, el("h4", {}, "Observed"), el("p", {}, failure.observed))))
}

const copied = async (token, button, field) => {
  const said = button.textContent
  try { await navigator.clipboard.writeText(token) } catch {
    getSelection().selectAllChildren(field)
    document.execCommand("copy")
  }
  button.textContent = "copied"
  setTimeout(() => { button.textContent = said }, 1500)
}

const replayed = (token) => {
  const field = el("code", {}, token)
  const button = el("button", { type: "button", class: "button", "aria-live": "polite" }, "copy")
  button.addEventListener("click", () => copied(token, button, field))
  return el("section", {}, el("h3", {}, "Show it again"), el("div", { class: "token" }, field, button))
}
`
