/** The views of subjects, with what they may claim, and of mutants, with what killed them. */
export const others = String.raw`
const claimOf = (claim) => {
  const status = claim.conformant ? "passed" : "failed"
  const remarks = [...claim.against, ...claim.limits]
  const says = [icon(status), el("span", {}, claim.profile), el("span", { class: "unseen" }, claim.conformant ? "conformant" : "not conformant")]
  if (remarks.length === 0) return el("div", { class: "claim" }, says)
  const what = claim.conformant ? number(remarks.length, "limit") : number(claim.against.length, "reason") + " against it"
  return el("details", {}, el("summary", {}, says, el("span", { class: "n" }, what)), el("ul", {}, remarks.map((remark) => el("li", {}, remark))))
}

/** How many subjects may claim what; claims by different evidence are different claims. */
const buildStanding = () => {
  const claims = new Map()
  for (const claim of run.reports.flatMap((report) => report.claims)) {
    const key = claim.evidence + " " + claim.profile
    const [conformant, all] = claims.get(key) || [0, 0]
    claims.set(key, [conformant + (claim.conformant ? 1 : 0), all + 1])
  }
  const kinds = [...new Set(run.reports.map((report) => report.evidence))]
  return kinds.map((kind) => el("div", { class: "standing" },
    el("span", { class: "soft" }, "conformant by " + kind + ":"),
    [...claims].filter(([key]) => key.startsWith(kind + " ")).map(([key, [conformant, all]]) =>
      el("button", { type: "button", onclick: () => go({ view: "subjects" }) },
        conformant === all ? icon("passed") : null, key.slice(kind.length + 1) + " " + conformant + " of " + all))))
}

const buildSubjects = () =>
  el("ul", { class: "people" }, run.reports.map((report) => {
    const counts = counted(report.laws)
    const millis = report.laws.reduce((sum, found) => sum + found.millis, 0)
    return el("li", { class: "person" },
      el("div", {},
        el("h2", {}, report.subject),
        el("p", { class: "soft" }, report.version + " ", el("span", { class: "tag" }, "by " + report.evidence))),
      bar(counts),
      el("p", { class: "counts" }, statuses.filter((status) => counts[status] > 0).map((status) => counts[status] + " " + status).join(" · ") + " · " + duration(millis)),
      report.problems.map((problem) => el("p", { class: "problem" }, problem)),
      report.claims.length === 0 ? null : el("div", { class: "claims", role: "group", "aria-label": "Claims of " + report.subject }, report.claims.map(claimOf)),
      el("div", {}, el("button", { type: "button", class: "button", onclick: () => go({ view: "laws", subject: report.subject }) }, "Its laws")))
  }))

const killRows = []
const killOf = (kill, index) => {
  const status = kill.killed ? "passed" : "failed"
  const button = el("button", { type: "button", class: "kill plain", onclick: () => go({ open: "mutant/" + index }) },
    icon(status),
    el("span", { class: "name" }, kill.mutant, el("span", { class: "unseen" }, kill.killed ? ", killed" : ", survived")),
    el("span", { class: "of soft" }, kill.subject),
    el("span", { class: "after" }, kill.killed ? (kill.failure ? story(kill.failure) : "") : kill.reason || ""))
  const item = el("li", {}, button)
  killRows.push({ item, text: [kill.mutant, kill.subject, kill.law, titled(kill.law)].join(" ").toLowerCase() })
  return item
}

const buildMutants = () => {
  const numbered = run.kills.map((kill, index) => ({ kill, index }))
  const alive = numbered.filter(({ kill }) => !kill.killed)
  const byLaw = new Map()
  for (const one of numbered) if (one.kill.killed) byLaw.set(one.kill.law, [...(byLaw.get(one.kill.law) || []), one])
  const section = (title, note, list, cls) =>
    el("section", { class: cls }, el("h3", {}, title, el("span", { class: "n" }, note)), el("ul", {}, list.map(({ index, kill }) => killOf(kill, index))))
  const seeds = Math.max(0, ...run.kills.map((kill) => kill.seeds))
  return el("div", {},
    el("div", { class: "filters", role: "search", "aria-label": "Filter mutants" }, search("search mutants, subjects, laws"), el("span", { class: "shown", id: "kills-shown", role: "status" })),
    el("p", { class: "soft" }, "Each mutant is an adapter, or a part of the core, with one mistake. The law that is named for it has to find it, on " + number(seeds, "seed") + "."),
    el("div", { class: "kills", id: "kills" },
      alive.length === 0 ? null : section("Survivors", number(alive.length, "mutant"), alive, "alive"),
      [...byLaw].sort(([one], [other]) => (one < other ? -1 : 1)).map(([law, list]) =>
        section([el("span", { class: "mono" }, law), " " + titled(law)], String(list.length), list, "dead"))),
    Object.assign(nothing("mutant"), { id: "kills-nothing", hidden: true }))
}

const filterKills = () => {
  if (run.kills.length === 0) return
  let shown = 0
  for (const { item, text } of killRows) {
    item.hidden = !asked(text)
    if (!item.hidden) shown++
  }
  for (const section of document.querySelectorAll("#kills section")) section.hidden = !section.querySelector("li:not([hidden])")
  document.getElementById("kills-shown").textContent = shown + " of " + number(killRows.length, "mutant")
  document.getElementById("kills-nothing").hidden = shown > 0
}
`
